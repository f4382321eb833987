// A plan of `dedupe` is done, and taken back: to the same state as before.

import { existsSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DedupePlace, openDedupePlace, type SongRow } from '../support/applied-place.ts'

let place: DedupePlace
beforeEach(async () => {
  place = await openDedupePlace()
}, 60_000)
afterEach(() => place[Symbol.asyncDispose]())

const LABEL = { label: { how: 'fill', value: 'Low Records' }, tempo: { how: 'fill', value: 120 } } as const

async function twins(seed: number): Promise<[SongRow, SongRow]> {
  const title = `Song ${seed}`
  return [await place.song({ title, seed }), await place.song({ title, seed, louder: 0.7, cells: LABEL })]
}

async function planFor(...pairs: readonly [SongRow, SongRow][]) {
  const groups = []
  for (const [kept, goes] of pairs)
    groups.push([
      await place.copy(kept, { cells: {} }),
      await place.copy(goes, { cells: { label: 'Low Records', tempo: 120 } }),
    ])
  return place.plan(groups)
}

describe('an applied plan', () => {
  it('does just what it says, once, and is taken back to the very state before', { timeout: 60_000 }, async () => {
    const [kept, goes] = await twins(7)
    const { tools } = place
    await tools.knownPlaylists.keep({ key: 'https://soundcloud.com/a/sets/b', title: 'A set', page: '' })
    const entry = { entry: 'e', artist: '', title: 'Song 7', seconds: 12, path: '', page: goes.page }
    await tools.knownPlaylists.keepEntry('https://soundcloud.com/a/sets/b', 0, entry)
    const before = await place.state([kept, goes])
    const plan = await planFor([kept, goes])

    expect(await place.apply(plan, { dryRun: true })).toMatchObject({
      code: 0,
      data: { groups: [{ state: 'would be done', record: { files: [{ path: goes.path }] } }] },
    })
    expect(await place.state([kept, goes])).toEqual(before)

    const { code, data } = await place.apply(plan)
    expect([code, data.groups?.map(({ state, notes }) => [state, notes])]).toEqual([0, [['done', []]]])
    expect(existsSync(goes.path)).toBe(false)
    expect(existsSync(data.groups?.[0]?.record?.files[0]?.kept ?? '')).toBe(true)
    const tracks = await tools.tracks()
    expect(await tracks.read(kept.page)).toMatchObject({ label: 'Low Records', tempo: 120, wavPath: kept.path })
    expect(await tracks.read(goes.page)).toMatchObject({ inTrash: true })
    expect(tools.recordings.findBy({ link: 'https://example.org/Song-7-0.7.wav' }).map(({ id }) => id)).toEqual([
      kept.recording,
    ])
    expect(tools.recordings.findBy({ page: goes.page }).map(({ id }) => id)).toEqual([kept.recording])
    expect([tools.recordings.findAt(goes.path), tools.journal.filesOf(goes.page)]).toEqual([undefined, []])
    expect(tools.knownPlaylists.placesOf(kept.page)).toHaveLength(1)
    expect(await place.apply(plan)).toMatchObject({ code: 0, data: { text: 'It was applied already.' } })

    expect(await place.undo()).toMatchObject({ code: 0, data: { id: data.id, left: [] } })
    const after = await place.state([kept, goes])
    const lists = Object.keys(after.files).filter(name => name.endsWith('.m3u8'))
    expect({ ...after, files: without(after.files, lists) }).toEqual(before)
    expect(await place.undo('list')).toMatchObject({ data: { plans: [{ id: data.id, state: 'undone' }] } })
    await expect(place.undo(data.id)).rejects.toThrow('taken back already')
  })
})

const without = (files: Record<string, string>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(files).filter(([name]) => !names.includes(name)))
