// E1, E2: a person edits a row at each stage of its work.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { text } from '../../support/bench.ts'
import { type House, openHouse, rowsFor, STAGES } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house[Symbol.asyncDispose]())

/** From here on the row's files stand in the library. */
const FILED = STAGES.indexOf('file')
const filesOf = async (title: string) =>
  (await house.library()).filter(name => name.includes(title) && !name.startsWith('.replaced/'))

describe('a row that is edited at each stage', () => {
  it('E1 put into the trash: nothing is written to it, no file is made after that', async () => {
    const rows = await rowsFor(house, 'trashed', id => house.setTrash(id, true))
    const ends = await house.cycle()
    expect(house.hooks.left()).toEqual([])
    for (const { id, title, index, stage } of rows) {
      const row = await house.row(id)
      expect(row.cell('Downloaded'), stage).toBe(false)
      expect(row.cell('WAV File Path'), stage).toBe('')
      expect(await filesOf(title), stage).toHaveLength(index > FILED - 1 ? 1 : 0)
      expect(ends.find(end => end.id === id)?.kind, stage).toBe('skipped')
    }
    expect(await house.leftovers()).toEqual([])
    expect(house.tools.outbox.count()).toBe(0)
    expect(await house.cycle()).toEqual([])
  })

  it('E2 its tempo, key, title and tags: theirs stay, all else is written', async () => {
    const theirs = {
      Tempo: { number: 99.5 },
      'Key ': text('rich_text', 'F# Major'),
      'Audio Processing': { multi_select: [{ name: 'Favourite' }] },
    }
    const rows = await rowsFor(house, 'tuned', id => house.edit(id, theirs))
    await house.cycle()
    expect(house.hooks.left()).toEqual([])
    for (const { id, title, stage } of rows) {
      const row = await house.row(id)
      expect([row.cell('Tempo'), row.cell('Key '), row.cell('Audio Processing')], stage).toEqual([
        99.5,
        'F# Major',
        ['Favourite'],
      ])
      expect(row.cell('Downloaded'), stage).toBe(true)
      expect(row.cell('Audio Duration (seconds)'), stage).toBe(0.5)
      expect(await filesOf(title), stage).toHaveLength(1)
    }
  })

  it('E2 ticked as downloaded: it is left alone from then on, and no second file is made', async () => {
    const rows = await rowsFor(house, 'ticked', id => house.edit(id, { Downloaded: { checkbox: true } }))
    await house.cycle()
    for (const { id, title, stage, index } of rows) {
      expect((await house.row(id)).cell('Downloaded'), stage).toBe(true)
      expect(await filesOf(title), stage).toHaveLength(index >= FILED ? 1 : 0)
    }
    expect(await house.cycle()).toEqual([])
  })
})
