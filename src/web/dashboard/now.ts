// GET /api/now: how it stands. What changes by the second is read each time, what is dearer once in a while.

import { statfs } from 'node:fs/promises'
import type { DatabaseSync } from 'node:sqlite'
import type { WatchedCluster } from '../../cluster/machines/watch.ts'
import type { LaneStatus } from '../../lanes/lanes.ts'
import { serviceOf } from '../../lanes/services.ts'
import { trackKey } from '../../model/job.ts'
import type { Pulse } from '../pulse.ts'
import type { Now, Waiting } from './api.ts'
import { clusterNow } from './cluster-now.ts'
import { type JobRow, type JobRows, kindOf, OWN, pageOfKey } from './job-rows.ts'
import type { Live } from './live.ts'
import { laneActs } from './offered-acts.ts'
import type { Catalogue } from './tracks/catalogue.ts'
import { cut } from './tracks/line.ts'

export interface NowDeps {
  database: DatabaseSync
  jobs: JobRows
  live: Live
  catalogue: Catalogue
  lanes: { status(): LaneStatus[] }
  /** Absent: this machine works alone. */
  cluster?: WatchedCluster
  workspace: Now['workspace']
  /** Undefined: orders are taken. */
  whyNoActs: string | undefined
  signsIn: boolean
  pulse: Pulse
  readiness: () => Promise<string[]>
  sync: () => Promise<Now['sync']>
  quarantine: () => Promise<Now['quarantine']>
  places: { place: Now['disk'][number]['place']; path: string }[]
  now: () => number
}

/** How it stands, without the number that says which state of it this is. */
export type Stand = Omit<Now, 'version' | 'at'>

const SHOWN = 30
const READ_AGAIN_MS = 2000
const LOOKED_AGAIN_MS = 30_000

export function openNow(deps: NowDeps): () => Promise<Stand> {
  const { live, jobs, lanes, pulse, catalogue } = deps
  const stored = atMostEvery(READ_AGAIN_MS, async () => readStored(deps))
  const looked = atMostEvery(LOOKED_AGAIN_MS, () => lookAround(deps))
  return async () => {
    const [{ broken, ...kept }, around] = await Promise.all([stored(), looked()])
    const tracks = catalogue.counts()
    const { failed = 0, review = 0, 'set aside': setAside = 0 } = tracks
    return {
      workspace: deps.workspace,
      actions: deps.whyNoActs === undefined ? { allowed: true } : { allowed: false, why: deps.whyNoActs },
      signedIn: deps.signsIn,
      ready: { ready: around.reasons.length === 0, reasons: around.reasons },
      running: jobs.running().map(job => runningOf(job, live)),
      batch: live.batch,
      ...(deps.cluster && { cluster: clusterNow(deps.cluster, deps.now()) }),
      lanes: lanes.status().map(laneOf),
      ...kept,
      problems: live.found.problems.slice(0, SHOWN),
      cycle: { count: pulse.cycles, endedAt: live.polledAt },
      sync: around.sync,
      disk: around.disk,
      tracks,
      failures: broken + failed + review + setAside,
      quarantine: around.quarantine,
      listed: catalogue.listed,
    }
  }
}

/** `broken`: jobs that failed or were set aside, but for tracks. */
function readStored({
  database,
  jobs,
  live,
}: NowDeps): Pick<Now, 'jobs' | 'waiting' | 'unsent' | 'tasks'> & { broken: number } {
  const counts = jobs.counts()
  const queued = [...jobs.later(SHOWN), ...jobs.next(SHOWN)].map(waitingOf)
  const wanting = live.found.waiting
    .filter(({ id }) => !jobs.of(trackKey(id))) // it is counted with the jobs
    .map(({ id, label, because }): Waiting => ({ kind: 'track', id, label, because }))
  const items = [...queued, ...wanting].slice(0, SHOWN)
  const one = (sql: string) => database.prepare(sql).get()
  const unsent = one(
    `select count(*) filter (where state <> 'refused') as count, count(*) filter (where state = 'refused') as refused,
       min(made_at) as oldest, max(reason) as reason from outbox`,
  )
  return {
    jobs: counts,
    waiting: { items, more: Math.max(0, counts.later + counts.waiting + wanting.length - items.length) },
    unsent: {
      count: Number(unsent?.count),
      refused: Number(unsent?.refused),
      ...(typeof unsent?.oldest === 'number' && { oldest: unsent.oldest }),
      ...(typeof unsent?.reason === 'string' && unsent.reason !== '' && { reason: unsent.reason }),
    },
    broken: Number(
      one(`select count(*) as n from job where state in ('failed', 'quarantined') and pool <> 'tracks' and ${OWN}`)?.n,
    ),
    tasks: {
      openHandoffs: Number(one("select count(*) as n from handoff where state <> 'ended'")?.n),
      failed: Number(one("select count(*) as n from job where pool = 'tasks' and state = 'failed'")?.n),
    },
  }
}

async function lookAround({ readiness, sync, quarantine, places }: NowDeps) {
  const [reasons, synced, set, disk] = await Promise.all([
    readiness(),
    sync(),
    quarantine(),
    Promise.all(places.map(freeAt)),
  ])
  return { reasons, sync: synced, quarantine: set, disk: disk.flat() }
}

/** Nothing of a volume that is away. */
async function freeAt({ place, path }: NowDeps['places'][number]): Promise<Now['disk']> {
  const found = await statfs(path).catch(() => undefined)
  return found ? [{ place, free: rough(found.bavail * found.bsize), size: found.blocks * found.bsize }] : []
}

/** A few bytes more or less are no news. */
const rough = (bytes: number) => Math.floor(bytes / MEGABYTES) * MEGABYTES
const MEGABYTES = 50e6

function runningOf(job: JobRow, live: Live): Now['running'][number] {
  const { key, label, changed_at: since } = job
  return { key, kind: kindOf(job), id: pageOfKey(key), label: cut(label), ...live.stageOf(label), since }
}

function waitingOf(job: JobRow): Waiting {
  const { key, label, reason, because, state } = job
  return {
    key,
    kind: kindOf(job),
    id: pageOfKey(key),
    label: cut(label),
    because: cut(reason || because),
    ...(state === 'delayed' && { until: job.run_at }),
  }
}

const laneOf = ({ until, ...lane }: LaneStatus): Now['lanes'][number] => ({
  ...lane,
  title: lane.name === 'notion' ? 'Notion' : (serviceOf(lane.name)?.title ?? lane.name),
  until: until?.getTime(),
  acts: laneActs(lane.name, lane.state),
})

function atMostEvery<T>(ms: number, read: () => Promise<T>): () => Promise<T> {
  let last: { at: number; value: Promise<T> } | undefined
  return () => {
    if (!last || performance.now() - last.at > ms) last = { at: performance.now(), value: read() }
    last.value.catch(() => {
      last = undefined
    })
    return last.value
  }
}
