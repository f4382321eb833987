// The dashboard over a store of its own, and how to put tracks there as a run would.

import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { WatchedCluster } from '../../src/cluster/machines/watch.ts'
import { openLanes } from '../../src/lanes/lanes.ts'
import { openIndex } from '../../src/library/index/open-index.ts'
import { silentLog } from '../../src/log.ts'
import type { Act, ActAnswer } from '../../src/model/act.ts'
import { trackKey } from '../../src/model/job.ts'
import { failed, later, type Outcome } from '../../src/model/outcome.ts'
import { type Outbox, openOutbox } from '../../src/outbox/outbox.ts'
import { openQueue, type Queue } from '../../src/queue/queue.ts'
import { allowedPath } from '../../src/sources/file-link.ts'
import { openCosts } from '../../src/store/costs.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { openHandoffs } from '../../src/store/handoffs.ts'
import { openJournal } from '../../src/store/journal.ts'
import { openJudged } from '../../src/store/judged.ts'
import { laneStates } from '../../src/store/lane-states.ts'
import { openLedger } from '../../src/store/ledger.ts'
import { openMerges } from '../../src/store/merges.ts'
import { openParkings } from '../../src/store/parkings.ts'
import { openKnownPlaylists } from '../../src/store/playlists.ts'
import { openSearches } from '../../src/store/searches.ts'
import { openVerified } from '../../src/store/verified.ts'
import { type Live, openLive } from '../../src/web/dashboard/live.ts'
import { addDashboard, type DashboardDeps } from '../../src/web/dashboard/open-dashboard.ts'
import { openMetrics } from '../../src/web/metrics.ts'
import { serveWatch } from '../../src/web/open-web.ts'
import { openPulse } from '../../src/web/pulse.ts'
import { quickFolder } from './quick-place.ts'

export const DASHBOARD_TOKEN = 'a-token-of-some-length'
export const BEARER = { authorization: `Bearer ${DASHBOARD_TOKEN}` }

export interface DashboardPlace extends AsyncDisposable {
  dir: string
  libraryDir: string
  waveformsDir: string
  url: string
  port: number
  store: Store
  queue: Queue
  live: Live
  stores: ReturnType<typeof openStores>
  clock: { now: number }
  /** What was ordered. */
  acts: { act: Act; order: string | undefined }[]
  get(path: string, headers?: Record<string, string>): Promise<Response>
  json<T>(path: string): Promise<T>
}

export async function openDashboardPlace(
  more: Partial<DashboardDeps> = {},
  cluster?: WatchedCluster,
): Promise<DashboardPlace> {
  const dir = quickFolder('dashboard', 64)
  const [libraryDir, waveformsDir] = [join(dir, 'library'), join(dir, 'waveforms')]
  for (const folder of [libraryDir, waveformsDir]) mkdirSync(folder)
  const store = openStore(dir, false)
  const clock = { now: Date.now() }
  const now = () => clock.now
  const stores = openStores(store, now)
  const lanes = openLanes({ store: laneStates(store, false), log: silentLog })
  const live = openLive(now)
  const acts: DashboardPlace['acts'] = []
  const act = async (wanted: Act, order: string | undefined): Promise<ActAnswer> => {
    acts.push({ act: wanted, order })
    return { ok: true, says: 'it is done' }
  }
  const token = 'token' in more ? more.token : DASHBOARD_TOKEN
  const pulse = openPulse(30_000)
  const readiness = async () => []
  const metrics = openMetrics({ ...stores, store, lanes, notionRequests: () => 0, pulse, now, cluster })
  const listener = await serveWatch(
    { port: 0 },
    {
      metrics,
      readiness,
      token,
      log: silentLog,
      addPages: (app, guard) =>
        addDashboard(app, guard, {
          tools: {
            ...stores,
            store,
            lanes,
            cluster,
            waveformsDir,
            quarantineDir: join(dir, 'quarantine'),
            ownFile: path => allowedPath([libraryDir], path),
          },
          live,
          pulse,
          readiness,
          workspace: 'Notion',
          places: [{ place: 'state', path: dir }],
          sync: async () => ({ enabled: true, last: 1000 }),
          act,
          log: silentLog,
          now,
          zone: 'UTC',
          ...more,
          token,
        }),
    },
  )
  const get = (path: string, headers: Record<string, string> = token === undefined ? {} : BEARER) =>
    fetch(listener.url + path, { headers, redirect: 'manual' })
  return {
    dir,
    libraryDir,
    waveformsDir,
    url: listener.url,
    port: listener.port,
    store,
    queue: stores.queue,
    live,
    stores,
    clock,
    acts,
    get,
    async json<T>(path: string) {
      return (await (await get(path)).json()) as T
    },
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]()
      metrics.close()
      await lanes.close()
      store[Symbol.dispose]()
      rmSync(dir, { recursive: true })
    },
  }
}

