// A2: killed at each request to Notion: before it arrived, and when it was done but not answered.

import { describe, expect, it } from 'vitest'
import type { Moment } from '../world/remote.ts'
import { makeWorld, type WorldOptions } from '../world/world.ts'
import { isWhole } from './points.ts'
import { type Blow, strikeAll } from './strike.ts'

const SMALL: WorldOptions = { kinds: ['handed task', 'linked task'], formats: ['wav'] }

describe('killed at a request to Notion', () => {
  it.runIf(isWhole)('A2 every one', { timeout: 3_600_000 }, async () => {
    const { length } = await requestsOf({})
    const missed = await strikeAll(blowsAt(length, () => true))
    expect(missed.length, `not reached: ${missed}`).toBeLessThan(length / 5)
  })

  it.skipIf(isWhole)('A2 every write of a small world', { timeout: 600_000 }, async () => {
    const { length } = (await requestsOf(SMALL)).filter(isWrite)
    expect(length).toBeGreaterThanOrEqual(4)
    expect(await strikeAll(blowsAt(length, isWrite), SMALL)).toEqual([])
  })
})

const isWrite = (line: string) => line.startsWith('PATCH') || line === 'POST pages'

async function requestsOf(options: WorldOptions): Promise<readonly string[]> {
  await using world = await makeWorld(options)
  await world.run()
  return [...world.remote.log.lines]
}

/** Before and after each of the first `count` requests that are looked at. */
function blowsAt(count: number, isLookedAt: (line: string) => boolean): Blow[][] {
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  return numbers.flatMap(nth =>
    (['before', 'after'] as const).map(when => {
      let seen = 0
      const isMoment = (moment: Moment) => moment.when === when && isLookedAt(moment.line) && ++seen === nth
      return [{ at: `request ${nth}, ${when} it was done`, isMoment }]
    }),
  )
}
