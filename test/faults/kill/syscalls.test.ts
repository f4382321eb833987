// A1: killed between any two system calls, at points drawn by a seed.

import { describe, expect, it } from 'vitest'
import type { WorldOptions } from '../world/world.ts'
import { chosen, isWhole, numbersOf, SEED } from './points.ts'
import { strikeAll } from './strike.ts'
import { blowBefore, enumerateCalls, hasStrace } from './syscalls.ts'

const SMALL: WorldOptions = { kinds: ['web link', 'handed task', 'barred link'], formats: ['wav'] }
const [POINTS, OPTIONS] = isWhole ? [260, {}] : [10, SMALL]
/** Threads share their work as they like: at some points none makes as many calls as in the run that was counted. */
const LEAST_DEATHS = isWhole ? 200 : 5

describe.skipIf(!hasStrace)('killed at a system call (needs strace)', () => {
  it(`A1 ${POINTS} points, seed ${SEED}`, { timeout: 3_600_000 }, async () => {
    const calls = await enumerateCalls(OPTIONS)
    const different = new Map(calls.map(call => [`${call.name} ${call.nth}`, call]))
    const blows = chosen([...different.values()], POINTS, numbersOf(SEED)).map(call => [blowBefore(call)])
    const missed = await strikeAll(blows, OPTIONS)
    expect(POINTS - missed.length, `not reached: ${missed}`).toBeGreaterThanOrEqual(LEAST_DEATHS)
  })
})