function openStores(store: Store, now: () => number) {
  const ledger = openLedger(store.database)
  const nobody = async (): Promise<never> => {
    throw new Error('nobody asks Notion')
  }
  const outbox: Outbox = openOutbox({ store, ports: nobody, say: nobody, now, log: silentLog, settleMs: 0 })
  return {
    ledger,
    outbox,
    queue: openQueue({ store, ledger, now }),
    journal: openJournal(store, now),
    judged: openJudged(store, now),
    searches: openSearches(store, now),
    merges: openMerges(store, now),
    verified: openVerified(store, now),
    knownPlaylists: openKnownPlaylists(store, now),
    costs: openCosts(store, now),
    handoffs: openHandoffs(store, now),
    parkings: openParkings(store),
    recordings: openIndex(store, now),
  }
}

export const pageOf = (number: number) => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`

export interface Wanted {
  title: string
  artist?: string
}

export const jobOf = (id: string, { title, artist }: Wanted) => ({
  key: trackKey(id),
  pool: 'tracks' as const,
  lane: 'here',
  handler: 'track',
  input: { pageId: id, row: { title, artist } },
  wish: id,
  label: artist ? `${artist} – ${title}` : title,
  because: 'the row wants work',
  priority: 50,
})

export const queueTrack = ({ queue }: DashboardPlace, id: string, wanted: Wanted) => queue.enqueue([jobOf(id, wanted)])

export async function startTrack(place: DashboardPlace, id: string, wanted: Wanted) {
  await queueTrack(place, id, wanted)
  const [job] = await place.queue.claim({ pool: 'tracks', limit: 1, key: trackKey(id) })
  if (!job) throw new Error('there is no such job')
  return job
}

export async function endTrack(place: DashboardPlace, id: string, wanted: Wanted, outcome: Outcome): Promise<void> {
  const job = await startTrack(place, id, wanted)
  await place.queue.finish(job, outcome, { startedAt: place.clock.now - 2000 })
}

export const failTrack = (place: DashboardPlace, id: string, wanted: Wanted, reason = 'it cannot be had') =>
  endTrack(place, id, wanted, failed(reason, 'SC_404'))
export const putOffTrack = (place: DashboardPlace, id: string, wanted: Wanted, until: number) =>
  endTrack(place, id, wanted, later('the service wants a rest', until))

export const MEASURED = {
  seconds: 200,
  tempo: { bpm: 124, confidence: 0.9, alternatives: [62] },
  key: { key: { pitchClass: 9, mode: 'minor' }, confidence: 0.8, tuning: 440 },
  loudness: -9.5,
  missing: [],
}

/** A file of the track is in the library, as its journal says. @param path default: where it should lie */
export async function fileTrack(
  { store, stores, libraryDir }: DashboardPlace,
  id: string,
  {
    content = Buffer.from('0123456789'),
    format = 'wav',
    path = join(libraryDir, `${id}.${format}`),
    isThere = true,
  } = {},
): Promise<string> {
  if (isThere) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
  const sha256 = createHash('sha256').update(content).digest('hex')
  await store.commit(() => {
    stores.journal.recordFile({ path, page: id, format, sha256, link: 'https://example.org/a.mp3' })
    stores.journal.recordMeasured(id, MEASURED)
  })
  return path
}
