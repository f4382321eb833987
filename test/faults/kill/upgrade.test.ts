// A2: killed while better files take the place of a track's files: each place holds the old file or the new one, whole, and
// the next start ends what was begun.

import { existsSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openUpgradePlace, UPGRADE, type UpgradePlace, upload } from '../../support/upgrade-place.ts'
import { isWhole } from './points.ts'

/** Of each whether the next start finds all that it takes to go on. */
const POINTS: readonly (readonly [string, boolean])[] = [
  ['better.planned', false],
  ['better.beside', true],
  ['better.kept', true],
  ['better.swapped', true],
  ['better.kept@2', true],
  ['better.swapped@2', true],
  ['better.replaced', true],
  ['better.recorded', true],
  ['outbox.sending', true],
]
const FEW = ['better.planned', 'better.swapped', 'better.replaced']

let place: UpgradePlace
beforeEach(async () => {
  place = await openUpgradePlace()
  await place.ytdlp.holds([upload('flac', await place.make('good.flac'))])
})
afterEach(() => place[Symbol.asyncDispose]())

const armed = (point: string) => ({
  FAILPOINTS: point.replace(/^([^@]+)(@\d+)?$/, (_, name, nth = '') => `${name}=kill${nth}`),
})

describe('killed while better files are put in their place', () => {
  for (const [point, goesOn] of POINTS.filter(([name]) => isWhole || FEW.includes(name)))
    it(`A2 at ${point}: no file is lost, and the row is true`, { timeout: 600_000 }, async () => {
      const [old, paths] = [await place.sums(), await place.paths()]
      expect(await place.bench.run(UPGRADE, armed(point))).toMatchObject({ code: -1 })
      expect(paths.map(path => existsSync(path))).toEqual([true, true])
      const between = await place.sums()
      await place.bench.report(['batch'])
      const isNew = (await place.sums()).map((sum, at) => sum !== old[at])
      expect(isNew).toEqual([goesOn, goesOn])
      expect(await codecs()).toEqual(goesOn ? ['flac', 'flac', 'flac'] : ['mp3', 'mp3', 'mp3'])
      expect(await place.waiting()).toEqual([])
      await place.bench.report(UPGRADE)
      const end = await place.sums()
      for (const [at, sum] of between.entries()) expect([old[at], end[at]]).toContain(sum)
      expect(await codecs()).toEqual(['flac', 'flac', 'flac'])
      expect((await place.trash()).sort()).toEqual([...old].sort())
      expect([...(await place.waiting()), ...(await place.bench.leftovers())]).toEqual([])
    })

  it('A2 and a person changes one file meanwhile: all is as it was', { timeout: 600_000 }, async () => {
    const [old, [wav = '']] = [await place.sums(), await place.paths()]
    expect(await place.bench.run(UPGRADE, armed('better.swapped'))).toMatchObject({ code: -1 })
    const between = await place.sums()
    const untouched = between.findIndex((sum, at) => sum === old[at])
    expect(untouched).toBeGreaterThanOrEqual(0)
    const changed = (await place.paths())[untouched] ?? wav
    await place.change(changed)
    const edited = (await place.sums())[untouched]
    await place.bench.report(['batch'])
    expect(await place.sums()).toEqual(old.map((sum, at) => (at === untouched ? edited : sum)))
    expect([await place.waiting(), (await place.row()).cell('Audio Codec')]).toEqual([[], 'mp3'])
  })
})

/** What the row says, and what each file says. */
async function codecs(): Promise<unknown[]> {
  const files = await place.texts()
  return [(await place.row()).cell('Audio Codec'), ...files.map(({ codec }) => codec)]
}
