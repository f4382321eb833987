import { describe, expect, it } from 'vitest'
import { PRIORITY } from '../../../src/model/job.ts'
import { done, failed, later, retry } from '../../../src/model/outcome.ts'
import { allJobs, jobOf, MINUTE, testQueue } from './open.ts'

const HOUR = 60 * MINUTE
const ANY = { pool: 'tracks', limit: 10 } as const
const keysOf = (jobs: readonly { key: string }[]) => jobs.map(({ key }) => key)

describe('a wish', () => {
  it('M1 by poll, webhook and command at once is one job', async () => {
    using opened = testQueue()
    const told = await Promise.all([
      opened.queue.enqueue([jobOf('track:1')]),
      opened.queue.enqueue([jobOf('track:1'), jobOf('track:1')]),
      opened.queue.enqueue([jobOf('track:1', { asked: true, priority: PRIORITY.asked })]),
    ])
    expect(told.flat()).toEqual(['new', 'known', 'known', 'known'])
    expect(allJobs(opened.queue)).toMatchObject([{ asked: true, priority: PRIORITY.asked, state: 'waiting' }])
  })

  it('that is newer than the one that runs waits for it, and only the newest does', async () => {
    using opened = testQueue()
    await opened.queue.enqueue([jobOf('track:1', { wish: 'a' })])
    const [job] = await opened.queue.claim(ANY)
    const told = await opened.queue.enqueue(['a', 'b', 'c'].map(wish => jobOf('track:1', { wish })))
    expect(told).toEqual(['running', 'new', 'newer wish'])
    expect(await opened.queue.claim(ANY)).toEqual([])
    if (job) await opened.queue.finish(job, failed('no'), { startedAt: 0 })
    expect(await opened.queue.claim(ANY)).toMatchObject([{ wish: 'c', attempts: 0 }])
  })

  it('of a person goes before all others, and keeps its place when its row is edited', async () => {
    using opened = testQueue()
    await opened.queue.enqueue(Array.from({ length: 500 }, (_, n) => jobOf(`track:${n}`)))
    await opened.queue.enqueue([jobOf('track:400', { asked: true, priority: PRIORITY.asked })])
    await opened.queue.enqueue([jobOf('track:400', { wish: 'edited' })])
    expect(await opened.queue.claim({ pool: 'tracks', limit: 1 })).toMatchObject([{ key: 'track:400', asked: true }])
  })
})

describe('lanes and pools', () => {
  it('M3 a closed lane holds back only its own jobs', async () => {
    using opened = testQueue()
    const lanes = ['soundcloud', 'web', 'soundcloud', 'web']
    await opened.queue.enqueue(lanes.map((lane, n) => jobOf(`track:${n}`, { lane, priority: 10 + n })))
    const claimed = await opened.queue.claim({ ...ANY, closed: new Set(['soundcloud']) })
    expect(keysOf(claimed)).toEqual(['track:1', 'track:3'])
    expect(keysOf(await opened.queue.claim(ANY))).toEqual(['track:0', 'track:2'])
  })

  it('M3 jobs of one pool do not stand before those of another', async () => {
    using opened = testQueue()
    await opened.queue.enqueue(Array.from({ length: 1000 }, (_, n) => jobOf(`track:${n}`, { priority: 1 })))
    await opened.queue.enqueue([jobOf('task:1', { pool: 'tasks', priority: 80 })])
    expect(keysOf(await opened.queue.claim({ pool: 'tasks', limit: 1 }))).toEqual(['task:1'])
  })
})

