// What a person may want to hear of, as it is now.

import { statfs } from 'node:fs/promises'
import { isFault, messageOf } from '../../errors.ts'
import type { LaneStatus } from '../../lanes/lanes.ts'
import type { Cause, KnownCause } from '../../model/notices/cause.ts'
import { reasonKey } from '../../model/report/build.ts'
import type { Tools } from '../../tools.ts'
import type { CycleReport } from '../report.ts'
import { machineCauses } from './machine-causes.ts'

export interface Found {
  problems: CycleReport['problems']
  /** Why Notion refuses this connection, while it does. */
  refusal?: string
  /** Folders whose disks may be full. */
  dirs: readonly string[]
  /** What is remembered. */
  known: readonly KnownCause[]
}

const MINUTE_MS = 60_000
/** A service that is back so soon is no news. */
const SERVICE_PATIENCE_MS = 10 * MINUTE_MS
/** Nor is a step that mends itself. */
const STEP_PATIENCE_MS = 30 * MINUTE_MS
const LEAST_FREE = 500e6

export async function findCauses(tools: Tools, { problems, refusal, dirs, known }: Found): Promise<Cause[]> {
  const now = tools.now().getTime()
  const closed = tools.lanes.status().filter(({ state }) => state !== 'open')
  return [
    ...closed.filter(({ state }) => state !== 'paused').map(lane => serviceCause(lane, now)),
    ...(refusal === undefined
      ? []
      : [{ key: 'notion refuses', title: 'Notion refuses the connection', says: refusal }]),
    ...problemCauses(problems, new Set([refusal, ...closed.map(({ reason }) => reason)])),
    ...(await libraryCause(tools)),
    ...(await Promise.all([...new Set(dirs)].map(diskCause))).flat(),
    ...setAsideCause(tools),
    ...(tools.cluster ? machineCauses(tools.cluster.last, known, now) : []),
  ]
}

function serviceCause({ name, state, until, reason }: LaneStatus, now: number): Cause {
  const isLong = (until?.getTime() ?? 0) - now >= SERVICE_PATIENCE_MS
  return {
    key: `service ${name}`,
    title: `${name} is left alone (${state})`,
    says: `${reason ?? state}${until ? `; until ${until.toISOString().slice(0, 16)}Z` : ''}`,
    patienceMs: isLong ? 0 : SERVICE_PATIENCE_MS,
  }
}

/** Steps that fail for one reason are one cause. @param known reasons that are told as what they are */
function problemCauses(problems: Found['problems'], known: ReadonlySet<string | undefined>): Cause[] {
  const byReason = Map.groupBy(
    problems.filter(({ reason }) => !known.has(reason)),
    ({ reason }) => reasonKey(reason),
  )
  return [...byReason].map(([key, all]) => ({
    key: `problem ${key}`,
    title: `could not be done: ${[...new Set(all.map(({ step }) => step))].join(', ')}`,
    says: all[0]?.reason ?? key,
    patienceMs: all.every(({ mends }) => mends) ? STEP_PATIENCE_MS : 0,
  }))
}

/** A library that was never seen is not looked for. */
async function libraryCause({ library, ledger }: Tools): Promise<Cause[]> {
  if (ledger.fact(`library ${library.dir}`) === undefined) return []
  try {
    await library.check()
    return []
  } catch (error) {
    if (!isFault(error)) throw error
    return [{ key: 'library', title: 'the library is away', says: messageOf(error) }]
  }
}

async function diskCause(dir: string): Promise<Cause[]> {
  const disk = await statfs(dir).catch(() => undefined)
  if (!disk || disk.bavail * disk.bsize >= LEAST_FREE) return []
  const free = Math.round((disk.bavail * disk.bsize) / 1e6)
  return [{ key: `disk ${dir}`, title: 'a disk is nearly full', says: `${free} MB are free where ${dir} is` }]
}

function setAsideCause({ queue }: Tools): Cause[] {
  const jobs = queue.list(['quarantined'], SHOWN)
  if (jobs.length === 0) return []
  const names = jobs.map(({ label }) => label).join('; ')
  const more = jobs.length === SHOWN ? ' and perhaps more' : ''
  return [
    {
      key: 'set aside',
      title: 'work was set aside',
      says: `it ended the program three times and waits until you ask for it (orchestrator retry): ${names}${more}`,
    },
  ]
}

const SHOWN = 10
