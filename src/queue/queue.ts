// The durable queue: a wish is on the disk before it is acknowledged, and ends in one recorded outcome.

import type { SQLOutputValue } from 'node:sqlite'
import { isToldByTask, type Job, MOST_STARTS, type NewJob, type Pool, stateAfter } from '../model/job.ts'
import { failed, type Outcome } from '../model/outcome.ts'
import type { Store } from '../store/database.ts'
import type { Ledger } from '../store/ledger.ts'
import { delayedJobs } from './due.ts'
import { jobRows, toJob } from './job-rows.ts'

/** What became of a wish: a new job, or what there was already. */
export type Enqueued = 'new' | 'newer wish' | 'known' | 'running' | 'failed' | 'quarantined'

export interface ClaimOptions {
  pool: Pool
  limit: number
  /** Lanes whose jobs stay where they are. */
  closed?: ReadonlySet<string>
  /** Only this job. */
  key?: string
}

export interface Queue {
  /** On the disk when it resolves. Per key there is at most one running and one waiting job; the newest wish wins. */
  enqueue(jobs: readonly NewJob[]): Promise<Enqueued[]>
  /** The same for one; for use inside a commit, with what it follows from. */
  add(job: NewJob): Enqueued
  /** The most urgent waiting jobs, started: counted before they run. */
  claim(options: ClaimOptions): Promise<Job[]>
  /**
   * Records how a run ended, with whatever else belongs to the ending.
   * @returns false when the job was lost to another start meanwhile: nothing is recorded then
   */
  finish(job: Job, outcome: Outcome, times: { startedAt: number; also?: () => void }): Promise<boolean>
  /** Gives a started job back, as if it had not been started, but for its count of starts. */
  release(job: Job): Promise<void>
  /** Whether the job is still this start's. */
  holds(job: Pick<Job, 'id' | 'fence'>): boolean
  /** Delayed jobs whose time has come wait from now on. */
  promote(): Promise<number>
  /** Jobs that a run of the program left running wait again; after three starts without an end they are quarantined. */
  recover(): { again: number; quarantined: readonly Job[] }
  /** The job of this key that does not run now. */
  resting(key: string): Job | undefined
  running(key: string): Job | undefined
  list(states: readonly Job['state'][], limit?: number): Job[]
  count(state: Job['state'], pool?: Pool): number
  /** Epoch ms of the next delayed job. */
  nextDue(): number | undefined
  /** A person wants it again, whatever it was. */
  again(key: string): Promise<boolean>
  /** The same inside a commit, with what it follows from. */
  wake(key: string): boolean
  /** What waits for this very reason need not wait any more; inside a commit. */
  wakeAll(reason: string): void
  /** What waits is not wanted any more; inside a commit. */
  drop(key: string): void
  /** What it failed at came about in another way; inside a commit. */
  forgive(key: string): void
}

export interface QueueDeps {
  store: Store
  ledger: Pick<Ledger, 'recordRun'>
  now: () => number
  /** Milliseconds that only go forward. */
  monotonic?: () => number
}

