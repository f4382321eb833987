// The Music Playlists database in our words.

import { canonicalLink, linkField, linkKey } from '../model/url/url.ts'
import { readText } from './cells.ts'
import type { Notion } from './client.ts'
import { PLAYLIST_COLUMNS } from './columns.ts'
import { openKeyedRows } from './keyed-rows.ts'
import type { Row, Values } from './page.ts'
import { openPageTable } from './pages.ts'
import { EVERY_ROW, type Filter } from './query.ts'
import { readable } from './readable.ts'
import { foldedName } from './same-name.ts'
import type { Schema } from './schema.ts'

type PlaylistField = keyof typeof PLAYLIST_COLUMNS

export interface PlaylistRow {
  id: string
  title: string
  /** As the row has it. */
  link?: string
  spotifyId?: string
}

export interface PlaylistWish {
  title: string
  link?: string
  /** Of a playlist of Spotify's. */
  spotifyId?: string
}

export interface PlaylistTable {
  readonly databaseTitle: string
  readonly dataSourceId: string
  readonly absent: readonly string[]
  /** The row with its link or id; else the one row of its title that names no other playlist. */
  find(wish: PlaylistWish): Promise<PlaylistRow | undefined>
  /** @param wish `total`: how many tracks the service says it has */
  create(wish: PlaylistWish & { total?: number }): Promise<PlaylistRow>
  read(id: string): Promise<PlaylistRow>
  /** A link or an id is only written where the row has none. */
  update(id: string, changes: PlaylistChanges): Promise<void>
  listAll(): Promise<PlaylistRow[]>
}

interface PlaylistChanges {
  total?: number
  /** ISO time. */
  syncedAt?: string
  link?: string
  spotifyId?: string
}

const LINK_FIELDS = ['spotifyUrl', 'soundcloudUrl', 'sourceUrl'] as const
const SERVICES = { soundcloud: 'SoundCloud', spotify: 'Spotify', youtube: 'YouTube' } as const

export async function openPlaylists(notion: Notion, databaseId: string): Promise<PlaylistTable> {
  const table = await openPageTable(notion, databaseId, PLAYLIST_COLUMNS)
  const keyed = openKeyedRows(notion, table)

  return {
    get databaseTitle() {
      return table.schema.databaseTitle
    },
    dataSourceId: table.schema.dataSourceId,
    get absent() {
      return table.schema.absent
    },
    async find(wish) {
      const rows = await keyed.find({
        keys: keysOf(wish),
        filter: schema => playlistFilter(schema, wish),
        isOne: row => chosen(wish, [row]) !== undefined,
      })
      const row = chosen(wish, rows)
      return row && toPlaylist(row)
    },
    create: async wish => toPlaylist(await keyed.create(keysOf(wish), schema => valuesOf(schema, wish))),
    read: async id => toPlaylist(await table.read(id)),
    async update(id, { total, syncedAt, ...place }) {
      const before = await table.read(id)
      const isUnplaced = placesIn(before).length === 0
      const valuesIn = (schema: Schema<PlaylistField>): Values<PlaylistField> =>
        withColumn(schema, { trackCount: total, lastSynced: syncedAt, ...(isUnplaced && placeOf(schema, place)) })
      if (Object.keys(valuesIn(table.schema)).length > 0) await table.write(id, valuesIn, { before })
    },
    async listAll() {
      const rows = await table.query({ filter: () => EVERY_ROW })
      return readable(rows.filter(isThere), toPlaylist, notion.log)
    },
  }
}

const isThere = ({ page }: Row<PlaylistField>) => !page.in_trash && !page.is_archived

/** By what it is asked for: its place, and its name. */
const keysOf = ({ title, link, spotifyId }: PlaylistWish): string[] =>
  [link && linkKey(link), spotifyId, `name ${foldedName(title)}`].filter(isText)

function playlistFilter({ columns }: Schema<PlaylistField>, wish: PlaylistWish): Filter | undefined {
  const has = (field: PlaylistField, test: Record<string, string>) => {
    const column = columns[field]
    return column ? [{ property: column.id, [column.type]: test }] : []
  }
  const key = wish.link && linkKey(wish.link)
  return {
    or: [
      ...has('title', { contains: wish.title.trim() }),
      ...(key ? LINK_FIELDS.flatMap(field => has(field, { contains: key })) : []),
      ...(wish.spotifyId ? has('spotifyId', { contains: wish.spotifyId }) : []),
      ...(wish.spotifyId ? has('spotifyUrl', { contains: wish.spotifyId }) : []),
    ],
  }
}

/** Of several rows of its name without a place one cannot tell which is meant, unless it has none itself: then the oldest. */
function chosen(wish: PlaylistWish, rows: readonly Row<PlaylistField>[]): Row<PlaylistField> | undefined {
  const there = rows.filter(isThere)
  const places = placesOf([wish.link], wish.spotifyId)
  const placed = there.find(row => placesIn(row).some(place => places.includes(place)))
  if (placed) return placed
  const isNamed = ({ cells }: Row<PlaylistField>) => foldedName(readText(cells.title) ?? '') === foldedName(wish.title)
  const named = there.filter(row => isNamed(row) && placesIn(row).length === 0)
  return named.length === 1 || places.length === 0 ? named[0] : undefined
}

const placesIn = ({ cells }: Row<PlaylistField>) =>
  placesOf(
    LINK_FIELDS.map(field => readText(cells[field])),
    readText(cells.spotifyId),
  )

/** In one spelling for links and the id. */
function placesOf(links: readonly (string | undefined)[], spotifyId = ''): string[] {
  const byId = spotifyId.trim() && canonicalLink(`spotify:playlist:${spotifyId.trim()}`)
  return [...links.map(link => link && (canonicalLink(link) ?? link.trim())), byId].filter(isText)
}

const isText = (text: string | undefined): text is string => Boolean(text)

function valuesOf(
  schema: Schema<PlaylistField>,
  { title, total, ...place }: PlaylistWish & { total?: number },
): Values<PlaylistField> {
  return { title, trackCount: total, ...placeOf(schema, place) }
}

/** One service's link never stands in another's column. */
function placeOf({ columns }: Schema<PlaylistField>, { link, spotifyId }: Omit<PlaylistWish, 'title'>) {
  const url = link ?? (spotifyId && canonicalLink(`spotify:playlist:${spotifyId}`))
  if (!url) return {}
  const own = linkField(url)
  const field = own !== 'youtubeUrl' && columns[own] ? own : 'sourceUrl'
  const service = Object.entries(SERVICES).find(([kind]) => own === `${kind}Url`)?.[1]
  return { [field]: url, spotifyId, source: service }
}

const withColumn = (schema: Schema<PlaylistField>, values: Values<PlaylistField>): Values<PlaylistField> =>
  Object.fromEntries(
    Object.entries(values).filter(([field, value]) => value !== undefined && schema.columns[field as PlaylistField]),
  )

function toPlaylist({ page, cells }: Row<PlaylistField>): PlaylistRow {
  const link = LINK_FIELDS.map(field => readText(cells[field])).find(text => text !== undefined)
  return {
    id: page.id,
    title: readText(cells.title) ?? '',
    ...(link && { link }),
    ...(readText(cells.spotifyId) && { spotifyId: readText(cells.spotifyId) }),
  }
}
