import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Environment, InputFault, Limited, Transient } from '../../../src/errors.ts'
import type { LaneState } from '../../../src/lanes/lane-state.ts'
import { type Lanes, type LanesDeps, openLanes } from '../../../src/lanes/lanes.ts'
import { silentLog } from '../../../src/log.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const START = new Date(2026, 10, 21, 12, 0, 0).getTime()
const A = 'soundcloud'
const B = 'web:example.org'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: START })
})
const opened: Lanes[] = []
afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(opened.splice(0).map(lanes => lanes.close()))
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

function memoryStore() {
  const states = new Map<string, string>()
  return {
    load: (): LaneState[] => [...states.values()].map(text => JSON.parse(text)),
    save: (state: LaneState) => void states.set(state.name, JSON.stringify(state)),
  }
}

function logLines() {
  const lines: string[] = []
  const note = (level: string) => (_fields: unknown, text: string) => void lines.push(`${level} ${text}`)
  return { lines, log: { ...silentLog, info: note('info'), warn: note('warn'), error: note('error') } }
}

function open(deps: Partial<LanesDeps> = {}): Lanes {
  const lanes = openLanes({ store: memoryStore(), log: silentLog, random: () => 0, ...deps })
  opened.push(lanes)
  return lanes
}

/** How a call ends, in virtual time. */
async function ends(call: Promise<unknown>, withinMs = SECOND): Promise<unknown> {
  const end = call.then(
    answer => answer,
    error => error,
  )
  let ended: unknown = 'it still waits'
  void end.then(value => {
    ended = value
  })
  await pass(withinMs)
  return ended
}

const limit = (ms: number) => async () => {
  throw new Limited('too many requests (429)', Date.now() + ms)
}
const away = async () => {
  throw new Transient('example.org cannot be reached', { fields: { code: 'ECONNREFUSED' } })
}
const odd = async () => {
  throw new Transient('yt-dlp cannot read the site; a newer yt-dlp may help')
}
const fine = async () => 'sent'

describe('a service that asks us to wait', () => {
  it.each([30, 60, 600, 20 * 3600])('D1, D2 is left alone for the %i s it named, and a tenth more at most', async s => {
    for (const random of [0, 0.999]) {
      const lanes = open({ random: () => random })
      await ends(lanes.run(A, limit(s * SECOND)))
      const sent = vi.fn(fine)
      const start = Date.now() - SECOND // the limit came then
      const call = lanes.run(A, sent, { patienceMs: Number.POSITIVE_INFINITY })
      await pass(s * SECOND - SECOND - 1)
      expect(sent, 'not before its time').not.toHaveBeenCalled()
      await pass(s * SECOND * 0.1 + 100)
      expect(sent).toHaveBeenCalledOnce()
      expect(await call).toBe('sent')
      expect(lanes.status()[0]?.state).toBe('open')
      expect(Date.now() - start).toBeLessThan(s * SECOND * 1.1 + 2 * SECOND)
    }
  })

  it('D3 for more than a day: that is for a person to see, and said once', async () => {
    const { lines, log } = logLines()
    const lanes = open({ log })
    const refuse = limit(30 * HOUR)
    const wait = async () => {
      await new Promise(resolve => setTimeout(resolve, 100))
      await refuse()
    }
    const both = Promise.all(
      [lanes.run(A, wait), lanes.run(A, wait)].map(call => call.catch((error: unknown) => error)),
    )
    await pass(SECOND)
    for (const error of await both) expect(error).toBeInstanceOf(Environment)
    expect(lines).toEqual(['error SoundCloud wants no requests for 30 hours: too many requests (429)'])
    expect(lanes.parkedUntil(A)).toBeGreaterThan(Date.now() + 23 * HOUR)
  })

  it('H13 others go on; whoever wants it is told at once until when, and gives its place back', async () => {
    const lanes = open()
    await ends(lanes.run(B, limit(HOUR)))
    const told = await ends(lanes.run(B, fine), 1)
    expect(told).toBeInstanceOf(Limited)
    expect(told).toMatchObject({ message: 'too many requests (429)', until: lanes.parkedUntil(B) })
    expect(await ends(lanes.run('web:example.com', fine))).toBe('sent')
    expect(await ends(lanes.run(A, fine))).toBe('sent')
    expect(lanes.closed()).toEqual(new Set([B]))
    expect(lanes.status().find(({ name }) => name === B)).toMatchObject({
      state: 'parked',
      until: new Date(lanes.parkedUntil(B) ?? 0),
      reason: 'too many requests (429)',
      running: 0,
      waiting: 0,
    })
  })

  it('a pause that is shorter than the patience is waited for inside', async () => {
    const lanes = open()
    await ends(lanes.run(B, limit(4 * SECOND)), 1)
    expect(await ends(lanes.run(B, fine), 5 * SECOND)).toBe('sent')
  })

  it('a restart keeps the pause, also when the clock was ahead when it was kept', async () => {
    const store = memoryStore()
    await ends(open({ store }).run(B, limit(HOUR)))
    expect(await ends(open({ store }).run(B, fine), 1)).toBeInstanceOf(Limited)
    vi.setSystemTime(START - 24 * HOUR)
    const lanes = open({ store })
    expect(lanes.parkedUntil(B)).toBe(START - 23 * HOUR)

    await pass(HOUR)
    expect(await ends(lanes.run(B, fine))).toBe('sent')
    vi.setSystemTime(START + 2 * HOUR)
    expect(await ends(open({ store }).run(B, fine))).toBe('sent')
  })
})