describe('a job that does not end', () => {
  it('A13 is quarantined after three starts, and the 99 others are done', async () => {
    using opened = testQueue()
    await opened.queue.enqueue(Array.from({ length: 100 }, (_, n) => jobOf(`track:${n}`)))
    let deaths = 0
    const work = async () => {
      for (let jobs = await opened.queue.claim(ANY); jobs.length > 0; jobs = await opened.queue.claim(ANY)) {
        if (jobs.some(({ key }) => key === 'track:42')) return true
        for (const job of jobs) await opened.queue.finish(job, done('ok'), { startedAt: 0 })
      }
      return false
    }
    while (await work()) {
      deaths += 1
      opened.restart()
    }
    expect(deaths).toBe(3)
    expect(allJobs(opened.queue)).toMatchObject([{ key: 'track:42', state: 'quarantined', starts: 3 }])
    const endings = opened.ledger.lastRuns(1000).map(({ outcome }) => outcome)
    expect(endings.filter(kind => kind === 'done')).toHaveLength(99)
    expect(endings.filter(kind => kind === 'failed')).toHaveLength(1)
  })

  it('A13 is quarantined also when something asks for it after each death', async () => {
    using opened = testQueue()
    const wish = jobOf('track:1', { asked: true, priority: PRIORITY.asked })
    for (let start = 1; start <= 3; start += 1) {
      await opened.queue.enqueue([wish])
      expect(await opened.queue.claim(ANY)).toMatchObject([{ starts: start }])
      opened.restart()
    }
    expect(opened.queue.count('quarantined')).toBe(1)
    expect(await opened.queue.enqueue([jobOf('track:1')])).toEqual(['quarantined'])
    await opened.queue.again('track:1')
    expect(await opened.queue.claim(ANY)).toMatchObject([{ starts: 1, asked: true }])
  })

  it('M4 asking for it again and again does not give it more attempts', async () => {
    using opened = testQueue()
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      await opened.queue.enqueue([jobOf('track:1', { asked: true })])
      const [job] = await opened.queue.claim(ANY)
      expect(job?.attempts).toBe(attempt - 1)
      if (job) await opened.queue.finish(job, retry('cut', opened.now() + HOUR), { startedAt: 0 })
    }
  })

  it('a rate limit costs no attempt', async () => {
    using opened = testQueue()
    await opened.queue.enqueue([jobOf('track:1')])
    for (let time = 0; time < 20; time += 1) {
      const [job] = await opened.queue.claim(ANY)
      if (job) await opened.queue.finish(job, later('too many requests', opened.now() + MINUTE), { startedAt: 0 })
      opened.pass(MINUTE)
      await opened.queue.promote()
    }
    expect(allJobs(opened.queue)).toMatchObject([{ attempts: 0, starts: 0, state: 'waiting' }])
  })
})

describe('a clock that is set', () => {
  const delayed = async (opened: ReturnType<typeof testQueue>, minutes: number) => {
    await opened.queue.enqueue([jobOf('track:1')])
    const [job] = await opened.queue.claim(ANY)
    if (job) await opened.queue.finish(job, retry('cut', opened.now() + minutes * MINUTE), { startedAt: 0 })
  }
  const isDue = async ({ queue }: ReturnType<typeof testQueue>) => (await queue.promote()) === 1

  it.each([1, 60, 24 * 60])('C2 back by %i minutes: what is delayed is due when it was to be', async minutes => {
    using opened = testQueue()
    await delayed(opened, 15)
    opened.pass(10 * MINUTE)
    opened.setClock(-minutes * MINUTE)
    expect(await isDue(opened)).toBe(false)
    opened.pass(4 * MINUTE)
    expect(await isDue(opened)).toBe(false)
    opened.pass(MINUTE)
    expect(await isDue(opened)).toBe(true)
  })

  it('C2 back, asked by two at once: nothing is due before its time', async () => {
    using opened = testQueue()
    await delayed(opened, 150)
    opened.setClock(-HOUR)
    await Promise.all([opened.queue.promote(), opened.queue.promote(), opened.queue.promote()])
    expect(opened.queue.nextDue()).toBe(opened.now() + 150 * MINUTE)
  })

  it('C1 two days on and back again: nothing waits longer than it was to wait', async () => {
    using opened = testQueue()
    opened.setClock(48 * HOUR)
    await opened.queue.promote()
    await delayed(opened, 15)
    opened.setClock(-48 * HOUR)
    expect(await isDue(opened)).toBe(false)
    opened.pass(15 * MINUTE)
    expect(await isDue(opened)).toBe(true)
  })

  it('C2 back while the program is down: nothing waits longer than it was to wait', async () => {
    using opened = testQueue()
    await delayed(opened, 15)
    opened.setClock(-HOUR)
    opened.restart()
    opened.pass(15 * MINUTE)
    expect(await isDue(opened)).toBe(true)
  })

  it('C2 back: what waits is started', async () => {
    using opened = testQueue()
    await opened.queue.enqueue([jobOf('track:1')])
    opened.setClock(-HOUR)
    expect(await opened.queue.claim(ANY)).toHaveLength(1)
  })
})
