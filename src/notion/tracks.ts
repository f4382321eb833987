// The Music Tracks database in our words.

import { ERROR_TAGS, isFault } from '../errors.ts'
import type { Track, TrackChanges } from '../model/track.ts'
import { linkKey, linkKind } from '../model/url.ts'
import type { RowPort } from '../model/write.ts'
import { readCheckbox, readNames, readNumber, readText } from './cells.ts'
import { cursorAt } from './changes.ts'
import type { Notion } from './client.ts'
import { TRACK_COLUMNS } from './columns.ts'
import { openMadeRows } from './made-rows.ts'
import type { Row } from './page.ts'
import { openPageTable, type PageTable } from './pages.ts'
import type { Filter } from './query.ts'
import { readable } from './readable.ts'
import { openRowPort } from './row-port.ts'
import type { Column, Schema } from './schema.ts'

type TrackField = keyof typeof TRACK_COLUMNS

export interface WantingQuery {
  limit?: number
  /** Also rows without a link, that have a Spotify id or an artist. */
  unlinked?: boolean
}

export interface TrackTable {
  readonly databaseTitle: string
  readonly absent: readonly string[]
  /**
   * Rows that look as if they want work, oldest first: not downloaded, no path, no Eagle id, a link, no error tag. The rule
   * itself is `wantsWork`.
   */
  listWanting(options: WantingQuery): Promise<Track[]>
  /** Rows with an error tag. */
  listFailed(limit: number): Promise<Track[]>
  /** Rows one of whose links may be the same as `link`; compare canonical forms. */
  listByLink(link: string): Promise<Track[]>
  /** Every row, oldest first. */
  listAll(): Promise<Track[]>
  /**
   * Rows that a person or the program changed since, in whatever they hold: a wake-up to read them, not news of what they want.
   * @param known the `next` of the last look, kept together with what was done about its rows; without it: all rows
   */
  changedSince(known: string | Date | undefined): Promise<{ tracks: Track[]; next: string }>
  read(id: string): Promise<Track>
  /** At once; what a run writes goes through the outbox, over `rows`. */
  update(id: string, changes: TrackChanges): Promise<Track>
  readonly rows: RowPort
  create(row: { title: string; artist?: string; link?: string }): Promise<Track>
}

const LINK_FIELDS = ['sourceUrl', 'soundcloudUrl', 'youtubeUrl'] as const
const MOST_PER_CYCLE = 5000
/** A filter is always given, so that a query can be cut into windows. */
const EVERY_ROW: Filter = { timestamp: 'created_time', created_time: { on_or_after: '2000-01-01' } }

export async function openTracks(notion: Notion, databaseId: string): Promise<TrackTable> {
  const table = await openPageTable(notion, databaseId, TRACK_COLUMNS)
  const made = openMadeRows(notion.memory, table.schema.dataSourceId)
  return {
    get databaseTitle() {
      return table.schema.databaseTitle
    },
    get absent() {
      return table.schema.absent
    },
    async listWanting(query) {
      const rows = await table.query({
        filter: schema => wantingFilter(schema, query),
        limit: query.limit ?? MOST_PER_CYCLE,
      })
      return readable(rows, toTrack, notion.log)
    },
    async listFailed(limit) {
      return readable(await table.query({ filter: failedFilter, limit }), toTrack, notion.log)
    },
    async listByLink(link) {
      const key = linkKey(link)
      if (!key) return []
      const found = await table.query({ filter: schema => linkFilter(schema, key) })
      const unseen = made.idsOf(key, Date.now()).filter(id => !found.some(({ page }) => page.id === id))
      const read = await Promise.all(unseen.map(id => readIfThere(table, id)))
      return readable([...found, ...read.filter(row => row !== undefined)], toTrack, notion.log)
    },
    listAll: async () => (await table.query({ filter: () => EVERY_ROW })).map(toTrack),
    async changedSince(known) {
      const { rows, next } = await table.changedSince(known instanceof Date ? cursorAt(known) : known)
      return { tracks: readable(rows, toTrack, notion.log), next }
    },
    read: async id => toTrack(await table.read(id)),
    update: async (id, changes) => toTrack(await table.write(id, () => changes)),
    rows: openRowPort(table),
    async create({ title, artist, link }) {
      const key = link && linkKey(link)
      const remember = (id: string) => key && made.add(key, id, Date.now())
      try {
        const row = await table.create(schema => ({
          title,
          artist,
          ...(link ? { [linkField(schema, link)]: link } : {}),
        }))
        remember(row.page.id)
        return toTrack(row)
      } catch (error) {
        if (isFault(error) && typeof error.fields.page === 'string') remember(error.fields.page)
        throw error
      }
    },
  }
}

