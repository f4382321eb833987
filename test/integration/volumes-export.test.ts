// The index as one file: rows of finished tracks with their pages, whatever its size, and never half of it.

import { readdir, readFile } from 'node:fs/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { EXPORT_NAME, exportIndex } from '../../src/pipeline/volumes/export-index.ts'
import { finishRow } from '../support/finished-rows.ts'
import { openVolumePlace, type VolumePlace } from '../support/volume-place.ts'

let place: VolumePlace
beforeEach(async () => {
  place = await openVolumePlace()
})
afterEach(() => place[Symbol.asyncDispose]())

const write = (signal = new AbortController().signal) =>
  exportIndex({
    tools: place.tools,
    varDir: place.varDir,
    roots: [{ dir: '/a' }, { dir: '/b', away: 'it is' }],
    signal,
  })
const written = async () => JSON.parse(await readFile(`${place.varDir}/${EXPORT_NAME}`, 'utf8'))

it('finished rows’ files stand there with their pages, those of rows that share them too', async () => {
  const { id, path } = await finishRow(place.tools, 'Song')
  const loose = await place.song('music/Ada - Loose.wav', 1)
  await place.index()
  await place.tools.store.commit(() => place.tools.merges.put('another row', { recording: 1, owner: id }))
  await write()
  expect(await written()).toMatchObject({
    missing_paths: ['/b'],
    records: [
      { path: loose, title_cleaned: 'loose', page_ids: [] },
      { path, page_ids: [id, 'another row'] },
    ].sort((a, b) => (a.path < b.path ? -1 : 1)),
  })
})

/** More than are written together. */
const MANY = 20_000

async function addMany(): Promise<void> {
  const { store, seenFiles } = place.tools
  const { id } = await store.commit(() => seenFiles.putVolume('/many', '/'))
  await store.commit(() => {
    store.database.prepare('insert into seen_folder values (1000, ?, \'in "it"\')').run(id)
    const put = store.database.prepare("insert into seen_file values (1000, ?, ?, 1.5, 'found', 0, 0, '', '')")
    for (let n = 0; n < MANY; n += 1) put.run(`song ${n} of "many" \u2028 🎵.mp3`, n)
  })
}

it('is well-formed however much it is, and takes the place of the last one whole', async () => {
  await write()
  expect((await written()).records).toEqual([])
  await addMany()
  expect((await write()).records).toBe(MANY)
  const { records } = await written()
  expect(records).toHaveLength(MANY)
  expect(records[0]).toMatchObject({
    path: '/many/in "it"/song 0 of "many" \u2028 🎵.mp3',
    mtime: 0.0015,
    is_valid: null,
  })
})

it('cut off, it leaves what stood there', async () => {
  await write()
  await addMany()
  await expect(write(AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
  expect((await written()).records).toEqual([])
  expect((await readdir(place.varDir)).filter(name => name.includes(EXPORT_NAME))).toEqual([EXPORT_NAME])
})
