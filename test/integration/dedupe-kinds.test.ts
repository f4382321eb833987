// What a group may hold beside two rows with a file each.

import { copyFile, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sumOf } from '../../src/durable-file.ts'
import type { DedupeCopy } from '../../src/model/dedupe/plan.ts'
import { indexed } from '../../src/pipeline/recognise/entry.ts'
import { type DedupePlace, openDedupePlace, type SongRow } from '../support/applied-place.ts'

let place: DedupePlace
beforeEach(async () => {
  place = await openDedupePlace()
}, 60_000)
afterEach(() => place[Symbol.asyncDispose]())

const song = (louder = 1) => place.song({ title: 'Song', seed: 41, louder })

/** The same bytes under another name, which no row knows. */
async function loose(from: SongRow): Promise<DedupeCopy> {
  const { tools } = place
  const path = join(dirname(from.path), 'found somewhere.wav')
  await copyFile(from.path, path)
  const file = { path, format: 'wav', sha256: await sumOf(path), link: '' }
  await tools.store.commit(() =>
    tools.recordings.put({ recording: from.recording, files: [indexed(file)].flatMap(one => one ?? []) }),
  )
  const { size, mtimeMs } = await stat(path)
  return {
    ...{ id: `files:${path.slice(0, -4)}`, label: 'found somewhere', seconds: 12, tags: 0, isPicked: false },
    ...{ quality: { isLossless: true }, files: [{ path, format: 'wav', bytes: size, changedAt: Math.floor(mtimeMs) }] },
  }
}

it('a file that no row names', { timeout: 60_000 }, async () => {
  const kept = await song()
  const copy = await loose(kept)
  const path = copy.files[0]?.path ?? ''
  const before = [await place.state([kept]), place.tools.recordings.findAt(path)]
  expect((await place.apply(place.plan([[await place.copy(kept, { cells: {} }), copy]]))).code).toBe(0)
  expect(await readdir(dirname(kept.path))).toHaveLength(1)
  expect(place.tools.recordings.findAt(path)).toBeUndefined()
  expect((await place.undo()).code).toBe(0)
  expect([await place.state([kept]), place.tools.recordings.findAt(path)]).toEqual(before)
})

it('lists get what they lack, and lose just that again', { timeout: 60_000 }, async () => {
  const { tools } = place
  const [one, other] = [await tools.playlists?.(), await tools.playlists?.()]
  const mine = (await one?.create({ title: 'Mine' }))?.id ?? ''
  const theirs = (await other?.create({ title: 'Theirs' }))?.id ?? ''
  const cellsOf = (playlists: string[], tags: string[]) =>
    ({
      playlists: { how: 'options', add: playlists, remove: [] },
      tags: { how: 'options', add: tags, remove: [] },
    }) as const
  const kept = await place.song({ title: 'Song', seed: 41, cells: cellsOf([mine], ['Warm-up']) })
  const goes = await place.song({ title: 'Song', seed: 41, louder: 0.7, cells: cellsOf([mine, theirs], ['Peak']) })
  const before = await place.state([kept, goes])
  const plan = place.plan([
    [
      await place.copy(kept, { cells: { playlists: [mine], tags: ['Warm-up'] } }),
      await place.copy(goes, { cells: { playlists: [mine, theirs], tags: ['Peak'] } }),
    ],
  ])
  expect((await place.apply(plan)).code).toBe(0)
  const track = await (await tools.tracks()).read(kept.page)
  expect([track.playlistIds, track.tags]).toEqual([
    [mine, theirs],
    ['Warm-up', 'Peak'],
  ])
  expect((await place.undo()).code).toBe(0)
  expect(await place.state([kept, goes])).toEqual(before)
})

it('a row that stays and shared the files of the one that goes has them', { timeout: 60_000 }, async () => {
  const { tools } = place
  const goes = await song()
  const kept = await place.sharing(goes)
  const before = await place.state([kept, goes])
  const plan = place.plan([[await place.copy(kept, { cells: {} }), await place.copy(goes, { cells: {} })]])
  expect(plan.groups[0]?.removals).toEqual([{ what: 'row', copy: `row:${goes.page}`, page: goes.page }])
  expect((await place.apply(plan)).code).toBe(0)
  expect(tools.journal.filesOf(kept.page).map(({ path }) => path)).toEqual([kept.path])
  expect(tools.merges.of(kept.page)).toBeUndefined()
  expect((await place.undo()).code).toBe(0)
  expect(await place.state([kept, goes])).toEqual(before)
})

it('a recording of which a file stays is not given up', { timeout: 60_000 }, async () => {
  const { tools } = place
  const [kept, goes] = [await song(), await song(0.7)]
  const stays = await loose(goes)
  const before = await place.state([kept, goes])
  const plan = place.plan([[await place.copy(kept, { cells: {} }), await place.copy(goes, { cells: {} })]])
  expect((await place.apply(plan)).code).toBe(0)
  expect(tools.recordings.findAt(stays.files[0]?.path ?? '')?.id).toBe(goes.recording)
  const link = 'https://example.org/Song-0.7.wav'
  expect(tools.recordings.findBy({ link }).map(({ id }) => id)).toEqual([kept.recording, goes.recording])
  expect((await place.undo()).code).toBe(0)
  expect(await place.state([kept, goes])).toEqual(before)
})
