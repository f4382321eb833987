// The Music Tracks database in our words.

import type { Track, TrackChanges } from '../model/track.ts'
import { linkKey } from '../model/url/url.ts'
import type { RowPort } from '../model/write.ts'
import { cursorAt } from './changes.ts'
import type { Notion } from './client.ts'
import { TRACK_COLUMNS } from './columns.ts'
import { type FinishedRows, openFinished } from './finished.ts'
import { openKeyedRows } from './keyed-rows.ts'
import { inItsColumn, lackingFilter, unlinkedFilter } from './lacking.ts'
import { openPageTable } from './pages.ts'
import { EVERY_ROW } from './query.ts'
import { readable } from './readable.ts'
import { openRowPort, rowNow } from './row-port.ts'
import {
  type Alike,
  alikeFilter,
  failedFilter,
  keyFilter,
  LINK_FIELDS,
  SPOTIFY_FIELDS,
  type TrackField,
  unmeasuredFilter,
  type WantingQuery,
  wantingFilter,
} from './track-filters.ts'
import { linkOf, toTrack, trackValues } from './track-row.ts'

export interface NewTrack {
  title: string
  artist?: string
  /** Where its audio is. */
  link?: string
  spotifyId?: string
  isrc?: string
  /** Page of the playlist it was found in; for a database that holds names in its place, `playlistName`. */
  playlistId?: string
  playlistName?: string
}

/** How rows lead to another database: by pages of it, or by names. */
export type TrackLink = { kind: 'pages'; column: string; dataSourceId?: string } | { kind: 'names'; column: string }

export interface TrackTable {
  readonly databaseTitle: string
  readonly dataSourceId: string
  readonly absent: readonly string[]
  /** Undefined: there is no such column. */
  readonly playlists: TrackLink | undefined
  readonly artists: TrackLink | undefined
  /**
   * Rows that look as if they want work, oldest first: not downloaded, no path, no Eagle id, a link, no error tag. The rule
   * itself is `wantsWork`.
   */
  listWanting(options: WantingQuery): Promise<Track[]>
  /** Rows with a title and an artist whose release is not known whole, oldest first. */
  listLacking(limit?: number): Promise<Track[]>
  /** Rows with files of which not everything measured is there, oldest first. */
  listUnmeasured(limit?: number): Promise<Track[]>
  /** Finished rows that name an artist and lead to no page of one, oldest first. */
  listUnlinked(limit?: number): Promise<Track[]>
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
  readonly finishedRows: FinishedRows
  create(row: NewTrack): Promise<Track>
  /** Into Notion's trash, or out of it; once more it is done already. */
  setTrash(id: string, inTrash: boolean): Promise<void>
}

const MOST_PER_CYCLE = 5000

export async function openTracks(notion: Notion, databaseId: string): Promise<TrackTable> {
  const table = await openPageTable(notion, databaseId, TRACK_COLUMNS)
  const keyed = openKeyedRows(notion, table)

  /** Rows with the text in one of these fields, and those made so lately that a query may not know them. */
  async function listByKey(key: string, fields: readonly TrackField[]): Promise<Track[]> {
    const rows = await keyed.find({ keys: [key], filter: schema => keyFilter(schema, key, fields) })
    return readable(rows, toTrack, notion.log)
  }

  return {
    get databaseTitle() {
      return table.schema.databaseTitle
    },
    dataSourceId: table.schema.dataSourceId,
    get absent() {
      return table.schema.absent
    },
    get playlists() {
      return linkOf(table.schema.columns.playlists)
    },
    get artists() {
      return linkOf(table.schema.columns.artists)
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
    async listUnmeasured(limit) {
      return readable(await table.query({ filter: unmeasuredFilter, limit }), toTrack, notion.log)
    },
    async listUnlinked(limit) {
      return readable(await table.query({ filter: unlinkedFilter, limit }), toTrack, notion.log)
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
    setTrash: table.setTrash,
    rows: openRowPort(table, inItsColumn),
    finishedRows: openFinished(table, rows =>
      readable(rows, row => ({ track: toTrack(row), now: rowNow(row, table.schema, inItsColumn) }), notion.log),
    ),
    async create(row) {
      const keys = [row.link && linkKey(row.link), row.spotifyId].filter(key => key !== undefined)
      return toTrack(await keyed.create(keys, schema => trackValues(schema, row)))
    },
  }
}
