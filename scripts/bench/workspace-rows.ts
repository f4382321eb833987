// Made-up music tracks for the workspace's bench, and what is asked of them.

import type { Json } from '../../src/workspace/api/check.ts'
import { BOT_ID } from '../../src/workspace/api/identity.ts'
import type { Call } from '../../src/workspace/api/route.ts'
import { defaultIds } from '../../src/workspace/demo/default-databases.ts'
import { onlyDataSource } from '../../src/workspace/routes/lookup.ts'
import { createPage } from '../../src/workspace/routes/pages.ts'
import { openDatabase } from '../../src/workspace/store/open-database.ts'
import { openStore, type Store } from '../../src/workspace/store/store.ts'
import { openWorkspace } from '../../src/workspace/workspace.ts'

const where = (property: string, condition: Json): Json => ({ property, ...condition })
const by = (property: string, direction = 'ascending'): Json[] => [{ property, direction }]
const contains = (property: string, text: string): Json => where(property, { rich_text: { contains: text } })

/** By what they filter and sort. */
export const TRACK_QUERIES: Record<string, Json> = {
  'select, sorted by title': { filter: where('Genre', { select: { equals: 'Genre 3' } }), sorts: by('Title') },
  'checkbox, sorted by tempo': {
    filter: where('Downloaded', { checkbox: { equals: false } }),
    sorts: by('Tempo', 'descending'),
  },
  'range of numbers, sorted by date': {
    filter: {
      and: [
        where('Tempo', { number: { greater_than: 100 } }),
        where('Tempo', { number: { less_than_or_equal_to: 130 } }),
      ],
    },
    sorts: by('Release Date'),
  },
  'range of dates, sorted by title': {
    filter: where('Release Date', { date: { on_or_after: '2015-06-01' } }),
    sorts: by('Title'),
  },
  'three texts, sorted by title': {
    filter: {
      or: [
        where('Title', { title: { contains: 'river 77' } }),
        contains('Artist Name', 'river 77'),
        contains('Album', 'river 77'),
      ],
    },
    sorts: by('Title'),
  },
  'part of a long text, sorted by title': {
    filter: contains('Audio Processing Summary', 'storm 4242'),
    sorts: by('Title'),
  },
  'no filter, sorted by genre and title': { sorts: [...by('Genre'), ...by('Title')] },
}

const WORDS = 'love night sun dance river fire moon heart blue deep run city light storm wave gold dream rain'.split(
  ' ',
)

/** Makes a workspace with so many tracks. @returns the table and the ids of its rows */
export function fillTracks(file: string, size: number): { table: string; ids: string[] } {
  openWorkspace({ file }).close()
  const { database } = openDatabase(file, false, () => {})
  const store = openStore(database, Date.now)
  const table = onlyDataSource(store, defaultIds(store)?.tracks ?? '').id
  const ids = store.transaction('write', () =>
    Array.from({ length: size }, (_, index) => addTrack(store, table, index)),
  )
  database.close()
  return { table, ids }
}

function addTrack(store: Store, table: string, index: number): string {
  const call: Call = {
    store,
    limits: { queryRows: 0 },
    now: Date.UTC(2024, 0, 1) + index * 60_000,
    version: '2025-09-03',
    user: BOT_ID,
    origin: '',
    path: {},
    query: new URLSearchParams(),
    body: { parent: { data_source_id: table }, properties: trackOf(index) },
  }
  return String(createPage(call).id)
}

function trackOf(index: number): Json {
  const path = `/volumes/music/library/${phrase(index, 2)}/${phrase(index + 5, 2)}/${index}`
  return {
    Title: { title: [{ text: { content: `${phrase(index, 3)} ${index}` } }] },
    'Artist Name': text(phrase(index * 3, 2)),
    Album: text(phrase(index * 5, 2)),
    URL: { url: `https://example.org/${phrase(index, 2).replaceAll(' ', '-')}/${index}` },
    'Spotify ID': text(`${index}`.padStart(22, 'x')),
    ISRC: text(`USRC1${index}`),
    Downloaded: { checkbox: index % 2 === 0 },
    'M4A File Path': text(`${path}.m4a`),
    'WAV File Path': text(`${path}.wav`),
    'AIFF File Path': text(`${path}.aiff`),
    Tempo: { number: 60 + ((index * 37) % 1400) / 10 },
    'Key ': text('A minor'),
    Camelot: text('8A'),
    'Audio Duration (seconds)': { number: 100 + ((index * 53) % 300) },
    'Audio LUFS Level': { number: -((index * 7) % 200) / 10 },
    Fingerprint: text(
      Array.from({ length: 150 }, (_, at) => ((index * 7919 + at * 104_729) % 1_000_003).toString(36)).join(''),
    ),
    'Eagle File ID': text(`L${index}ABC`),
    'Audio Processing Summary': text(`${phrase(index, 250)} ${phrase(index, 1)} ${index}`),
    Genre: { select: { name: `Genre ${(index * 11) % 8}` } },
    Label: text(phrase(index * 7, 2)),
    'Release Date': {
      date: { start: new Date(Date.UTC(2010 + (index % 14), index % 12, 1 + (index % 28))).toISOString().slice(0, 10) },
    },
  }
}

const text = (content: string): Json => ({ rich_text: [{ text: { content } }] })

const phrase = (seed: number, length: number): string =>
  Array.from({ length }, (_, at) => WORDS[(seed * 31 + at * at * 17 + at * (seed % 13)) % WORDS.length]).join(' ')
