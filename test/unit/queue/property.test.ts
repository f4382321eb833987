// The queue against its plain picture, in random histories of everything that can happen to it.

import { describe, expect, it } from 'vitest'
import type { Job } from '../../../src/model/job.ts'
import { blocked, done, failed, later, type Outcome, retry } from '../../../src/model/outcome.ts'
import fc from '../../support/property.ts'
import { type NaiveJob, naiveQueue } from './naive-queue.ts'
import { allJobs, jobOf, MINUTE, NOON, type TestQueue, testQueue } from './open.ts'

const LANES = ['web', 'notion', 'here']
const small = (max: number) => fc.nat({ max })
const enqueue = fc.record({
  op: fc.constant('enqueue' as const),
  key: small(3),
  wish: small(2),
  lane: small(2),
  priority: fc.constantFrom(10, 50, 80),
  asked: fc.boolean(),
  inMinutes: fc.constantFrom(0, 0, 0, 10),
})
const claim = fc.record({
  op: fc.constant('claim' as const),
  limit: fc.integer({ min: 1, max: 3 }),
  closed: fc.subarray(LANES),
})
/** `start`: any start there ever was, so mostly one that has lost its job. */
const end = fc.record({
  op: fc.constantFrom('finish' as const, 'finish' as const, 'release' as const),
  start: fc.nat(),
  outcome: small(5),
})
const plain = fc.record({ op: fc.constantFrom('promote' as const, 'pass' as const, 'restart' as const) })
const histories = fc.array(fc.oneof({ weight: 3, arbitrary: enqueue }, { weight: 3, arbitrary: claim }, end, plain), {
  maxLength: 60,
})
type Step = typeof histories extends fc.Arbitrary<(infer S)[]> ? S : never

const outcomes = (now: number): Outcome[] => [
  done('ok'),
  failed('no'),
  retry('again', now + MINUTE),
  retry('at once'),
  later('a limit', now + 5 * MINUTE),
  blocked('nothing is there'),
]

const stateOf = ({ key, wish, lane, priority, asked, state, runAt, attempts, starts }: Job | NaiveJob) =>
  [key, wish, lane, priority, asked, state, state === 'delayed' ? runAt - NOON : 0, attempts, starts].join(' ')

describe('the queue', () => {
  it('does what its plain picture does, in any history', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async steps => {
        using opened = testQueue()
        await replay(opened, steps)
      }),
      { numRuns: 1000 },
    )
  })
})

async function replay(opened: TestQueue, steps: readonly Step[]): Promise<void> {
  const naive = naiveQueue()
  const started: { job: Job; start: number }[] = []
  let newestFence = 0
  for (const step of steps) {
    const { queue } = opened
    const now = opened.now()
    switch (step.op) {
      case 'enqueue': {
        const { key, wish, lane, priority, asked, inMinutes } = step
        const job = jobOf(`track:${key}`, {
          wish: String(wish),
          lane: LANES[lane] ?? '',
          priority,
          asked,
          runAt: inMinutes * MINUTE + now,
        })
        await queue.enqueue([job])
        naive.enqueue(job, now)
        break
      }
      case 'claim': {
        const closed = new Set<string>(step.closed)
        const jobs = await queue.claim({ pool: 'tracks', limit: step.limit, closed })
        const picture = naive.claim(step.limit, closed)
        expect(jobs.map(stateOf)).toEqual(picture.map(stateOf))
        for (const [index, job] of jobs.entries()) {
          expect(job.fence).toBeGreaterThan(newestFence)
          newestFence = job.fence
          started.push({ job, start: picture[index]?.start ?? 0 })
        }
        break
      }
      case 'finish':
      case 'release': {
        const one = started[step.start % Math.max(1, started.length)]
        if (one) await endOne(opened, naive, { ...step, ...one })
        break
      }
      case 'promote':
        await queue.promote()
        naive.promote(now)
        break
      case 'pass':
        opened.pass(2 * MINUTE)
        break
      case 'restart':
        opened.restart()
        naive.recover()
    }
    expect(allJobs(opened.queue).map(stateOf).sort()).toEqual(naive.jobs().map(stateOf).sort())
  }
}

interface End {
  job: Job
  start: number
  op: 'finish' | 'release'
  outcome: number
}

async function endOne({ queue, now }: TestQueue, naive: ReturnType<typeof naiveQueue>, one: End): Promise<void> {
  const { job, start, op, outcome: index } = one
  expect(queue.holds(job)).toBe(naive.holds(start))
  if (op === 'release') {
    await queue.release(job)
    naive.release(start)
    return
  }
  const outcome = outcomes(now())[index] ?? done('ok')
  const isOurs = naive.holds(start)
  const isRecorded = await queue.finish(job, outcome, { startedAt: now() })
  expect(isRecorded).toBe(isOurs)
  naive.finish(start, outcome, now())
}
