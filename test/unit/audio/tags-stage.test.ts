// What the stage "tag" puts into the files of a row.

import { writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { Cover } from '../../../src/audio/artwork.ts'
import type { TagValues } from '../../../src/audio/tags/values.ts'
import type { Track } from '../../../src/model/track.ts'
import type { StageContext, TrackWork } from '../../../src/pipeline/stage.ts'
import { tag } from '../../../src/pipeline/stages/tag.ts'
import { type Folder, openFolder } from './files.ts'

interface Pictures {
  /** What is behind the link of a picture. */
  fetched?: Cover
  inside?: Cover
}

async function tagged(folder: Folder, row: Partial<Track>, more: Partial<TrackWork> = {}, pictures: Pictures = {}) {
  const outputs = { wav: folder.at('out.wav'), mp3: folder.at('out.mp3') }
  for (const path of Object.values(outputs)) await writeFile(path, path)
  const written: [string, string, TagValues][] = []
  const tools = {
    outbox: { isOurs: () => false },
    sources: { fetchPicture: async () => pictures.fetched && folder.at('cover.png') },
    audio: {
      picture: async (_: string, { from }: { from: string }) => (from === 'audio' ? pictures.inside : pictures.fetched),
      tag: async (path: string, format: string, values: TagValues) => void written.push([path, format, values]),
    },
  }
  const context = { tools, log: { info() {} }, signal: new AbortController().signal } as unknown as StageContext
  const source = { path: folder.at('media.mp3'), origin: 'Direct', bytes: 1, sha256: 'ab12' }
  const facts = { codec: 'mp3', bitRate: 128_000, sampleRate: 44_100, hasPicture: Boolean(pictures.inside) }
  const work = {
    row: { id: 'row-1', tags: [], ...row },
    staging: folder.dir,
    source,
    facts,
    outputs,
    sums: {},
    notes: ['n'],
    ...more,
  }
  const result = await tag.run(work as unknown as TrackWork, context)
  const [first, second] = written
  expect(first?.slice(0, 2)).toEqual([outputs.wav, 'wav'])
  expect(second?.slice(0, 2)).toEqual([outputs.mp3, 'mp3'])
  expect(second?.[2]).toEqual(first?.[2])
  return { values: first?.[2], result: result as TrackWork }
}

describe('the stage "tag"', () => {
  it('writes what the row says, and its mark', async () => {
    await using folder = await openFolder()
    const row = {
      title: ' T\n',
      label: 'L',
      composer: 'C',
      remixer: 'R',
      genre: 'G',
      isrc: 'I',
      trackNumber: 3,
      discNumber: 1,
    }
    const { values, result } = await tagged(
      folder,
      { ...row, releaseDate: '2024-05-31', tempo: 120.5, key: 'A minor' },
      { link: 'https://a.example/b' },
    )
    expect(values).toEqual({
      ...row,
      title: 'T',
      artist: undefined,
      album: undefined,
      date: '2024-05-31',
      tempo: 120.5,
      key: 'Am',
      madeOf: { codec: 'mp3', isLossless: false, bitRate: 128, sampleRate: 44_100 },
      comment: 'https://a.example/b',
      own: { page: 'row-1', source: 'https://a.example/b', sha256: 'ab12' },
      picture: undefined,
    })
    expect(Object.keys(result.sums)).toEqual(['wav', 'mp3'])
    expect(result.notes).toEqual(['n'])
  })

  it.each([
    [{ releaseDate: '2024' }, { date: '2024' }],
    [{ releaseDate: '2024-05-31T10:00:00Z → 2025-01-01' }, { date: '2024-05-31' }],
    [{ releaseDate: 'in May 2024' }, { date: undefined }],
    [{ releaseDate: '20240531' }, { date: undefined }],
    [
      { trackNumber: 2.5, discNumber: -1 },
      { trackNumber: undefined, discNumber: undefined },
    ],
    [{ tempo: 99_999 }, { tempo: undefined }],
    [{ title: `${'a'.repeat(999)}🎛️` }, { title: 'a'.repeat(999) }],
    [
      { title: '\0\u0007', artist: '\ud83c x' },
      { title: undefined, artist: 'x' },
    ],
  ])('%j becomes %j, which every container can hold', async (row, expected) => {
    await using folder = await openFolder()
    const { values } = await tagged(folder, row)
    expect(values).toMatchObject(expected)
  })

  it('what the source file says is kept where the row says nothing', async () => {
    await using folder = await openFolder()
    const tags = { title: 'T', album: 'A', label: 'L', isrc: 'I', genre: 'House', date: '2019', albumArtist: 'AA' }
    const { values } = await tagged(folder, { genre: 'Techno' }, { facts: { tags } as unknown as TrackWork['facts'] })
    expect(values).toMatchObject({ ...tags, genre: 'Techno' })
  })

  it('a link to a file on this machine stays out of the files', async () => {
    await using folder = await openFolder()
    const { values } = await tagged(folder, {}, { link: 'file:///home/me/a.wav' })
    expect(values).toMatchObject({ comment: undefined, own: { page: 'row-1', source: undefined } })
  })

  it.each<[string, Partial<Track>, Pictures, string | undefined, string[]]>([
    [
      'the row’s picture first',
      { artworkUrl: 'https://p' },
      { fetched: { path: 'a' }, inside: { path: 'b' } },
      'a',
      ['n'],
    ],
    ['else the one in the source', {}, { inside: { path: 'b' } }, 'b', ['n']],
    [
      'one that is none is left out',
      {},
      { inside: { leftOut: 'why' } },
      undefined,
      ['n', 'the cover was left out: why'],
    ],
    ['none at all', {}, {}, undefined, ['n']],
  ])('a cover: %s', async (_, row, pictures, path, notes) => {
    await using folder = await openFolder()
    const { values, result } = await tagged(folder, row, {}, pictures)
    expect(values?.picture).toBe(path)
    expect(result.notes).toEqual(notes)
  })
})
