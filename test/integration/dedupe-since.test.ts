// What a person changed since a plan was applied stays when it is taken back.

import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sumOf } from '../../src/durable-file.ts'
import { MERGED_TAG } from '../../src/model/merged.ts'
import { partRow } from '../../src/pipeline/recognise/part-row.ts'
import { type DedupePlace, openDedupePlace, type SongRow } from '../support/applied-place.ts'

let place: DedupePlace
beforeEach(async () => {
  place = await openDedupePlace()
}, 60_000)
afterEach(() => place[Symbol.asyncDispose]())

const song = (louder = 1) => place.song({ title: 'Song', seed: 7, louder })
const planOf = async (kept: SongRow, goes: SongRow) =>
  place.plan([[await place.copy(kept, { cells: {} }), await place.copy(goes, { cells: {} })]])
const read = async ({ page }: SongRow) => (await place.tools.tracks()).read(page)

/** A person unticks it, and it gets a file of its own. */
async function getOwn({ page, path }: SongRow): Promise<string> {
  const { journal, merges, outbox, store } = place.tools
  await place.edit(page, { Downloaded: { checkbox: false } })
  await partRow(page, place.tools)
  await outbox.deliver(page)
  const own = join(dirname(path), `own ${page}.wav`)
  await writeFile(own, 'its own')
  const sha256 = await sumOf(own)
  await store.commit(() => {
    journal.recordFile({ path: own, page, format: 'wav', sha256, link: 'https://example.org/sharing.wav' })
    merges.forget(page)
    outbox.add({
      target: 'tracks',
      page,
      fields: { downloaded: { how: 'fill', value: true }, wavPath: { how: 'fill', value: own } },
    })
  })
  await outbox.deliver(page)
  return own
}

it('a row that shared what went and has files of its own by now', { timeout: 60_000 }, async () => {
  const { tools } = place
  const [kept, goes] = [await song(), await song(0.7)]
  const shares = await place.sharing(goes)
  expect((await place.apply(await planOf(kept, goes))).code).toBe(0)
  expect(tools.merges.of(shares.page)?.owner).toBe(kept.page)
  const own = await getOwn(shares)
  expect((await place.undo()).code).toBe(0)
  expect(tools.merges.of(shares.page)).toBeUndefined()
  expect(tools.journal.filesOf(shares.page).map(({ path }) => path)).toEqual([own])
  expect(await read(shares)).toMatchObject({ downloaded: true, wavPath: own, tags: [] })
  expect(tools.journal.filesOf(goes.page).map(({ path }) => path)).toEqual([goes.path])
})

it('and the row that stayed, where it had shared them', { timeout: 60_000 }, async () => {
  const { journal, merges, store } = place.tools
  const goes = await song()
  const kept = await place.sharing(goes)
  expect((await place.apply(await planOf(kept, goes))).code).toBe(0)
  await store.commit(() => journal.forgetFile(kept.path)) // it was fetched anew, and the old one put aside
  const own = await getOwn(kept)
  expect((await place.undo()).code).toBe(0)
  expect(merges.of(kept.page)).toBeUndefined()
  expect([journal.filesOf(kept.page).map(({ path }) => path), journal.filesOf(goes.page)]).toEqual([[own], []])
  expect((await read(kept)).tags).not.toContain(MERGED_TAG)
})
