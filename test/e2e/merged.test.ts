// Rows of a recording that is there already share its files, and nothing is converted again.

import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tags, text } from '../support/bench.ts'
import { MERGED, type MergedPlace, openMergedPlace } from '../support/merged-place.ts'

let place: MergedPlace
beforeEach(async () => {
  place = await openMergedPlace()
})
afterEach(() => place[Symbol.asyncDispose]())

/** Without a program that makes fingerprints quickly a copy is known when it is measured (docs/library.md). */
const HEARS_EARLY = spawnSync('fpcalc', ['-version']).status === 0

describe('the same recording', () => {
  it.each([
    ['as MP3 128k', 'copy.mp3', ['-b:a', '128k']],
    ['as AAC with other tags', 'copy.m4a', ['-c:a', 'aac', '-b:a', '128k', '-metadata', 'title=Something Else']],
    ['with two seconds of silence before it', 'copy.mp3', ['-af', 'adelay=2000|2000', '-b:a', '192k']],
    ['the very same file elsewhere', 'copy.wav', ['-c', 'copy']],
  ])('%s shares the files that are there, and where it is heard early nothing is converted', async (_, name, how) => {
    const first = await place.addTrack('Night Ferry', await place.upload('first.wav'))
    await place.house.cycle()
    const second = await place.addTrack('Night Ferry', await place.upload(name, { how }), tags('my own'))
    if (HEARS_EARLY)
      place.house.hooks.at(second, 'convert and analyse', () => Promise.reject(new Error('it is converted again')))
    expect(await place.house.cycle()).toMatchObject([{ id: second, kind: 'done' }])
    await place.expectMerged(second, first)
    expect(await place.tagsOf(second)).toContain('my own')
    await place.expectOwn(first)
    expect(await place.songs()).toHaveLength(1)
    expect(await place.house.leftovers()).toEqual([])
    expect(await place.house.cycle()).toEqual([])
  })

  it('of two rows in one cycle: one is filed, the other shares its files', async () => {
    const ids = [
      await place.addTrack('Night Ferry', await place.upload('a.wav')),
      await place.addTrack('Night Ferry', await place.upload('b.wav', { skip: 0.3 })),
    ]
    expect((await place.house.cycle()).map(({ kind }) => kind)).toEqual(['done', 'done'])
    const merged = await Promise.all(ids.map(async id => (await place.tagsOf(id)) as string[]))
    const [second] = ids.filter((_, index) => merged[index]?.includes(MERGED))
    const [first] = ids.filter(id => id !== second)
    await place.expectMerged(second ?? '', first ?? '')
    await place.expectOwn(first ?? '')
    expect(await place.songs()).toHaveLength(1)
  })

  it('with a tempo and a key of a person’s keeps them', async () => {
    await place.addTrack('Night Ferry', await place.upload('first.wav'))
    await place.house.cycle()
    const second = await place.addTrack('Night Ferry', await place.upload('copy.mp3', { how: ['-b:a', '128k'] }), {
      Tempo: { number: 77.5 },
      'Key ': text('rich_text', 'D Minor'),
    })
    await place.house.cycle()
    const { cell } = await place.house.row(second)
    expect([cell('Tempo'), cell('Key '), cell('Camelot') || '']).toEqual([77.5, 'D Minor', ''])
    expect(await place.tagsOf(second)).toEqual([MERGED])
  })

  it('of which the files are not whole any more is done anew', async () => {
    const first = await place.addTrack('Night Ferry', await place.upload('first.wav'))
    await place.house.cycle()
    const [, path] = await place.pathsOf(first)
    await writeFile(String(path), 'cut')
    const second = await place.addTrack('Night Ferry', await place.upload('copy.mp3', { how: ['-b:a', '128k'] }))
    expect(await place.house.cycle()).toMatchObject([{ id: second, kind: 'done' }])
    await place.expectOwn(second)
    expect(await place.summaryOf(second)).toContain('whose files are not whole any more')
  })
})
