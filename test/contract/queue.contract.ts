// What every queue of jobs keeps: the same tests over the one of this process and the one of several machines.

import { describe, expect, it } from 'vitest'
import { type Job, type NewJob, PRIORITY } from '../../src/model/job.ts'
import { done, failed, later, retry } from '../../src/model/outcome.ts'
import type { JobQueue } from '../../src/queue/port.ts'
import { jobOf } from '../unit/queue/open.ts'

export interface OpenedQueue extends AsyncDisposable {
  readonly queue: JobQueue
  now(): number
  pass(ms: number): Promise<void>
  /** Whoever works dies, and its jobs are taken over. @returns the queue as the dead one sees it, should it wake up */
  die(): Promise<JobQueue>
}

const ANY = { pool: 'tracks', limit: 10 } as const
const ONE = { pool: 'tracks', limit: 1 } as const
const NOW = { startedAt: 0 }
const keysOf = (jobs: readonly { key: string }[]) => jobs.map(({ key }) => key)
const one = (jobs: readonly Job[]): Job => {
  const [job] = jobs
  if (!job || jobs.length > 1) throw new Error(`${jobs.length} jobs`)
  return job
}

/** @param open `mortal`: whoever dies is not waited for long */
export function queueContract(name: string, open: (how?: 'mortal') => Promise<OpenedQueue>): void {
  const add = async (opened: OpenedQueue, ...jobs: NewJob[]) => opened.queue.enqueue(jobs)
  const claim = async (opened: OpenedQueue, options: typeof ANY | typeof ONE = ANY) => {
    await opened.queue.promote()
    return opened.queue.claim(options)
  }

  describe(name, () => {
    it('a wish is one job, however often it is told', async () => {
      await using opened = await open()
      expect(await add(opened, jobOf('track:1'), jobOf('track:1'))).toEqual(['new', 'known'])
      expect(await add(opened, jobOf('track:1'), jobOf('track:2'))).toEqual(['known', 'new'])
      expect(keysOf(await claim(opened))).toEqual(['track:1', 'track:2'])
      expect(await add(opened, jobOf('track:1'))).toEqual(['running'])
      expect(await claim(opened)).toEqual([])
    })

    it('what is handed over arrives as it was', async () => {
      await using opened = await open()
      const input = { text: 'Ünïcödé “quotes” \u{1F3B5}', list: [1, 2.5, null], deep: { yes: true } }
      const wish = jobOf('track:a/b c:d', {
        input,
        label: 'Åse – Sang',
        because: 'why',
        root: 'r',
        depth: 2,
        lane: 'l',
      })
      await add(opened, wish)
      const job = one(await claim(opened))
      expect(job).toMatchObject({ ...wish, asked: false, attempts: 0, state: 'running', outcome: '' })
      expect(await opened.queue.running('track:a/b c:d')).toMatchObject({ id: job.id, fence: job.fence })
      expect(await opened.queue.resting('track:a/b c:d')).toBeUndefined()
    })

    it('the newest wish wins, before its start and during it', async () => {
      await using opened = await open()
      expect(await add(opened, ...['a', 'b'].map(wish => jobOf('track:1', { wish, input: wish })))).toEqual([
        'new',
        'newer wish',
      ])
      const first = one(await claim(opened))
      expect(first).toMatchObject({ wish: 'b', input: 'b' })
      expect(await add(opened, ...['c', 'd'].map(wish => jobOf('track:1', { wish, input: wish })))).toEqual([
        'new',
        'newer wish',
      ])
      expect(await opened.queue.finish(first, done('b'), NOW)).toBe(true)
      expect(one(await claim(opened))).toMatchObject({ wish: 'd', input: 'd' })
    })

    it('of one row one start runs at a time, the others in their order', async () => {
      await using opened = await open()
      await add(opened, jobOf('track:1', { wish: 'a' }), jobOf('track:2'))
      const jobs = await claim(opened)
      await add(opened, jobOf('track:1', { wish: 'b' }))
      expect(await claim(opened)).toEqual([])
      for (const job of jobs) await opened.queue.finish(job, later('stopped', opened.now()), NOW)
      expect(
        (await claim(opened)).map(({ key, wish }) => [key, wish]).sort(([a = ''], [b = '']) => a.localeCompare(b)),
      ).toEqual([
        ['track:1', 'b'],
        ['track:2', 'a wish'],
      ])
    })

    it('the most urgent goes first, among equals the oldest', async () => {
      await using opened = await open()
      await add(opened, ...Array.from({ length: 40 }, (_, n) => jobOf(`track:${n}`)))
      await add(opened, jobOf('track:nightly', { priority: PRIORITY.nightly }))
      await add(opened, jobOf('track:30', { asked: true, priority: PRIORITY.asked }))
      const keys = [one(await claim(opened, ONE)), ...(await claim(opened))].map(({ key }) => key)
      expect(keys.slice(0, 5)).toEqual(['track:30', 'track:0', 'track:1', 'track:2', 'track:3'])
      for (let left = 41 - keys.length; left > 1; left -= 1) await claim(opened, ONE)
      expect(one(await claim(opened, ONE)).key).toBe('track:nightly')
    })

    it('is not started before its time', async () => {
      await using opened = await open()
      await add(opened, jobOf('track:1', { runAt: opened.now() + 400 }))
      expect(await claim(opened)).toEqual([])
      expect(await opened.queue.count('delayed')).toBe(1)
      await opened.pass(600)
      expect(keysOf(await claim(opened))).toEqual(['track:1'])
    })

    it('a rate limit spends no attempt, a try that failed does', async () => {
      await using opened = await open()
      await add(opened, jobOf('track:1'))
      for (let time = 0; time < 12; time += 1) {
        const job = one(await claim(opened))
        expect(job).toMatchObject({ attempts: 0, starts: 1 })
        await opened.queue.finish(job, later('too many requests', opened.now() - 1), NOW)
      }
      await opened.queue.finish(one(await claim(opened)), retry('cut', opened.now() + 300), NOW)
      expect(await opened.queue.resting('track:1')).toMatchObject({ state: 'delayed', attempts: 1, reason: 'cut' })
      expect(await claim(opened)).toEqual([])
      await opened.pass(500)
      expect(one(await claim(opened))).toMatchObject({ attempts: 1 })
    })

    it('what failed stays failed until its wish is another or a person asks', async () => {
      await using opened = await open()
      await add(opened, jobOf('track:1'))
      await opened.queue.finish(one(await claim(opened)), failed('no such page'), NOW)
      expect(await add(opened, jobOf('track:1'))).toEqual(['failed'])
      expect(await claim(opened)).toEqual([])
      expect(await opened.queue.count('failed')).toBe(1)
      expect(await opened.queue.again('track:1')).toBe(true)
      const asked = one(await claim(opened))
      expect(asked).toMatchObject({ asked: true, attempts: 0 })
      await opened.queue.finish(asked, failed('no such page'), NOW)
      expect(await add(opened, jobOf('track:1', { wish: 'another' }))).toEqual(['newer wish'])
      expect(one(await claim(opened))).toMatchObject({ wish: 'another' })
      expect(await opened.queue.again('track:none')).toBe(false)
    })

    it('P4 a dead start’s job is taken over, and its own late end is refused', async () => {
      await using opened = await open('mortal')
      await add(opened, jobOf('track:1'), jobOf('track:2'))
      const lost = one(await claim(opened, ONE))
      expect(await opened.queue.holds(lost)).toBe(true)
      const dead = await opened.die()
      const taken = one((await claim(opened)).filter(({ key }) => key === lost.key))
      expect(taken.fence).toBeGreaterThan(lost.fence)
      expect(taken.starts).toBe(2)
      expect(await dead.holds(lost)).toBe(false)
      expect(await dead.finish(lost, done('late'), NOW)).toBe(false)
      expect(await opened.queue.holds(taken)).toBe(true)
      const ends = await Promise.all([1, 2].map(() => opened.queue.finish(taken, done('ok'), NOW)))
      expect(ends.filter(Boolean)).toEqual([true])
      expect(await opened.queue.running('track:1')).toBeUndefined()
    })

    it('what ended three starts is set aside, and the others are done', async () => {
      await using opened = await open('mortal')
      await add(opened, jobOf('track:bad', { priority: 1 }), jobOf('track:good'))
      for (let start = 1; start <= 3; start += 1) {
        expect(await claim(opened, ONE)).toMatchObject([{ key: 'track:bad', starts: start }])
        await opened.die()
      }
      const rest = await claim(opened)
      expect(keysOf(rest)).toEqual(['track:good'])
      await opened.queue.finish(one(rest), done('ok'), NOW)
      expect(await opened.queue.count('quarantined')).toBe(1)
      expect(await opened.queue.list(['quarantined'])).toMatchObject([{ key: 'track:bad' }])
      expect(await add(opened, jobOf('track:bad'))).toEqual(['quarantined'])
      expect(await opened.queue.again('track:bad')).toBe(true)
      expect(one(await claim(opened))).toMatchObject({ key: 'track:bad', starts: 1 })
    }, 30_000)

    it('1,000 are drained by four at once, each once', async () => {
      await using opened = await open()
      const told = await add(opened, ...Array.from({ length: 1000 }, (_, n) => jobOf(`track:${n}`)))
      expect(new Set(told)).toEqual(new Set(['new']))
      const ended: string[] = []
      const work = async () => {
        for (let jobs = await claim(opened); jobs.length > 0; jobs = await claim(opened))
          for (const job of jobs) if (await opened.queue.finish(job, done('ok'), NOW)) ended.push(job.key)
      }
      await Promise.all([work(), work(), work(), work()])
      expect(ended).toHaveLength(1000)
      expect(new Set(ended).size).toBe(1000)
      for (const state of ['waiting', 'delayed', 'running'] as const) expect(await opened.queue.count(state)).toBe(0)
    }, 30_000)

    it('closed and opened again, it holds what it held', async () => {
      await using opened = await open('mortal')
      await add(opened, jobOf('track:1'), jobOf('track:2', { runAt: opened.now() + 3600_000 }), jobOf('track:3'))
      await opened.queue.finish(one(await claim(opened, ONE)), failed('no'), NOW)
      await opened.die()
      const held = await opened.queue.list(['waiting', 'delayed', 'failed'])
      expect(held.map(({ key, state }) => `${key} ${state}`).sort()).toEqual([
        'track:1 failed',
        'track:2 delayed',
        'track:3 waiting',
      ])
    })
  })
}