export function openQueue({ store, ledger, now, monotonic = () => performance.now() }: QueueDeps): Queue {
  const { database } = store
  const rows = jobRows(database)
  const delayed = delayedJobs({ database, now, monotonic })
  /** Every lane a job was ever in, so that each is asked by its own part of the index. */
  const lanes = new Set(
    database
      .prepare('select distinct lane from job')
      .all()
      .map(row => String(row.lane)),
  )
  const ready = database.prepare(
    `select id, priority from job where pool = ? and lane = ? and state = 'waiting' and starts = 0
       and not exists (select 1 from job other where other.key = job.key and other.state = 'running')
     order by priority, id limit ?`,
  )
  /** Jobs that were running when the program died: one of them may be why, so they are started one after the other. */
  const suspects = database.prepare(
    `select id, priority, lane from job where pool = ? and state = 'waiting' and starts > 0
       and not exists (select 1 from job other where other.pool = job.pool and other.state = 'running' and other.starts > 1)
     order by starts desc, priority, id`,
  )
  const readyKey = database.prepare(
    `select id, priority from job where key = ? and state = 'waiting' and pool = ?
       and not exists (select 1 from job other where other.key = job.key and other.state = 'running')`,
  )
  const start = database.prepare(
    "update job set state = 'running', starts = starts + 1, fence = ?, changed_at = ? where id = ? returning *",
  )
  /** It only grows, also over restarts: no two starts have the same, though a row's id is used again. */
  let fence = Number(database.prepare('select max(fence) as newest from job').get()?.newest)
  const held = database.prepare("select 1 from job where id = ? and fence = ? and state = 'running'")
  const drop = database.prepare('delete from job where id = ?')
  const rest = database.prepare(
    `update job set state = ?, run_at = ?, attempts = ?, starts = ?, asked = 0, outcome = ?, reason = ?, changed_at = ?
     where id = ?`,
  )
  const countStart = database.prepare(
    `insert into fact (name, value) values ('starts of the program', '1')
     on conflict (name) do update set value = value + 1 returning value`,
  )
  const interrupted = database.prepare("select * from job where state = 'running'")

  function enqueueOne(wish: NewJob): Enqueued {
    const at = now()
    lanes.add(wish.lane)
    const resting = rows.resting(wish.key)
    const running = rows.running(wish.key)
    if (!resting) {
      if (running?.wish === wish.wish) return 'running'
      rows.insert(wish, at)
      return 'new'
    }
    const isSame = resting.wish === wish.wish
    const over = resting.state === 'failed' || resting.state === 'quarantined' ? resting.state : undefined
    if (isSame && !wish.asked) return over ?? 'known'
    // a job that many ask for again and again still ends after so many tries, and after so many deaths of the program
    const tried = isSame && !over ? resting : { attempts: 0, starts: 0 }
    const priority = isSame || resting.asked ? Math.min(wish.priority, resting.priority) : wish.priority
    rows.renew(resting.id, { ...wish, priority, asked: wish.asked || resting.asked }, { now: at, tried })
    return isSame ? 'known' : 'newer wish'
  }

  function candidates({ pool, limit, closed, key }: ClaimOptions): Record<string, SQLOutputValue>[] {
    if (key !== undefined) return readyKey.all(key, pool)
    const open = [...lanes].filter(lane => !closed?.has(lane))
    const suspect = suspects.all(pool).find(({ lane }) => !closed?.has(String(lane)))
    const found = [...(suspect ? [suspect] : []), ...open.flatMap(lane => ready.all(pool, lane, limit))]
    return found.sort((a, b) => Number(a.priority) - Number(b.priority) || Number(a.id) - Number(b.id)).slice(0, limit)
  }

  function end(job: Job, outcome: Outcome): void {
    const at = now()
    const next = stateAfter(outcome, job, at)
    const newer = rows.resting(job.key)
    if (next.state === 'gone' || newer) {
      drop.run(job.id)
      return
    }
    const runAt = next.state === 'delayed' ? next.runAt : at
    rest.run(next.state, runAt, next.attempts, 0, outcome.kind, outcome.text, at, job.id)
  }

  function takeBack(job: Job, reason: string): 'again' | 'quarantined' | 'gone' {
    const at = now()
    if (rows.resting(job.key)) {
      drop.run(job.id) // a newer wish waits already
      return 'gone'
    }
    const isPoison = job.starts >= MOST_STARTS
    const state = isPoison ? 'quarantined' : 'waiting'
    const outcome = isPoison ? 'failed' : job.outcome
    rest.run(state, at, job.attempts, job.starts, outcome, isPoison ? reason : job.reason, at, job.id)
    if (isPoison) recordRun(job, failed(reason), at)
    return isPoison ? 'quarantined' : 'again'
  }

  function recordRun(job: Job, outcome: Outcome, startedAt: number): void {
    const { handler, key, label } = job
    ledger.recordRun({
      handler,
      subject: key,
      label,
      outcome: outcome.kind,
      reason: outcome.text,
      startedAt,
      endedAt: now(),
    })
  }

  return {
    enqueue: jobs => store.commit(() => jobs.map(enqueueOne)),
    add: enqueueOne,
    claim: options =>
      store.commit(() =>
        candidates(options).flatMap(({ id }) => {
          fence += 1
          const row = start.get(fence, now(), id ?? null)
          return row ? [toJob(row)] : []
        }),
      ),
    finish: (job, outcome, { startedAt, also }) =>
      store.commit(() => {
        if (!held.get(job.id, job.fence)) return false
        also?.()
        const isPutOff = outcome.kind === 'retry' && outcome.free // no ending
        if (!isPutOff && !isToldByTask(job)) recordRun(job, outcome, startedAt)
        end(job, outcome)
        return true
      }),
    release: job => store.commit(() => void (held.get(job.id, job.fence) && takeBack(job, POISONED))),
    holds: ({ id, fence }) => held.get(id, fence) !== undefined,
    promote: () => store.commit(delayed.promote),
    recover: () =>
      store.commitNow(() => {
        delayed.recover()
        fence = Math.max(fence, Number(countStart.get()?.value) * FENCES_A_START)
        const jobs = interrupted.all().map(toJob)
        const ends = jobs.map(job => ({ job, end: takeBack(job, POISONED) }))
        return {
          again: ends.filter(({ end }) => end === 'again').length,
          quarantined: ends.filter(({ end }) => end === 'quarantined').map(({ job }) => job),
        }
      }),
    resting: rows.resting,
    running: rows.running,
    list: (states, limit = -1) =>
      database
        .prepare(
          `select * from job where state in (${states.map(() => '?').join(', ')}) order by priority, id limit ${limit}`,
        )
        .all(...states)
        .map(toJob),
    count: (state, pool) =>
      Number(
        database
          .prepare('select count(*) as n from job where state = ? and (? is null or pool = ?)')
          .get(state, pool ?? null, pool ?? null)?.n,
      ),
    nextDue: delayed.next,
    forgive: rows.forgive,
    again: key => store.commit(() => rows.wake(key, now())),
    wake: key => rows.wake(key, now()),
    wakeAll: reason => rows.wakeAll(reason, now()),
    drop: rows.drop,
  }
}

const FENCES_A_START = 2 ** 32
const POISONED = `it was started ${MOST_STARTS} times and never came to an end`
