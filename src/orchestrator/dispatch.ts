// Starts jobs while there are places for them and sees each to its recorded end.

import { setTimeout as sleep } from 'node:timers/promises'
import PQueue from 'p-queue'
import { messageOf } from '../errors.ts'
import { failpoint } from '../failpoint.ts'
import type { Handler } from '../handler.ts'
import type { Log } from '../log.ts'
import { type Job, type NewJob, POOLS, type Pool } from '../model/job.ts'
import { later, type Outcome } from '../model/outcome.ts'
import { LeaseLost, openLeases } from '../queue/leases.ts'
import type { Tools } from '../tools.ts'
import { entryOf } from './entry-of.ts'
import { execute } from './execute.ts'
import { effectsOf, jobContext } from './job-context.ts'
import type { LastRun } from './last-run.ts'
import type { Entry } from './report.ts'
import type { View } from './view.ts'

export interface DispatchDeps {
  tools: Tools
  handlers: readonly Handler[]
  lastRun: LastRun
  log: Log
  signal: AbortSignal
  view: View
  settings: { readyStatuses: readonly string[]; concurrency: number }
  onEnd(entry: Entry): void
  onCrash(job: Job, error: unknown): void
}

export interface Dispatcher extends Disposable {
  /** The outcome of this job: of the one that runs, of one that ended since `startAnew`, or of a new one. */
  run(job: NewJob): Promise<Outcome>
  /** Starts what is ready until nothing is, and waits for it. */
  drain(limits?: Partial<Record<Pool, number>>): Promise<void>
  /** Starts what is ready beside what runs; whoever waits for an end need not. */
  wake(): void
  /** All that was started has ended. */
  idle(): Promise<void>
  /** Who asks for a job from now on gets a new run of it. */
  startAnew(): void
}

const AT_ONCE = { tasks: 4, wishes: 4 }
/** A pause that is over so soon is waited for; a longer one ends the drain. */
const PATIENCE_MS = 60_000