describe('a machine that sleeps', () => {
  it('finds a pause over that ended meanwhile', async () => {
    let slept = 0
    const clock = { now: Date.now, steady: () => performance.now(), uptime: () => performance.now() + slept }
    const lanes = open({ clock })
    await ends(lanes.run(B, limit(HOUR)))
    slept = 2 * HOUR
    expect(await ends(lanes.run(B, fine))).toBe('sent')
  })
})

describe('requests at once', () => {
  /** The most of a dozen calls that were on their way at the same time. */
  async function mostAtOnce(lanes: Lanes): Promise<number> {
    let [now, top] = [0, 0]
    const work = async () => {
      top = Math.max(top, ++now)
      await new Promise(resolve => setTimeout(resolve, 100))
      now -= 1
    }
    const calls = Array.from({ length: 12 }, () => lanes.run(B, work))
    await pass(2 * SECOND)
    await Promise.all(calls)
    return top
  }

  it('D4 halve at each refusal, come back one a minute, and are never none', async () => {
    const lanes = open()
    const seen = [await mostAtOnce(lanes)]
    for (let refusals = 0; refusals < 4; refusals++) {
      await ends(lanes.run(B, limit(2 * SECOND)), 4 * SECOND)
      seen.push(await mostAtOnce(lanes))
    }
    expect(seen).toEqual([6, 3, 1, 1, 1])
    const later: number[] = []
    for (let minute = 0; minute < 6; minute++) {
      await pass(MINUTE)
      await ends(lanes.run(B, fine))
      later.push(await mostAtOnce(lanes))
    }
    expect(later).toEqual([2, 3, 4, 5, 6, 6])
  })

  it('D4 a storm: 200 refusals of one burst count once', async () => {
    const lanes = open()
    const refuse = async () => {
      await new Promise(resolve => setTimeout(resolve, 100))
      await limit(2 * SECOND)()
    }
    const told = Array.from({ length: 200 }, () => lanes.run(B, refuse, { patienceMs: 1 }).catch(() => {}))
    await pass(5 * SECOND)
    await Promise.all(told)
    expect(await mostAtOnce(lanes)).toBe(3)
  })
})

describe('a service that is away', () => {
  it('is left alone for 30 s after three failures in a row, then tried once, for ever longer up to 5 min', async () => {
    const { lines, log } = logLines()
    const lanes = open({ log })
    const tried = vi.fn(away)
    for (let at = 0; at < 3; at++) expect(await ends(lanes.run(B, tried))).toBeInstanceOf(Transient)
    for (const seconds of [30, 60, 120, 240, 300, 300]) {
      expect(lanes.status()[0]).toMatchObject({
        state: 'circuit open',
        reason: 'example.org does not work just now: example.org cannot be reached',
      })
      const before = tried.mock.calls.length
      await pass(seconds * SECOND - 3 * SECOND)
      const early = await ends(lanes.run(B, tried, { patienceMs: 1 }), 1)
      expect(early).toBeInstanceOf(Limited)
      await pass(3 * SECOND)
      const slow = async () => {
        await new Promise(resolve => setTimeout(resolve, SECOND))
        return await tried()
      }
      const calls = Array.from({ length: 5 }, () => ends(lanes.run(B, slow), 0))
      await pass(2 * SECOND)
      await Promise.all(calls)
      expect(tried.mock.calls.length - before, 'one tries for all').toBe(1)
    }
    await pass(5 * MINUTE)
    expect(await ends(lanes.run(B, fine))).toBe('sent')
    expect(lanes.status()[0]?.state).toBe('open')
    expect(lines).toEqual(['warn a service is left alone for a while', 'info a service works again'])
  })

  it('is known as away after a restart', async () => {
    const store = memoryStore()
    const before = open({ store })
    for (let at = 0; at < 3; at++) await ends(before.run(B, away))
    const after = open({ store })
    expect(after.status()[0]).toMatchObject({ name: B, state: 'circuit open' })
    await pass(MINUTE)
    expect(await ends(after.run(B, away)), 'one failure is enough now').toBeInstanceOf(Transient)
    expect(after.parkedUntil(B)).toBeGreaterThan(Date.now() + 55 * SECOND)
  })

  it('H18 three different links that it does not serve close it; the same link again, or a bad input, does not', async () => {
    const lanes = open()
    const bad = async () => {
      throw new InputFault('the link is dead', 'SC_404')
    }
    for (let at = 0; at < 5; at++) await ends(lanes.run(A, odd, { about: 'link 1' }))
    await ends(lanes.run(A, odd, { about: 'link 2' }))
    await ends(lanes.run(A, bad, { about: 'link 3' }))
    await ends(lanes.run(A, odd, { about: 'link 4' }))
    await ends(lanes.run(A, odd, { about: 'link 5' }))
    expect(lanes.status()[0]?.state).toBe('open')
    await ends(lanes.run(A, odd, { about: 'link 6' }))
    expect(lanes.status()[0]).toMatchObject({
      state: 'circuit open',
      reason: expect.stringMatching(/^SoundCloud does not work just now: .*a newer yt-dlp may help$/),
    })
  })

  it('a full disk says nothing about it', async () => {
    const lanes = open()
    const full = async () => {
      throw new Environment('the disk is full', { cause: Object.assign(new Error(), { code: 'ENOSPC' }) })
    }
    for (let at = 0; at < 5; at++) await ends(lanes.run(B, full, { about: `link ${at}` }))
    expect(lanes.status()[0]?.state).toBe('open')
  })
})

