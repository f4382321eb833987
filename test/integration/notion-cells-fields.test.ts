import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '../../src/log.ts'
import { type CellValue, writeCell } from '../../src/notion/cells.ts'
import { type Notion, openNotion } from '../../src/notion/client.ts'
import {
  ARTIST_COLUMNS,
  type ColumnType,
  type DescribedColumn,
  PLAYLIST_COLUMNS,
  TASK_COLUMNS,
  TRACK_COLUMNS,
} from '../../src/notion/columns.ts'
import { openTasks, type TaskTable } from '../../src/notion/tasks.ts'
import { openTracks, type TrackTable } from '../../src/notion/tracks.ts'
import { at, type Json, openApi, type TestApi } from '../unit/workspace/open-client.ts'

let api: TestApi
let notion: Notion
let tasks: TaskTable
let tracks: TrackTable

beforeAll(async () => {
  api = openApi()
  notion = openNotion({
    token: 'local',
    baseUrl: 'https://api.notion.com',
    requestsPerMinute: 100_000,
    fetch: api.workspace.fetch,
    log: silentLog,
    signal: new AbortController().signal,
  })
  tasks = await openTasks(notion, api.workspace.ids.agentTasks)
  tracks = await openTracks(notion, api.workspace.ids.tracks)
})
afterAll(async () => {
  await notion.close()
  api.workspace.close()
})

const firstName = ({ madeAs, names }: DescribedColumn) => madeAs ?? names[0] ?? ''
const described = (columns: Record<string, DescribedColumn>) => Object.entries(columns)
const whichAre = (columns: Record<string, DescribedColumn>, way: 'reads' | 'writes') =>
  Object.values(columns)
    .filter(column => column[way] !== undefined)
    .map(firstName)
    .toSorted()

const EXAMPLES: Partial<Record<ColumnType, CellValue>> = {
  title: 'other',
  rich_text: 'other',
  url: 'https://other.example',
  number: 7,
  checkbox: true,
  select: 'other',
  status: 'Review',
  multi_select: ['other'],
  date: '2026-07-04',
}

async function sourceOf(database: string): Promise<string> {
  return String(at(await api.send('get', `databases/${database}`), 'data_sources', 0, 'id'))
}
interface Property {
  name: string
  type: ColumnType
  relation?: { data_source_id: string }
}

async function propertiesOf(database: string): Promise<Record<string, Property>> {
  const source = await api.send('get', `data_sources/${await sourceOf(database)}`)
  return source.properties as Record<string, Property>
}
const relationTo = async (source: string) => ({ ids: [await api.addRow(source, {})], complete: true })
const valuesOf = async (id: string) => (await api.send('get', `pages/${id}`)).properties as Json

/** Names of the columns that a work leaves with another value than `before`. */
async function changedBy(before: Json, id: string): Promise<string[]> {
  const after = await valuesOf(id)
  return Object.keys(after).filter(name => JSON.stringify(after[name]) !== JSON.stringify(before[name]))
}

/** Names of the columns whose value makes a difference to what is read of a row. */
async function readBy(database: string, read: (id: string) => Promise<object>): Promise<string[]> {
  const properties = Object.values(await propertiesOf(database))
  const source = await sourceOf(database)
  const seen: string[] = []
  for (const column of properties) {
    const value = column.relation ? await relationTo(column.relation.data_source_id) : EXAMPLES[column.type]
    if (value === undefined) continue
    const id = await api.addRow(source, {})
    const before = { ...(await read(id)), editedAt: '' }
    await api.send('patch', `pages/${id}`, { properties: { [column.name]: writeCell(column, value) } })
    const after = { ...(await read(id)), editedAt: '' }
    if (JSON.stringify(before) !== JSON.stringify(after)) seen.push(column.name)
  }
  return seen.toSorted()
}

describe('the columns of the local workspace', () => {
  it.each([
    ['agentTasks', TASK_COLUMNS],
    ['tracks', TRACK_COLUMNS],
    ['playlists', PLAYLIST_COLUMNS],
    ['artists', ARTIST_COLUMNS],
  ] as const)('%s has each field under its first name', async (database, columns) => {
    const properties = await propertiesOf(api.workspace.ids[database] ?? '')
    for (const [field, column] of described(columns)) {
      expect(properties[firstName(column)]?.name, field).toBe(firstName(column))
      expect(column.types, field).toContain(properties[firstName(column)]?.type)
    }
  })
})

describe('what docs/columns.md says is read and written', () => {
  it('tasks: is read', async () => {
    const seen = await readBy(api.workspace.ids.agentTasks, id => tasks.read(id))
    expect(seen).toEqual(whichAre(TASK_COLUMNS, 'reads'))
  })

  it('tracks: is read', async () => {
    const seen = await readBy(api.workspace.ids.tracks, id => tracks.read(id))
    expect(seen).toEqual(whichAre(TRACK_COLUMNS, 'reads'))
  })

  it('tasks: is written', async () => {
    const empty = await valuesOf(await api.addRow(await sourceOf(api.workspace.ids.agentTasks), {}))
    const made = await tasks.create({ title: 'a', description: 'b', agent: 'Claude MM1 Agent' })
    await tasks.update(made.id, { status: 'Failed', result: 'c', blockingReason: 'd' })
    expect((await changedBy(empty, made.id)).toSorted()).toEqual(whichAre(TASK_COLUMNS, 'writes'))
  })

  it('tracks: is written', async () => {
    const empty = await valuesOf(await api.addRow(await sourceOf(api.workspace.ids.tracks), {}))
    const changed = new Set<string>()
    for (const link of ['https://soundcloud.com/a/b', 'https://youtu.be/abcdefghijk', 'https://a.example/b.wav']) {
      const { id } = await tracks.create({ title: 'a', artist: 'b', link })
      for (const name of await changedBy(empty, id)) changed.add(name)
    }
    const { id } = await tracks.create({ title: 'a' })
    await tracks.update(id, {
      downloaded: true,
      title: 'c',
      artist: 'd',
      album: 'e',
      isrc: 'DEA112400123',
      label: 'h',
      releaseDate: '2024-05-31',
      genre: 'i',
      spotifyUrl: 'https://open.spotify.com/track/a',
      spotifyId: 'a',
      m4aPath: '/m4a',
      wavPath: '/wav',
      aiffPath: '/aiff',
      tempo: 120,
      key: 'G Major',
      camelot: '9B',
      duration: 200.5,
      loudness: -9.1,
      peak: 0.2,
      loudnessRange: 6.1,
      tempoConfidence: 0.97,
      keyConfidence: 0.8,
      codec: 'mp3',
      bitRate: 320,
      sampleRate: 44_100,
      channels: 2,
      cutoff: 20_100,
      fingerprint: 'f'.repeat(5000),
      eagleId: 'K000000000001',
      tags: ['SC_404'],
      source: 'SoundCloud, search',
      processedAt: '2026-07-04T10:00:00.000Z',
      summary: 'g',
    } satisfies Required<Parameters<TrackTable['update']>[1]>)
    await tracks.rows.read(id)
    const pageIn = async (database = '') => (await relationTo(await sourceOf(database))).ids
    const { playlists, artists } = api.workspace.ids
    await tracks.rows.write(id, { playlists: await pageIn(playlists), artists: await pageIn(artists) })
    for (const name of await changedBy(empty, id)) changed.add(name)
    expect([...changed].toSorted()).toEqual(whichAre(TRACK_COLUMNS, 'writes'))
  })
})
