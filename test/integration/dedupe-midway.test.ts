// Groups that turn out to be something else when their turn comes, and what people do between applying and taking back.

import { rename } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DedupeCopy } from '../../src/model/dedupe/plan.ts'
import { type DedupePlace, openDedupePlace, type SongRow } from '../support/applied-place.ts'

let place: DedupePlace
beforeEach(async () => {
  place = await openDedupePlace()
}, 60_000)
afterEach(async () => {
  vi.restoreAllMocks()
  await place[Symbol.asyncDispose]()
})

const song = (title: string, seed: number, louder = 1) => place.song({ title, seed, louder })
const copies = async (...songs: readonly SongRow[]): Promise<DedupeCopy[]> => {
  const all = []
  for (const one of songs) all.push(await place.copy(one, { cells: {} }))
  return all
}
const inTrash = async ({ page }: SongRow) => (await (await place.tools.tracks()).read(page)).inTrash

describe('when its turn comes', () => {
  it('a group that sounds different, or is called another version, is skipped, and the rest is done', {
    timeout: 60_000,
  }, async () => {
    const [a, b] = [await song('First', 11), await song('First', 11, 0.7)]
    const [c, d] = [await song('Second', 12), await song('Second', 13)]
    const [e, f] = [await song('Third', 14), await song('Third (Extended Mix)', 14, 0.7)]
    const plan = place.plan([await copies(a, b), await copies(c, d), await copies(e, f)])
    const { code, data } = await place.apply(plan)
    expect([code, data.groups?.map(({ state }) => state)]).toEqual([1, ['done', 'skipped', 'skipped']])
    expect(data.groups?.[1]?.notes[0]).toContain('is not the same as what would be kept')
    expect(data.groups?.[2]?.notes[0]).toContain('their titles name different versions')
    expect([await inTrash(b), await inTrash(d), await inTrash(f)]).toEqual([true, false, false])
  })

  it('a group that a person edited while another was done is skipped', { timeout: 60_000 }, async () => {
    const [a, b] = [await song('First', 11), await song('First', 11, 0.7)]
    const [c, d] = [await song('Second', 12), await song('Second', 12, 0.7)]
    const plan = place.plan([await copies(a, b), await copies(c, d)])
    const tracks = await place.tools.tracks()
    const setTrash = tracks.setTrash
    vi.spyOn(tracks, 'setTrash').mockImplementation(async (page, isIn) => {
      await place.setTrash(d.page, true)
      await setTrash(page, isIn)
    })
    const { code, data } = await place.apply(plan)
    expect([code, data.groups?.map(({ state }) => state)]).toEqual([1, ['done', 'skipped']])
    expect(data.groups?.[1]?.notes[0]).toContain('in the trash or archived')
    expect(place.tools.journal.filesOf(d.page)).toHaveLength(1)
  })

  it('the volume that goes away stops it, and nothing counts as gone; then it goes on', {
    timeout: 60_000,
  }, async () => {
    const [a, b] = [await song('First', 11), await song('First', 11, 0.7)]
    const plan = place.plan([await copies(a, b)])
    const { dir } = place.tools.library
    const tracks = await place.tools.tracks()
    const setTrash = tracks.setTrash
    const spy = vi.spyOn(tracks, 'setTrash').mockImplementation(async (page, isIn) => {
      await setTrash(page, isIn)
      await rename(dir, `${dir}.away`)
    })
    const { code, data } = await place.apply(plan)
    expect([code, data.stopped]).toEqual([1, expect.stringContaining('is not there')])
    expect(place.tools.journal.filesOf(b.page)).toHaveLength(1)
    spy.mockRestore()
    await expect(place.undo()).rejects.toMatchObject({ errorClass: 'Environment' })
    await rename(`${dir}.away`, dir)
    expect((await place.apply(plan)).code).toBe(0)
    expect(place.tools.journal.filesOf(b.page)).toEqual([])
  })
})

describe('the volume', () => {
  it('that goes away right before a file is moved takes nothing from what is known', { timeout: 60_000 }, async () => {
    const [a, b] = [await song('First', 11), await song('First', 11, 0.7)]
    const plan = place.plan([await copies(a, b)])
    const { library } = place.tools
    const { check, dir } = library
    const spy = vi.spyOn(library, 'check').mockImplementation(async () => {
      await check()
      if (await inTrash(b)) await rename(dir, `${dir}.away`) // the next look is the one before the file's move
    })
    const { code, data } = await place.apply(plan)
    expect([code, data.stopped]).toEqual([1, expect.stringContaining('is not there')])
    expect(place.tools.journal.filesOf(b.page)).toHaveLength(1)
    spy.mockRestore()
    await rename(`${dir}.away`, dir)
    expect((await place.apply(plan)).code).toBe(0)
    expect(place.tools.journal.filesOf(b.page)).toEqual([])
  })
})

describe('taken back', () => {
  it('what a person changed in the row that stayed, or put in a file’s place, stays', { timeout: 60_000 }, async () => {
    const a = await song('First', 11)
    const cells = { label: { how: 'fill', value: 'Low' }, genre: { how: 'fill', value: 'House' } } as const
    const b = await place.song({ title: 'First', seed: 11, louder: 0.7, cells })
    const plan = place.plan([
      [await place.copy(a, { cells: {} }), await place.copy(b, { cells: { label: 'Low', genre: 'House' } })],
    ])
    const { data } = await place.apply(plan)
    await place.edit(a.page, { Label: { rich_text: [{ text: { content: 'High' } }] } })
    const kept = data.groups?.[0]?.record?.files[0]?.kept ?? ''
    await rename(a.path, b.path)
    const { code, data: taken } = await place.undo()
    expect(code).toBe(0)
    expect(taken.groups?.[0]?.notes.join('\n')).toContain(`what was there before lies at ${kept}`)
    const track = await (await place.tools.tracks()).read(a.page)
    expect([track.label, track.genre]).toEqual(['High', undefined])
    expect(await inTrash(b)).toBe(false)
  })

  it('is refused after 30 days, and says which plans there are', { timeout: 60_000 }, async () => {
    await expect(place.undo()).rejects.toThrow('no plan was applied')
    await expect(place.undo('abc')).rejects.toThrow('--undo list')
    const [a, b] = [await song('First', 11), await song('First', 11, 0.7)]
    const { data } = await place.apply(place.plan([await copies(a, b)]))
    place.tools.store.database.exec(`update deduped set at = at - ${31 * 86_400_000}`)
    await expect(place.undo(data.id)).rejects.toThrow('can be taken back for 30 days')
    expect(await place.undo('list')).toMatchObject({ code: 0, data: { plans: [{ id: data.id, state: 'applied' }] } })
  })
})
