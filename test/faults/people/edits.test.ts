// E1–E3: a person edits a row at each stage of its work.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { text } from '../../support/bench.ts'
import { type House, openHouse, STAGES } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house[Symbol.asyncDispose]())

/** From here on the row's files stand in the library. */
const FILED = STAGES.indexOf('file')
const filesOf = async (title: string) =>
  (await house.library()).filter(name => name.includes(title) && !name.startsWith('.replaced/'))

/** A row for each stage, at whose start a person does something to it. */
async function rowsFor(what: string, act: (id: string) => Promise<unknown>, more: object = {}) {
  const rows = await Promise.all(
    STAGES.map(async (stage, index) => {
      const title = `${what} ${String.fromCharCode(65 + index)}`
      const id = await house.addTrack(title, await house.song(), more)
      house.hooks.at(id, stage, () => act(id))
      return { id, title, stage, index }
    }),
  )
  return rows
}

describe('a row that is edited at each stage', () => {
  it('E1 put into the trash: nothing is written to it, no file is made after that', async () => {
    const rows = await rowsFor('trashed', id => house.setTrash(id, true))
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
    const rows = await rowsFor('tuned', id => house.edit(id, theirs))
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
    const rows = await rowsFor('ticked', id => house.edit(id, { Downloaded: { checkbox: true } }))
    await house.cycle()
    for (const { id, title, stage, index } of rows) {
      expect((await house.row(id)).cell('Downloaded'), stage).toBe(true)
      expect(await filesOf(title), stage).toHaveLength(index >= FILED ? 1 : 0)
    }
    expect(await house.cycle()).toEqual([])
  })

  it('E3 its link: the old recording is not filed, the new one is made once', async () => {
    const links = new Map<string, string>()
    const rows = await rowsFor('linked', async id => {
      const url = await house.song()
      links.set(id, url)
      await house.edit(id, { URL: { url } })
    })
    const first = await house.cycle()
    for (const { id, title, index, stage } of rows.slice(0, FILED)) {
      expect(
        first.filter(end => end.id === id).map(({ kind }) => kind),
        stage,
      ).toContain('retry')
      expect(index < FILED ? await filesOf(title) : [], stage).toEqual([])
    }
    console.log(first, await house.cycle(), await house.library())
    for (const { id, title, stage } of rows) {
      const row = await house.row(id)
      console.log(stage, row.cell('WAV File Path'), row.cell('Audio Processing Summary'))
      expect(row.cell('Downloaded'), stage).toBe(true)
      expect(row.cell('URL'), stage).toBe(links.get(id))
      expect(await filesOf(title), stage).toHaveLength(1)
    }
    expect(await house.leftovers()).toEqual([])
    expect(await house.cycle()).toEqual([])
  })
})
