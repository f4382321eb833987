// E4, E5: rows that come back: restored, unticked, set back to ready; and two rows with the same link.

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { text, treeOf } from '../../support/bench.ts'
import { type House, openHouse } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse({ AUDIO_FORMATS: 'm4a,wav' })
})
afterAll(() => house[Symbol.asyncDispose]())

const BACK = {
  Downloaded: { checkbox: false },
  'M4A File Path': text('rich_text', ''),
  'WAV File Path': text('rich_text', ''),
}
const filesOf = async (title: string) => (await house.library()).filter(name => name.includes(title))

async function finished(title: string) {
  const id = await house.addTrack(title, await house.song())
  await house.cycle()
  const row = await house.row(id)
  return { id, title, paths: [row.cell('M4A File Path'), row.cell('WAV File Path')] as [string, string] }
}

async function expectWhole({ id, title, paths }: Awaited<ReturnType<typeof finished>>) {
  const row = await house.row(id)
  expect(row.cell('Downloaded')).toBe(true)
  expect([row.cell('M4A File Path'), row.cell('WAV File Path')]).toEqual(paths)
  expect(await filesOf(title)).toHaveLength(2)
  expect(await house.leftovers()).toEqual([])
  expect(await house.cycle()).toEqual([])
}

describe('E5 a finished row that wants work again', () => {
  it('gets back what it had: nothing is fetched, no file is touched', async () => {
    const track = await finished('unticked')
    const before = await treeOf(house.libraryDir)
    await house.edit(track.id, BACK)
    expect(await house.cycle()).toMatchObject([{ id: track.id, kind: 'done' }])
    expect(await treeOf(house.libraryDir)).toEqual(before)
    await expectWhole(track)
  })

  it('with one file gone gets only that one again', async () => {
    const track = await finished('half gone')
    const before = await treeOf(house.libraryDir)
    await rm(track.paths[1])
    await house.edit(track.id, BACK)
    await house.cycle()
    await expectWhole(track)
    const after = await treeOf(house.libraryDir)
    const m4a = Object.keys(before).filter(name => name.endsWith('.m4a'))
    for (const name of m4a) expect(after[name], name).toBe(before[name])
    expect(Object.keys(after)).toEqual(Object.keys(before))
  })

  it('with all files gone gets all again, after a restart too', async () => {
    const track = await finished('all gone')
    for (const path of track.paths) await rm(join(path))
    await house.restart()
    await house.edit(track.id, BACK)
    await house.cycle()
    await expectWhole(track)
  })

  it('only unticked, with its paths, is left as it is', async () => {
    const track = await finished('paths stay')
    await house.edit(track.id, { Downloaded: { checkbox: false } })
    expect(await house.cycle()).toEqual([])
    expect(await filesOf(track.title)).toHaveLength(2)
  })

  it('restored from the trash, where it went in the middle of its work, is done', async () => {
    const id = await house.addTrack('restored', await house.song())
    house.hooks.at(id, 'confirm row', () => house.setTrash(id, true))
    await house.cycle()
    expect(await filesOf('restored')).toEqual([])
    await house.setTrash(id, false)
    expect(await house.cycle()).toMatchObject([{ id, kind: 'done' }])
    expect(await filesOf('restored')).toHaveLength(2)
  })
})

describe('E4 two rows with one link', () => {
  it('make one set of files: the older row has it, the other shares it', async () => {
    const url = await house.song()
    const [first, second] = [await house.addTrack('twin one', url), await house.addTrack('twin two', url)]
    const ends = await house.cycle()
    expect(ends.map(({ kind }) => kind)).toEqual(['done', 'done'])
    const rows = [await house.row(first), await house.row(second)]
    expect(rows.map(row => row.cell('Downloaded'))).toEqual([true, true])
    expect(rows.map(row => row.cell('Audio Processing'))).toContainEqual(['Merged Duplicate'])
    expect(await filesOf('twin')).toHaveLength(2)
    expect(await house.cycle()).toEqual([])
  })
})
