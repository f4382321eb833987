// A1, A2: killed at every failpoint of every kind of job; A3: and again while it recovers.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MARKER } from '../../../src/library/volume.ts'
import { assertWorld } from '../world/invariants.ts'
import { makeWorld, type WorldOptions } from '../world/world.ts'
import { enumeratePoints, isWhole } from './points.ts'
import { blowAt, finish, strikeAll, survive } from './strike.ts'

const SMALL: WorldOptions = { kinds: ['file link', 'handed task', 'linked task', 'barred link'], formats: ['wav'] }
/** Each point is tried in the first world of one job that passes it; those that do least come first. */
const PARTS = ['handed task', 'barred link', 'file link', 'linked task'] as const
/** Passed by every start. */
const RECOVERY = ['recover.jobs', 'recover.library']

describe('killed at a failpoint', () => {
  it.runIf(isWhole)('A1 A2 every time that any is passed', { timeout: 3_600_000 }, async () => {
    const points = await enumeratePoints()
    const blows = [...points].flatMap(([name, count]) => Array.from({ length: count }, (_, n) => [blowAt(name, n + 1)]))
    const missed = await strikeAll(blows)
    expect(missed.length, `not reached: ${missed}`).toBeLessThan(blows.length / 20)
  })

  it.skipIf(isWhole)('A1 A2 once at each, two in every world', { timeout: 600_000 }, async () => {
    const left = new Set((await enumeratePoints(SMALL)).keys())
    for (const kind of PARTS) {
      const part: WorldOptions = { ...SMALL, kinds: [kind] }
      const names = [...(await enumeratePoints(part)).keys()].filter(name => left.delete(name))
      const missed = await strikeAll(pairsOf(names), part)
      const again = missed.map(name => [blowAt(name.replace(/@1$/, ''))])
      expect(await strikeAll(again, part)).toEqual([])
    }
    expect(left, 'passed by all kinds at once only').toEqual(new Set())
  })

  it('A3 killed in its work, then twice in a row while it recovers', { timeout: 120_000 }, async () => {
    const blows = ['file.linked', ...RECOVERY].map(name => blowAt(name))
    expect(await survive(blows, SMALL)).toEqual([true, true, true])
  })

  it('A2 killed while it wrote the marker of a new library', { timeout: 60_000 }, async () => {
    await using world = await makeWorld({ ...SMALL, isBare: true })
    mkdirSync(world.libraryDir)
    writeFileSync(join(world.libraryDir, MARKER), '')
    await finish(world)
    await assertWorld(world, 'killed between the marker and what stands in it')
  })
})

/** The later one first: what comes before it in the next run is still passed. */
function pairsOf(names: readonly string[]) {
  const half = Math.ceil(names.length / 2)
  return names.slice(0, half).map((name, index) => {
    const later = names.slice(half + index, half + index + 1)
    return [...later, name].map(each => blowAt(each))
  })
}
