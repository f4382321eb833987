import { describe, expect, it } from 'vitest'
import { Limited } from '../../../src/errors.ts'
import { A, ends, fine, HOUR, MINUTE, memoryStore, open, pass, SECOND, useVirtualTime } from './virtual.ts'

useVirtualTime()

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
