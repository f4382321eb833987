// What the queue promises, as plain as can be: a list of jobs, looked through from end to end.

import type { JobState, NewJob } from '../../../src/model/job.ts'
import type { Outcome } from '../../../src/model/outcome.ts'

export interface NaiveJob {
  key: string
  wish: string
  lane: string
  priority: number
  asked: boolean
  state: JobState
  runAt: number
  attempts: number
  starts: number
  /** Of which start it is in hands; 0: never started. */
  start: number
}

const BLOCKED_MS = 15 * 60_000

export function naiveQueue() {
  let jobs: NaiveJob[] = []
  let newest = 0
  const resting = (key: string) => jobs.find(job => job.key === key && job.state !== 'running')
  const running = (key: string) => jobs.find(job => job.key === key && job.state === 'running')
  const drop = (job: NaiveJob) => {
    jobs = jobs.filter(other => other !== job)
  }

  function giveBack(job: NaiveJob): void {
    if (resting(job.key)) {
      drop(job)
      return
    }
    job.asked = false
    job.state = job.starts >= 3 ? 'quarantined' : 'waiting'
  }

  return {
    jobs: () => jobs,
    enqueue({ key, wish, lane, priority, asked = false, runAt = 0 }: NewJob, now: number): void {
      const state = runAt > now ? 'delayed' : 'waiting'
      const fresh = { key, wish, lane, priority, asked, state, runAt: Math.max(runAt, now) } as const
      const there = resting(key)
      if (!there) {
        if (running(key)?.wish !== wish) jobs.push({ ...fresh, attempts: 0, starts: 0, start: 0 })
        return
      }
      const isSame = there.wish === wish
      if (isSame && !asked) return
      const isOver = there.state === 'failed' || there.state === 'quarantined'
      if (!isSame || isOver) Object.assign(there, { attempts: 0, starts: 0 })
      const isUrgent = isSame || there.asked
      Object.assign(there, fresh, {
        asked: asked || there.asked,
        priority: isUrgent ? Math.min(priority, there.priority) : priority,
      })
    },
    claim(limit: number, closed: ReadonlySet<string>): NaiveJob[] {
      const may = jobs.filter(job => job.state === 'waiting' && !running(job.key) && !closed.has(job.lane))
      const isSuspectRunning = jobs.some(job => job.state === 'running' && job.starts > 1)
      const order = (a: NaiveJob, b: NaiveJob) => a.priority - b.priority || jobs.indexOf(a) - jobs.indexOf(b)
      const suspects = jobs
        .filter(job => job.state === 'waiting' && job.starts > 0 && !closed.has(job.lane))
        .sort((a, b) => b.starts - a.starts || order(a, b))
      const chosen = [
        ...may.filter(job => job.starts === 0),
        ...(isSuspectRunning ? [] : suspects.slice(0, 1).filter(job => !running(job.key))),
      ]
      const started = chosen.sort(order).slice(0, limit)
      for (const job of started) {
        newest += 1
        Object.assign(job, { state: 'running', starts: job.starts + 1, start: newest })
      }
      return started
    },
    /** Whether the start is the one that still has its job. */
    holds: (start: number) => jobs.some(job => job.state === 'running' && job.start === start),
    finish(start: number, outcome: Outcome, now: number): void {
      const job = jobs.find(one => one.state === 'running' && one.start === start)
      if (!job) return
      if (outcome.kind === 'done' || outcome.kind === 'skipped' || resting(job.key)) {
        drop(job)
        return
      }
      const isFree = outcome.kind === 'blocked' || (outcome.kind === 'retry' && outcome.free)
      Object.assign(job, { asked: false, starts: 0, attempts: job.attempts + (isFree ? 0 : 1), runAt: now })
      job.state = outcome.kind === 'failed' ? 'failed' : 'delayed'
      if (outcome.kind === 'blocked') job.runAt = now + BLOCKED_MS
      if (outcome.kind === 'retry') job.runAt = outcome.notBefore ?? now
    },
    release(start: number): void {
      const job = jobs.find(one => one.state === 'running' && one.start === start)
      if (job) giveBack(job)
    },
    recover(): void {
      for (const job of jobs.filter(({ state }) => state === 'running')) giveBack(job)
    },
    promote(now: number): void {
      for (const job of jobs) if (job.state === 'delayed' && job.runAt <= now) job.state = 'waiting'
    },
  }
}
