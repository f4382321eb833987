// E3: a person gives a row another link at each stage of its work.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
  it('E3 its link: the old recording does not count, the new one is made once', async () => {
    const links = new Map<string, string>()
    const rows = await rowsFor(house, 'linked', async id => {
      const url = await house.song()
      links.set(id, url)
      await house.edit(id, { URL: { url } })
    })
    const first = await house.cycle()
    for (const { id, title, index, stage } of rows) {
      expect(first.find(end => end.id === id)?.kind, stage).toBe('retry')
      if (index < FILED) expect(await filesOf(title), stage).toEqual([])
    }
    await house.cycle()
    for (const { id, title, stage } of rows) {
      const row = await house.row(id)
      expect(row.cell('Downloaded'), stage).toBe(true)
      expect(row.cell('URL'), stage).toBe(links.get(id))
      expect(await filesOf(title), stage).toHaveLength(1)
    }
    expect(await house.leftovers()).toEqual([])
    expect(await house.cycle()).toEqual([])
  })
})
