import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { done } from '../../../src/model/outcome.ts'
import { openStore } from '../../../src/store/database.ts'
import { allJobs, jobOf, memoryStore, testQueue } from './open.ts'

const folder = () => mkdtemp(join(tmpdir(), 'queue-'))
const ONE = { pool: 'tracks', limit: 1 } as const

describe('on the disk', () => {
  it('a wish is, when it is acknowledged; a start is, before it runs; an end is, with what belongs to it', async () => {
    const dir = await folder()
    using opened = testQueue(openStore(dir, false))
    using other = openStore(dir, true)
    const seen = other.database.prepare('select state, starts from job')
    const runs = other.database.prepare('select subject, outcome from run')
    await opened.queue.enqueue([jobOf('track:1')])
    expect(seen.all()).toEqual([{ state: 'waiting', starts: 0 }])
    const [job] = await opened.queue.claim(ONE)
    expect(seen.all()).toEqual([{ state: 'running', starts: 1 }])
    if (!job) return
    const also = () => void opened.ledger.setFact('with the end', 'yes')
    await opened.queue.finish(job, done('ok'), { startedAt: 0, also })
    expect(seen.all()).toEqual([])
    expect(runs.all()).toEqual([{ subject: 'track:1', outcome: 'done' }])
    expect(other.database.prepare("select value from fact where name = 'with the end'").get()).toEqual({ value: 'yes' })
  })

  it('an end whose other part cannot be written is none', async () => {
    using opened = testQueue()
    await opened.queue.enqueue([jobOf('track:1')])
    const [job] = await opened.queue.claim(ONE)
    if (!job) throw new Error('nothing was claimed')
    const also = () => {
      throw new Error('no room')
    }
    await expect(opened.queue.finish(job, done('ok'), { startedAt: 0, also })).rejects.toThrow('no room')
    expect(allJobs(opened.queue)).toMatchObject([{ state: 'running' }])
    expect(opened.ledger.lastRuns(1)).toEqual([])
    expect(opened.queue.holds(job)).toBe(true)
  })

  it('a store that is full starts nothing', async () => {
    const store = memoryStore()
    using opened = testQueue(store)
    await opened.queue.enqueue([jobOf('track:1')])
    store.database.exec('pragma query_only = on')
    await expect(opened.queue.claim(ONE)).rejects.toMatchObject({ errorClass: 'Environment' })
    store.database.exec('pragma query_only = off')
    expect(await opened.queue.claim(ONE)).toMatchObject([{ starts: 1 }])
  })
})

describe('several that claim at once', () => {
  it('1,000 races: each job is one claimer’s', async () => {
    using opened = testQueue()
    const won: string[] = []
    for (let race = 0; race < 1000; race += 1) {
      await opened.queue.enqueue([jobOf(`track:${race}`)])
      const claims = await Promise.all(
        [1, 2, 3, 4].map(limit =>
          opened.queue.claim({ pool: 'tracks', limit, key: limit > 2 ? `track:${race}` : undefined }),
        ),
      )
      won.push(...claims.flat().map(({ key }) => key))
      if (race % 3 !== 0) continue
      for (const job of claims.flat()) await opened.queue.finish(job, done('ok'), { startedAt: 0 })
    }
    expect(won).toHaveLength(1000)
    expect(new Set(won).size).toBe(1000)
  })

  it('an end that comes twice, or late, is recorded once', async () => {
    using opened = testQueue()
    await opened.queue.enqueue([jobOf('track:1')])
    const [lost] = await opened.queue.claim(ONE)
    if (!lost) throw new Error('nothing was claimed')
    await opened.queue.release(lost)
    const [job] = await opened.queue.claim(ONE)
    if (!job) throw new Error('nothing was claimed')
    const ends = await Promise.all(
      [lost, job, job, lost].map(start => opened.queue.finish(start, done('ok'), { startedAt: 0 })),
    )
    expect(ends).toEqual([false, true, false, false])
    expect(opened.ledger.lastRuns(9)).toHaveLength(1)
  })

  it('a lost start does not hold the next job that gets its place in the table', async () => {
    using opened = testQueue()
    await opened.queue.enqueue([jobOf('track:1', { wish: 'a' })])
    const [lost] = await opened.queue.claim(ONE)
    if (!lost) throw new Error('nothing was claimed')
    await opened.queue.enqueue([jobOf('track:1', { wish: 'b' })])
    await opened.queue.release(lost)
    const [newer] = await opened.queue.claim(ONE)
    if (newer) await opened.queue.finish(newer, done('ok'), { startedAt: 0 })
    await opened.queue.enqueue([jobOf('track:2')])
    const [other] = await opened.queue.claim(ONE)
    expect(other?.id).toBe(lost.id)
    expect(opened.queue.holds(lost)).toBe(false)
    expect(await opened.queue.finish(lost, done('ok'), { startedAt: 0 })).toBe(false)
  })
})