export function openDispatcher(deps: DispatchDeps): Dispatcher {
  const { tools, signal, log } = deps
  const { queue } = tools
  const leases = openLeases({ queue, requireSeat: tools.requireSeat })
  const laneOpens = tools.onLaneOpen(() => (goesOn ? wake() : news.resolve()))
  const places: Record<Pool, PQueue> = {
    wishes: new PQueue({ concurrency: AT_ONCE.wishes }),
    sync: new PQueue({ concurrency: 1 }),
    lists: new PQueue({ concurrency: 1 }),
    tasks: new PQueue({ concurrency: AT_ONCE.tasks }),
    tracks: new PQueue({ concurrency: deps.settings.concurrency }),
    eagle: new PQueue({ concurrency: 1 }),
  }
  const running = new Set<Promise<void>>()
  let endings = 0 // of runs: each may have left jobs
  let news = Promise.withResolvers<void>()
  let draining: Promise<void> | undefined
  /** Work is started whenever there is some, not only in a drain that somebody waits for. */
  let goesOn = false
  const ends = new Map<string, PromiseWithResolvers<Outcome>>()
  /** Keys of jobs that run or wait for a place. */
  const active = new Set<string>()
  let soon: number[] = []

  const endOf = (key: string) => {
    const known = ends.get(key) ?? Promise.withResolvers<Outcome>()
    ends.set(key, known)
    return known
  }

  /** From its start to its end, whatever happens in between. */
  async function see(job: Job): Promise<void> {
    const started = performance.now()
    active.add(job.key)
    const end = endOf(job.key)
    try {
      await failpoint('job.claimed')
      const outcome = await work(job)
      if (outcome) deps.onEnd({ ...entryOf(job), outcome, ms: performance.now() - started })
      else log.warn({ job: job.key }, 'a job was lost to another start: its end is not recorded')
      end.resolve(outcome ?? later('another start has the job'))
      if (outcome?.kind !== 'retry') return
      ends.delete(job.key) // its next run is another
      const isAwaited = job.pool !== 'eagle' // no run lasts longer for it
      if (isAwaited && outcome.free && !signal.aborted) soon.push(outcome.notBefore ?? 0)
    } catch (error) {
      if (error instanceof LeaseLost) log.debug({ job: job.key, error }, 'a job ended with what this machine lost')
      else deps.onCrash(job, error)
      end.resolve(later(`its end could not be recorded: ${messageOf(error)}`))
    } finally {
      active.delete(job.key)
    }
  }

  /** @returns undefined when the job was lost to another start: nothing is recorded then */
  async function work(job: Job): Promise<Outcome | undefined> {
    const startedAt = tools.now().getTime()
    using lease = leases.take(job)
    const { outcome, write, cleanUp } = await execute({ ...deps, run }, job, jobContext({ ...deps, run }, job, lease))
    await failpoint('job.ended')
    const isOver = outcome.kind !== 'retry' && outcome.kind !== 'blocked'
    const also = () => {
      if (write) tools.outbox.add(write)
      if (isOver) tools.journal.forget(effectsOf(job))
    }
    if (!(await queue.finish(job, outcome, { startedAt, also }))) return undefined
    await failpoint('job.recorded')
    if (isOver)
      await cleanUp?.().catch(error => log.warn({ job: job.key, error }, 'working files could not be removed'))
    return deliver(outcome, write?.page)
  }

  /** The row is told at once where that is possible; else it waits in the outbox, and the outcome says so. */
  async function deliver(outcome: Outcome, page: string | undefined): Promise<Outcome> {
    if (page === undefined) return outcome
    const delivery = await tools.outbox.deliver(page)
    return delivery.kind === 'waits' ? { ...outcome, unwritten: delivery.reason } : outcome
  }

  function add(pool: Pool, work: () => Promise<void>): void {
    const ran = places[pool].add(work).then(() => {
      running.delete(ran)
      endings += 1
      news.resolve() // also of what nobody waits for here: more may follow from it
    })
    running.add(ran)
  }

  async function startOne(job: NewJob): Promise<void> {
    if (signal.aborted) {
      endOf(job.key).resolve(later(`stopped: ${messageOf(signal.reason)}`))
      return
    }
    const [claimed] = await queue.claim({ pool: job.pool, limit: 1, key: job.key })
    if (claimed) await see(claimed)
    else if (!queue.running(job.key)) {
      active.delete(job.key)
      endOf(job.key).resolve(later('it could not be started'))
    }
  }

  async function run(job: NewJob): Promise<Outcome> {
    const known = ends.get(job.key)
    if (known) return known.promise
    const end = endOf(job.key)
    active.add(job.key)
    await queue.enqueue([job])
    add(job.pool, () => startOne(job))
    return end.promise
  }

  /** Claims no more than can start at once: whatever is more urgent by then goes first. */
  async function fill(pool: Pool, left: number): Promise<number> {
    if (pool === 'tracks' && tools.placesForTracks) places.tracks.concurrency = tools.placesForTracks()
    const { concurrency, size, pending } = places[pool]
    const limit = Math.min(left, concurrency - size - pending)
    if (limit <= 0 || signal.aborted) return 0
    const jobs = await queue.claim({ pool, limit, closed: tools.lanes.closed() })
    for (const job of jobs) add(pool, () => see(job))
    return jobs.length
  }

  async function drainOnce(limits: Partial<Record<Pool, number>>): Promise<void> {
    const off = tools.eagle ? {} : { eagle: 0 } // what was to go into it stays where it is
    const left = new Map(POOLS.map(pool => [pool, { ...limits, ...off }[pool] ?? Number.POSITIVE_INFINITY]))
    for (let before = endings; ; before = endings) {
      for (const pool of POOLS) left.set(pool, (left.get(pool) ?? 0) - (await fill(pool, left.get(pool) ?? 0)))
      if (endings > before) continue // while a later pool was filled: the first ones may have more
      if (running.size === 0) return
      await Promise.race([...running, news.promise])
      news = Promise.withResolvers<void>()
    }
  }

  async function drain(limits: Partial<Record<Pool, number>> = {}): Promise<void> {
    await queue.promote()
    for (;;) {
      await drainOnce(limits)
      const wait = Math.min(...soon) - tools.now().getTime()
      soon = []
      if (signal.aborted || goesOn || !(wait <= PATIENCE_MS)) return
      await sleep(Math.max(0, wait), undefined, { signal }).catch(() => {})
      if (signal.aborted) return
      await queue.promote()
    }
  }

  function wake(): void {
    goesOn = true
    draining ??= drain()
      .catch(error => log.error({ error }, 'no work can be started'))
      .finally(() => {
        draining = undefined
      })
    void queue
      .promote()
      .then(() => news.resolve())
      .catch(error => signal.aborted || log.error({ error }, 'work that is due could not be looked for'))
  }

  return {
    run,
    drain,
    wake,
    async idle() {
      await draining
      await Promise.all(running)
    },
    startAnew() {
      for (const key of ends.keys()) if (!active.has(key)) ends.delete(key)
    },
    [Symbol.dispose]() {
      laneOpens[Symbol.dispose]()
      leases[Symbol.dispose]()
    },
  }
}
