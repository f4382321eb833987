import { describe, expect, it, vi } from 'vitest'
import { Environment, InputFault, Limited, Transient } from '../../../src/errors.ts'
import {
  A,
  B,
  ends,
  fine,
  logLines,
  MINUTE,
  memoryStore,
  mostAtOnce,
  open,
  pass,
  SECOND,
  START,
  slowly,
  useVirtualTime,
} from './virtual.ts'

useVirtualTime()

const away = async () => {
  throw new Transient('example.org cannot be reached', { fields: { code: 'ECONNREFUSED' } })
}
const odd = async () => {
  throw new Transient('yt-dlp cannot read the site; a newer yt-dlp may help')
}

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
      const slow = slowly(tried, SECOND)
      const calls = Array.from({ length: 5 }, () => ends(lanes.run(B, slow), 0))
      await pass(2 * SECOND)
      await Promise.all(calls)
      expect(tried.mock.calls.length - before, 'one tries for all').toBe(1)
    }
    await pass(5 * MINUTE)
    expect(await ends(lanes.run(B, fine))).toBe('sent')
    expect(lanes.status()[0]?.state).toBe('open')
    expect(await mostAtOnce(lanes), 'all go again').toBe(6)
    expect(lines).toEqual(['warn a service is left alone for a while', 'info a service works again'])
  })

  it('is known as away after a restart', async () => {
    const store = memoryStore()
    const before = open({ store })
    for (let at = 0; at < 3; at++) await ends(before.run(B, away))
    const after = open({ store })
    expect(after.status()[0]).toMatchObject({ name: B, state: 'circuit open' })
    await pass(MINUTE)
    const tried = vi.fn(slowly(away))
    const calls = Array.from({ length: 5 }, () => ends(after.run(B, tried), 0))
    await pass(SECOND)
    await Promise.all(calls)
    expect(tried, 'one tries for all, and one failure is enough').toHaveBeenCalledOnce()
    expect(after.parkedUntil(B)).toBeGreaterThan(Date.now() + 55 * SECOND)
  })

  it('late answers to what was asked before say nothing new', async () => {
    const lanes = open()
    for (const ms of [100, 100, 100, 5000, 6000, 7000]) void lanes.run(B, slowly(away, ms)).catch(() => {})
    await pass(8 * SECOND)
    expect(lanes.parkedUntil(B)).toBeLessThan(START + 31 * SECOND)
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
