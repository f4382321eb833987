// The Music Tracks database in our words.

import { isFault } from '../errors.ts'
import type { Track, TrackChanges } from '../model/track.ts'
import { canonicalLink, linkField, linkKey } from '../model/url.ts'
import type { RowPort } from '../model/write.ts'
import { readCheckbox, readNames, readNumber, readText } from './cells.ts'
import { cursorAt } from './changes.ts'
import type { Notion } from './client.ts'
import { TRACK_COLUMNS } from './columns.ts'
import { inItsColumn, lackingFilter } from './lacking.ts'
import { openMadeRows } from './made-rows.ts'
import type { Row, Values } from './page.ts'
import { openPageTable, type PageTable } from './pages.ts'
import type { Filter } from './query.ts'
import { readable } from './readable.ts'
import { openRowPort } from './row-port.ts'
import type { Schema } from './schema.ts'
import {
  type Alike,
  alikeFilter,
  failedFilter,
  keyFilter,
  LINK_FIELDS,
  SPOTIFY_FIELDS,
  type TrackField,
  type WantingQuery,
  wantingFilter,
} from './track-filters.ts'

export interface NewTrack {
  title: string
  artist?: string
  /** Where its audio is. */
  link?: string
  spotifyId?: string
  isrc?: string
}

export interface TrackTable {
  readonly databaseTitle: string
  readonly dataSourceId: string
  readonly absent: readonly string[]
  /**
   * Rows that look as if they want work, oldest first: not downloaded, no path, no Eagle id, a link, no error tag. The rule
   * itself is `wantsWork`.
   */
  listWanting(options: WantingQuery): Promise<Track[]>
  /** Rows with a title and an artist whose release is not known whole, oldest first. */
  listLacking(limit?: number): Promise<Track[]>
  /** Rows with an error tag. */
  listFailed(limit: number): Promise<Track[]>
  /** Rows one of whose links may be the same as `link`; compare canonical forms. */
  listByLink(link: string): Promise<Track[]>
  /** Rows that may be this track of Spotify's; compare ids. */
  listBySpotifyId(id: string): Promise<Track[]>
  /** Rows that may be this recording, by its code or by the words of title and artist; compare both. */
  listAlike(recording: Alike): Promise<Track[]>
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
  create(row: NewTrack): Promise<Track>
}

const MOST_PER_CYCLE = 5000
/** A filter is always given, so that a query can be cut into windows. */
const EVERY_ROW: Filter = { timestamp: 'created_time', created_time: { on_or_after: '2000-01-01' } }

export async function openTracks(notion: Notion, databaseId: string): Promise<TrackTable> {
  const table = await openPageTable(notion, databaseId, TRACK_COLUMNS)
  const made = openMadeRows(notion.memory, table.schema.dataSourceId)

  /** Rows with the text in one of these fields, and those made so lately that a query may not know them. */
  async function listByKey(key: string, fields: readonly TrackField[]): Promise<Track[]> {
    const found = await table.query({ filter: schema => keyFilter(schema, key, fields) })
    const unseen = made.idsOf(key, Date.now()).filter(id => !found.some(({ page }) => page.id === id))
    const read = await Promise.all(unseen.map(id => readIfThere(table, id)))
    return readable([...found, ...read.filter(row => row !== undefined)], toTrack, notion.log)
  }

  return {
    get databaseTitle() {
      return table.schema.databaseTitle
    },
    dataSourceId: table.schema.dataSourceId,
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
    async listLacking(limit) {
      return readable(await table.query({ filter: lackingFilter, limit }), toTrack, notion.log)
    },
    async listFailed(limit) {
      return readable(await table.query({ filter: failedFilter, limit }), toTrack, notion.log)
    },
    async listByLink(link) {
      const key = linkKey(link)
      return key ? await listByKey(key, LINK_FIELDS) : []
    },
    listBySpotifyId: id => listByKey(id, SPOTIFY_FIELDS),
    async listAlike(recording) {
      const rows = await table.query({ filter: schema => alikeFilter(schema, recording) })
      return readable(rows, toTrack, notion.log)
    },
    listAll: async () => (await table.query({ filter: () => EVERY_ROW })).map(toTrack),
    async changedSince(known) {
      const { rows, next } = await table.changedSince(known instanceof Date ? cursorAt(known) : known)
      return { tracks: readable(rows, toTrack, notion.log), next }
    },
    read: async id => toTrack(await table.read(id)),
    update: async (id, changes) => toTrack(await table.write(id, () => changes)),
    rows: openRowPort(table, inItsColumn),
    async create(row) {
      const keys = [row.link && linkKey(row.link), row.spotifyId].filter(key => key !== undefined)
      const remember = (id: string) => {
        for (const key of keys) made.add(key, id, Date.now())
      }
      try {
        const created = await table.create(schema => valuesOf(schema, row))
        remember(created.page.id)
        return toTrack(created)
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

function valuesOf(schema: Schema<TrackField>, { link, spotifyId, ...rest }: NewTrack): Values<TrackField> {
  const spotify = spotifyId && canonicalLink(`spotify:track:${spotifyId}`)
  return {
    ...rest,
    spotifyId,
    ...(spotify && (!link || schema.columns.spotifyUrl) && { [fieldOf(schema, spotify)]: spotify }),
    ...(link && { [fieldOf(schema, link)]: link }),
  }
}

/** The column a link goes to: never a YouTube link in the SoundCloud column. */
const fieldOf = (schema: Schema<TrackField>, link: string): TrackField => {
  const field = linkField(link)
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
    duration: readNumber(cells.duration),
    tempo: readNumber(cells.tempo),
    key: readText(cells.key),
    tags: readNames(cells.tags),
    summary: readText(cells.summary),
    artworkUrl: page.cover?.external?.url,
  }
}
