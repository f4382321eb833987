import { describe, expect, it } from 'vitest'
import { done } from '../../../src/model/outcome.ts'
import { LeaseLost, openLeases } from '../../../src/queue/leases.ts'
import { allJobs, jobOf, testQueue } from './open.ts'

const LEASE_MS = 120_000

async function started() {
  const opened = testQueue()
  let time = 0
  const leases = openLeases({ queue: opened.queue, monotonic: () => time, leaseMs: LEASE_MS })
  await opened.queue.enqueue([jobOf('track:1')])
  const [job] = await opened.queue.claim({ pool: 'tracks', limit: 1 })
  if (!job) throw new Error('nothing was claimed')
  return {
    ...opened,
    job,
    lease: leases.take(job),
    stand: (ms: number) => {
      time += ms
    },
    [Symbol.dispose]() {
      leases[Symbol.dispose]()
      opened[Symbol.dispose]()
    },
  }
}

describe('a lease', () => {
  it('holds while its time is not over, whatever the clock on the wall says', async () => {
    using it = await started()
    it.setClock(48 * 3_600_000)
    it.stand(LEASE_MS - 1)
    it.lease.check()
    expect(it.lease.signal.aborted).toBe(false)
  })

  it('A10 A11 is over for a process that stood still: nothing more is done, and the job waits again', async () => {
    using it = await started()
    it.stand(LEASE_MS)
    expect(() => it.lease.check()).toThrow(LeaseLost)
    expect(it.lease.signal.aborted).toBe(true)
    await it.store.commit(() => {}) // the job is given back in a commit before
    expect(allJobs(it.queue)).toMatchObject([{ state: 'waiting', starts: 1 }])
    expect(await it.queue.finish(it.job, done('too late'), { startedAt: 0 })).toBe(false)
    expect(it.ledger.lastRuns(1)).toEqual([])
  })

  it('A10 is over when another start has the job', async () => {
    using it = await started()
    await it.queue.release(it.job)
    const [again] = await it.queue.claim({ pool: 'tracks', limit: 1 })
    expect(again?.starts).toBe(2)
    expect(() => it.lease.check()).toThrow(/another start/)
  })

  it('A11 a lost job is run again once, and ends once', async () => {
    using it = await started()
    it.stand(10 * LEASE_MS)
    expect(() => it.lease.check()).toThrow(LeaseLost)
    expect(() => it.lease.check()).toThrow(LeaseLost)
    const [again, ...more] = await it.queue.claim({ pool: 'tracks', limit: 5 })
    expect(more).toEqual([])
    if (again) expect(await it.queue.finish(again, done('ok'), { startedAt: 0 })).toBe(true)
    expect(allJobs(it.queue)).toEqual([])
  })
})
