// What is known of playlists: their tracks in order, and the file that was written of each.

import { z } from 'zod'
import type { Store } from './database.ts'

export interface KnownPlaylist {
  /** The list's link, or the address of its file. */
  key: string
  title: string
  /** Its page in Playlists; empty: there is none. */
  page: string
  /** The M3U8 file; empty: none was written. */
  path: string
  /** SHA-256 of what that file holds when it is ours: what was written last, and what was about to be. */
  sums: readonly string[]
}

export interface KnownEntry {
  /** By what the list names it. */
  entry: string
  /** Its row; empty: one was about to be made, or there is none. */
  page: string
  artist: string
  title: string
  /** 0: not known. */
  seconds: number
  /** A file that the row names; empty: none. */
  path: string
}

export interface PlaylistPlace {
  playlist: string
  entry: string
}

export interface KnownPlaylists {
  find(key: string): KnownPlaylist | undefined
  /** Oldest first. */
  all(): KnownPlaylist[]
  /** Those in which a row is, oldest first. */
  ofPage(page: string): KnownPlaylist[]
  /** The title of the playlist that has this page in Playlists. */
  titleOf(playlistPage: string): string | undefined
  entries(key: string): KnownEntry[]
  /** On the disk when it resolves; `path` and `sums` stay what they were. */
  keep(list: Pick<KnownPlaylist, 'key' | 'title' | 'page'>): Promise<void>
  keepEntry(key: string, position: number, entry: KnownEntry): Promise<void>
  /** The list has no more entries than these. */
  cut(key: string, count: number): Promise<void>
  keepFile(key: string, path: string, sums: readonly string[]): Promise<void>
  /** Where a row stands. */
  placesOf(page: string): PlaylistPlace[]
  /** Inside a commit: another row stands there. */
  leadPlace(place: PlaylistPlace, from: string, to: string): void
}

const Sums = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.array(z.string()))
const ListRow = z.object({ key: z.string(), title: z.string(), page: z.string(), path: z.string(), sums: Sums })
const EntryRow = z.object({
  entry: z.string(),
  page: z.string(),
  artist: z.string(),
  title: z.string(),
  seconds: z.number(),
  path: z.string(),
})

export function openKnownPlaylists(store: Store, now: () => number): KnownPlaylists {
  const { database } = store
  const find = database.prepare('select * from playlist where key = ?')
  const all = database.prepare('select * from playlist order by at, key')
  const ofPage = database.prepare(
    `select * from playlist where key in (select playlist from playlist_track where page = ?) order by at, key`,
  )
  const titleOf = database.prepare("select title from playlist where page = ? and page <> ''")
  const entries = database.prepare('select * from playlist_track where playlist = ? order by position')
  const keep = database.prepare(
    `insert into playlist (key, title, page, path, sums, at) values (?, ?, ?, '', '[]', ?)
     on conflict (key) do update set title = excluded.title, page = excluded.page`,
  )
  const keepEntry = database.prepare(
    `insert or replace into playlist_track (playlist, position, entry, page, artist, title, seconds, path)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const cut = database.prepare('delete from playlist_track where playlist = ? and position >= ?')
  const places = database.prepare('select distinct playlist, entry from playlist_track where page = ?')
  const lead = database.prepare('update playlist_track set page = ? where playlist = ? and entry = ? and page = ?')
  const keepFile = database.prepare('update playlist set path = ?, sums = ? where key = ?')
  return {
    find(key) {
      const row = find.get(key)
      return row && ListRow.parse(row)
    },
    all: () => all.all().map(row => ListRow.parse(row)),
    ofPage: page => ofPage.all(page).map(row => ListRow.parse(row)),
    titleOf(page) {
      const title = titleOf.get(page)?.title
      return typeof title === 'string' ? title : undefined
    },
    entries: key => entries.all(key).map(row => EntryRow.parse(row)),
    placesOf: page => places.all(page).map(row => ({ playlist: String(row.playlist), entry: String(row.entry) })),
    leadPlace: ({ playlist, entry }, from, to) => void lead.run(to, playlist, entry, from),
    keep: ({ key, title, page }) => store.commit(() => void keep.run(key, title, page, now())),
    keepEntry: (key, position, { entry, page, artist, title, seconds, path }) =>
      store.commit(() => void keepEntry.run(key, position, entry, page, artist, title, seconds, path)),
    cut: (key, count) => store.commit(() => void cut.run(key, count)),
    keepFile: (key, path, sums) => store.commit(() => void keepFile.run(path, JSON.stringify(sums), key)),
  }
}