describe('a day’s budget', () => {
  const perDay = 5
  const serviceOf = () => ({
    title: 'A service',
    requests: 100,
    windowMs: MINUTE,
    atOnce: 2,
    patienceMs: SECOND,
    circuit: { failures: 3, openMs: MINUTE, longestMs: HOUR },
    perDay,
  })

  it('is spent to the last request, also over a restart; then nothing goes until the next local midnight', async () => {
    const store = memoryStore()
    const first = open({ store, serviceOf })
    for (let at = 0; at < 3; at++) await ends(first.run(A, fine))
    expect(first.status()[0]).toMatchObject({ spentToday: 3, budget: perDay })
    const second = open({ store, serviceOf })
    const calls = Array.from({ length: 4 }, () => second.run(A, fine).catch((error: unknown) => error))
    await pass(2 * SECOND)
    const answers = await Promise.all(calls)
    expect(answers.filter(answer => answer === 'sent')).toHaveLength(2)
    expect(answers.filter(answer => answer instanceof Limited)).toHaveLength(2)
    const third = open({ store, serviceOf })
    expect(third.status()[0]).toMatchObject({
      state: 'budget spent',
      until: new Date(2026, 10, 22),
      reason: 'A service: the 5 requests of today are spent',
      spentToday: 5,
    })
    await pass(12 * HOUR)
    expect(await ends(third.run(A, fine))).toBe('sent')
    expect(third.status()[0]).toMatchObject({ state: 'open', spentToday: 1 })
  })
})

describe('a slow lane', () => {
  it('M3 does not starve others: 10,000 wait in one, and a call in another starts at once', async () => {
    const lanes = open()
    const never = () => new Promise<never>(() => {})
    const crowd = Array.from({ length: 10_000 }, () => lanes.run(A, never).catch((error: unknown) => error))
    await pass(10)
    expect(await ends(lanes.run(B, fine), 10)).toBe('sent')
    expect(lanes.closed()).toEqual(new Set([A]))
    await pass(6 * SECOND)
    const { running, waiting } = lanes.status()[0] ?? {}
    expect({ running, waiting }, 'whoever could not start gave its place back').toEqual({ running: 4, waiting: 0 })
    expect(await crowd[9999]).toBeInstanceOf(Limited)
  })

  it('a window that is spent is a pause too, with its end', async () => {
    const lanes = open()
    for (let at = 0; at < 48; at++) void lanes.run(A, fine)
    await pass(SECOND)
    const told = await ends(lanes.run(A, fine), 1)
    expect(told).toMatchObject({ message: 'SoundCloud gets no more than 60 requests in 60 s' })
    expect(lanes.closed()).toEqual(new Set([A]))
    await pass(MINUTE)
    expect(await ends(lanes.run(A, fine))).toBe('sent')
  })

  it('whoever found a lane closed hears when it may be used again', async () => {
    const heard: string[] = []
    const lanes = open({ onOpen: name => void heard.push(name) })
    const held = Promise.withResolvers<void>()
    const full = Array.from({ length: 4 }, () => lanes.run(A, () => held.promise))
    await ends(lanes.run(B, limit(HOUR)))
    expect(lanes.closed()).toEqual(new Set([A, B]))
    held.resolve()
    await Promise.all(full.map(call => ends(call, 1)))
    expect(heard).toEqual([A])
    await pass(HOUR)
    expect(heard).toEqual([A, B])
  })
})

it('hosts that are not asked any more are let go', async () => {
  const lanes = open()
  await ends(lanes.run('web:kept.example', limit(24 * HOUR)))
  for (let at = 0; at < 1000; at++) await ends(lanes.run(`web:host-${at}.example`, fine), 10)
  expect(lanes.status().length).toBeLessThanOrEqual(200)
  expect(lanes.parkedUntil('web:kept.example')).toBeDefined()
})
