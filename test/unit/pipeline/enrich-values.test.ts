// Where the values of the stage "enrich" go: into the files, into the row, into columns of several types.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TagValues } from '../../../src/audio/tags/values.ts'
import { Transient } from '../../../src/errors.ts'
import type { Track } from '../../../src/model/track.ts'
import type { TRACK_COLUMNS } from '../../../src/notion/columns.ts'
import { inItsColumn, lackingFilter } from '../../../src/notion/lacking.ts'
import type { Schema } from '../../../src/notion/schema.ts'
import type { StageContext, TrackWork } from '../../../src/pipeline/stage.ts'
import { tag } from '../../../src/pipeline/stages/tag.ts'
import { writeBack } from '../../../src/pipeline/stages/write-back.ts'

const FOUND = {
  isrc: 'DEA112400123',
  album: 'Harbour Lights',
  label: 'Quay',
  releaseDate: '2024-05-31',
  genre: 'Deep House',
}
const SPOTIFY = { spotifyUrl: 'https://open.spotify.com/track/a', spotifyId: 'a' }
const RELEASE_PICTURE = 'https://pictures.example/release.jpg'
const SOURCE_PICTURE = 'https://pictures.example/source.jpg'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'enrich-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

function workOf(row: Partial<Track>, more: Partial<TrackWork> = {}): TrackWork {
  return {
    row: { id: 'row-1', tags: [], ...row },
    staging: dir,
    source: { path: 'media.mp3', artworkUrl: SOURCE_PICTURE },
    facts: { hasPicture: false },
    measured: { seconds: 312 },
    outputs: { wav: join(dir, 'out.wav') },
    sums: {},
    files: {},
    notes: [],
    found: FOUND,
    ...more,
  } as unknown as TrackWork
}

async function tagged(work: TrackWork, pictures: Record<string, string | Error> = {}): Promise<TagValues | undefined> {
  await writeFile(join(dir, 'out.wav'), 'w')
  const written: TagValues[] = []
  const tools = {
    outbox: { isOurs: () => false },
    sources: {
      fetchPicture: async (url: string) => {
        if (pictures[url] instanceof Error) throw pictures[url]
        return pictures[url]
      },
    },
    audio: {
      picture: async (path: string) => ({ path }),
      tag: async (_path: string, _format: string, given: TagValues) => void written.push(given),
    },
  }
  const log = { info() {} }
  await tag.run(work, { tools, log, signal: new AbortController().signal } as unknown as StageContext)
  return written[0]
}

describe('in the files', () => {
  const said = { isrc: 'F', label: 'F', date: '1999', genre: 'F', album: 'F' }
  const facts = { hasPicture: false, tags: said } as unknown as TrackWork['facts']
  const { releaseDate: date, ...found } = FOUND

  it('stands what was found', async () => expect(await tagged(workOf({}))).toMatchObject({ ...found, date }))

  it('not where the row says it; the source’s album, as in the row', async () => {
    expect(await tagged(workOf({}, { facts }))).toMatchObject({ ...found, date, album: 'F' })
    const row = { isrc: 'R', label: 'R', releaseDate: '2001', genre: 'R', album: 'R' }
    const { releaseDate: _, ...rest } = row
    expect(await tagged(workOf(row, { facts }))).toMatchObject({ ...rest, date: '2001' })
  })

  it.each<[string, Record<string, string | Error>, string | undefined]>([
    ['the release’s', { [RELEASE_PICTURE]: 'release', [SOURCE_PICTURE]: 'source' }, 'release'],
    ['else the source’s', { [SOURCE_PICTURE]: 'source' }, 'source'],
    [
      'also where the release’s is away',
      { [RELEASE_PICTURE]: new Transient('x'), [SOURCE_PICTURE]: 'source' },
      'source',
    ],
    ['else none', {}, undefined],
  ])('a picture: %s', async (_, pictures, path) => {
    const work = workOf({}, { found: { ...FOUND, artworkUrl: RELEASE_PICTURE } })
    expect((await tagged(work, pictures))?.picture).toBe(path)
  })
})

describe('in the row', () => {
  const written = async (row: Partial<Track>, found: TrackWork['found']) => {
    const tools = { outbox: { isOurs: () => false }, now: () => new Date(0) }
    const result = await writeBack.run(workOf(row, { found }), { tools } as unknown as StageContext)
    return 'written' in result ? (result.written ?? {}) : {}
  }

  it('stands what was found, with all else in one write, each only where the cell is empty', async () => {
    const fields = await written({}, { ...FOUND, ...SPOTIFY })
    for (const [field, value] of Object.entries({ ...FOUND, ...SPOTIFY, downloaded: true }))
      expect(fields[field], field).toEqual({ how: 'fill', value })
  })

  it('nothing that was not found', async () => {
    const fields = await written({ album: 'R' }, undefined)
    expect(Object.keys(FOUND).filter(field => field in fields)).toEqual([])
  })
})

describe('in columns', () => {
  const schemaOf = (types: Record<string, string>) =>
    ({
      columns: Object.fromEntries(
        Object.entries(types).map(([field, type]) => [field, { id: field, name: field, type }]),
      ),
    }) as unknown as Schema<keyof typeof TRACK_COLUMNS>

  it('one name is one option of a list; a year is no day', () => {
    const schema = schemaOf({ genre: 'multi_select', label: 'select', releaseDate: 'date', album: 'rich_text' })
    expect(inItsColumn(schema, 'genre', 'Deep House')).toEqual(['Deep House'])
    expect(inItsColumn(schema, 'label', 'Quay')).toBe('Quay')
    expect(inItsColumn(schema, 'releaseDate', '2024-05-31')).toBe('2024-05-31')
    expect(inItsColumn(schema, 'releaseDate', '2024')).toBeUndefined()
    expect(inItsColumn(schemaOf({ releaseDate: 'rich_text' }), 'releaseDate', '2024')).toBe('2024')
    expect(inItsColumn(schema, 'album', '2024')).toBe('2024')
  })

  it('without a column for any of it, or for the artist, no row is looked for', () => {
    expect(lackingFilter(schemaOf({ title: 'title', artist: 'rich_text' }))).toBeUndefined()
    expect(lackingFilter(schemaOf({ title: 'title', isrc: 'rich_text' }))).toBeUndefined()
    expect(lackingFilter(schemaOf({ title: 'title', artist: 'rich_text', isrc: 'rich_text' }))).toEqual({
      and: [
        { property: 'title', title: { is_not_empty: true } },
        { property: 'artist', rich_text: { is_not_empty: true } },
        { or: [{ property: 'isrc', rich_text: { is_empty: true } }] },
      ],
    })
  })
})