/** A row that was removed since is none. */
async function readIfThere(table: PageTable<TrackField>, id: string): Promise<Row<TrackField> | undefined> {
  try {
    return await table.read(id)
  } catch (error) {
    if (isFault(error) && error.fields.status === 404) return undefined
    throw error
  }
}

function wantingFilter(schema: Schema<TrackField>, { unlinked }: WantingQuery): Filter {
  const empty = present(schema, 'm4aPath', 'wavPath', 'aiffPath', 'eagleId').map(column => ({
    property: column.id,
    [column.type]: { is_empty: true },
  }))
  const inputs: TrackField[] = unlinked ? [...LINK_FIELDS, 'spotifyUrl', 'spotifyId', 'artist'] : [...LINK_FIELDS]
  const given = present(schema, ...inputs).map(column => ({
    property: column.id,
    [column.type]: { is_not_empty: true },
  }))
  const unfinished = present(schema, 'downloaded').map(column => ({ property: column.id, checkbox: { equals: false } }))
  const untagged = present(schema, 'tags').map(column => ({
    property: column.id,
    multi_select: { does_not_contain: [...ERROR_TAGS] },
  }))
  return { and: [...unfinished, ...empty, { or: given }, ...untagged] }
}

function failedFilter(schema: Schema<TrackField>): Filter {
  const tags = present(schema, 'tags')
  return { or: tags.map(column => ({ property: column.id, multi_select: { contains: [...ERROR_TAGS] } })) }
}

function linkFilter(schema: Schema<TrackField>, key: string): Filter | undefined {
  const columns = present(schema, ...LINK_FIELDS)
  if (columns.length === 0) return undefined
  return { or: columns.map(column => ({ property: column.id, [column.type]: { contains: key } })) }
}

function present(schema: Schema<TrackField>, ...fields: TrackField[]): Column[] {
  return fields.flatMap(field => schema.columns[field] ?? [])
}

/** The column a link belongs to: never a YouTube link in the SoundCloud column. */
function linkField(schema: Schema<TrackField>, link: string): (typeof LINK_FIELDS)[number] {
  const kind = linkKind(link)
  const field = kind === 'soundcloud' ? 'soundcloudUrl' : kind === 'youtube' ? 'youtubeUrl' : 'sourceUrl'
  return schema.columns[field] ? field : 'sourceUrl'
}

function toTrack({ page, cells }: Row<TrackField>): Track {
  return {
    id: page.id,
    createdAt: page.created_time,
    editedAt: page.last_edited_time,
    inTrash: page.in_trash || page.is_archived,
    title: readText(cells.title),
    artist: readText(cells.artist),
    album: readText(cells.album),
    soundcloudUrl: readText(cells.soundcloudUrl),
    youtubeUrl: readText(cells.youtubeUrl),
    spotifyUrl: readText(cells.spotifyUrl),
    spotifyId: readText(cells.spotifyId),
    sourceUrl: readText(cells.sourceUrl),
    isrc: readText(cells.isrc),
    genre: readText(cells.genre),
    label: readText(cells.label),
    composer: readText(cells.composer),
    remixer: readText(cells.remixer),
    releaseDate: readText(cells.releaseDate),
    trackNumber: readNumber(cells.trackNumber),
    discNumber: readNumber(cells.discNumber),
    downloaded: readCheckbox(cells.downloaded),
    m4aPath: readText(cells.m4aPath),
    wavPath: readText(cells.wavPath),
    aiffPath: readText(cells.aiffPath),
    eagleId: readText(cells.eagleId),
    tempo: readNumber(cells.tempo),
    key: readText(cells.key),
    tags: readNames(cells.tags),
    summary: readText(cells.summary),
    artworkUrl: page.cover?.external?.url,
  }
}
