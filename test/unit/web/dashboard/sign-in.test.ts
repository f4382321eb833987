import { describe, expect, it } from 'vitest'
import { openAttempts } from '../../../../src/web/attempts.ts'
import { openSessions } from '../../../../src/web/sessions.ts'

const clock = () => {
  const state = { ms: 0 }
  return { state, now: () => state.ms }
}

describe('a session', () => {
  it('ends when it is not used, and after its longest time in any case', () => {
    const { state, now } = clock()
    const sessions = openSessions(now, { idleMs: 100, longestMs: 250 })
    const secret = sessions.begin()
    for (const at of [90, 180, 250]) {
      state.ms = at
      expect(sessions.goesOn(secret)).toBe(true)
    }
    state.ms = 251
    expect(sessions.goesOn(secret)).toBe(false)
    const idle = sessions.begin()
    state.ms += 100
    expect(sessions.goesOn(idle, false)).toBe(true) // a look is no use
    state.ms += 1
    expect(sessions.goesOn(idle)).toBe(false)
  })

  it('is known by its secret alone, and the oldest of too many ends', () => {
    const sessions = openSessions(() => 0)
    const first = sessions.begin()
    for (const secret of [undefined, '', 'x', `${first}x`, first.toLowerCase(), '__proto__'])
      expect(sessions.goesOn(secret)).toBe(false)
    const others = Array.from({ length: 50 }, () => sessions.begin())
    expect(sessions.goesOn(first)).toBe(false)
    expect(others.every(secret => sessions.goesOn(secret))).toBe(true)
    sessions.end(others[0])
    expect(sessions.goesOn(others[0])).toBe(false)
  })
})

describe('wrong tokens', () => {
  it('may be ten at once, then one now and then', () => {
    const { state, now } = clock()
    const attempts = openAttempts(now)
    for (let time = 0; time < 10; time += 1) {
      expect(attempts.msToTry()).toBe(0)
      attempts.wrong(`guess ${time}`)
    }
    expect(attempts.msToTry()).toBe(15_000)
    state.ms += 14_999
    expect(attempts.msToTry()).toBe(1)
    state.ms += 1
    expect(attempts.msToTry()).toBe(0)
    for (let time = 0; time < 50; time += 1) attempts.wrong('guess 9') // an old token that a program goes on with
    expect(attempts.msToTry()).toBe(0)
    attempts.wrong('another')
    expect(attempts.msToTry()).toBeGreaterThan(0)
  })
})
