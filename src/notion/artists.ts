// The Music Artists database in our words.

import { canBeArtist } from '../model/artist-names.ts'
import { canonicalLink } from '../model/url/url.ts'
import { readText } from './cells.ts'
import type { Notion } from './client.ts'
import { ARTIST_COLUMNS } from './columns.ts'
import { openKeyedRows } from './keyed-rows.ts'
import type { Row, Values } from './page.ts'
import { openPageTable } from './pages.ts'
import type { Filter } from './query.ts'
import { foldedName } from './same-name.ts'
import type { Schema } from './schema.ts'

type ArtistField = keyof typeof ARTIST_COLUMNS

export interface ArtistWish {
  name: string
  spotifyId?: string
}

export interface ArtistRow {
  id: string
  name: string
}

export interface ArtistTable {
  readonly databaseTitle: string
  readonly dataSourceId: string
  readonly absent: readonly string[]
  /** The artist with this id, else the oldest of the very same name. */
  find(wish: ArtistWish): Promise<ArtistRow | undefined>
  /** Those of the names that have a page. */
  known(names: readonly string[]): Promise<ReadonlySet<string>>
  /** Many who ask for one artist get one page. @returns undefined for a name that nobody has: "Various Artists", "unknown" */
  findOrCreate(wish: ArtistWish): Promise<ArtistRow | undefined>
}

/** What was found is believed for so long. */
const FRESH_MS = 10 * 60_000
const MOST_KEPT = 2000

export async function openArtists(notion: Notion, databaseId: string): Promise<ArtistTable> {
  const table = await openPageTable(notion, databaseId, ARTIST_COLUMNS)
  const keyed = openKeyedRows(notion, table)
  const kept = new Map<string, { row: ArtistRow; at: number }>()
  const inTurn = new Map<string, Promise<unknown>>()

  async function find(wish: ArtistWish): Promise<ArtistRow | undefined> {
    const isOne = (row: Row<ArtistField>) => isThere(row) && isArtist(wish, row)
    const before = recent(wish.name)
    if (before) return before
    const rows = await keyed.find({ keys: keysOf(wish), filter: schema => artistFilter(schema, [wish]), isOne })
    const found = rows.filter(isOne)
    const row = found.find(one => readText(one.cells.spotifyId) === (wish.spotifyId ?? '')) ?? found[0]
    return row && keep(wish, toArtist(row))
  }

  function recent(name: string): ArtistRow | undefined {
    const found = kept.get(foldedName(name))
    return found && Math.abs(Date.now() - found.at) < FRESH_MS ? found.row : undefined
  }

  function keep({ name }: ArtistWish, row: ArtistRow): ArtistRow {
    kept.set(foldedName(name), { row, at: Date.now() })
    const [oldest] = kept.keys()
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
    return row
  }

  async function make(wish: ArtistWish): Promise<ArtistRow> {
    return keep(wish, toArtist(await keyed.create(keysOf(wish), schema => valuesOf(schema, wish))))
  }

  return {
    get databaseTitle() {
      return table.schema.databaseTitle
    },
    dataSourceId: table.schema.dataSourceId,
    get absent() {
      return table.schema.absent
    },
    find,
    async known(names) {
      const asked = names.filter(name => !recent(name))
      const rows =
        asked.length > 0
          ? await table.query({
              filter: schema =>
                artistFilter(
                  schema,
                  asked.map(name => ({ name })),
                ),
            })
          : []
      for (const row of rows.filter(isThere)) {
        const artist = toArtist(row)
        if (!recent(artist.name)) keep(artist, artist)
      }
      return new Set(names.filter(name => recent(name)))
    },
    async findOrCreate(given) {
      const wish = { ...given, name: given.name.replace(/\s+/g, ' ').trim() }
      const key = foldedName(wish.name)
      const before = inTurn.get(key) ?? Promise.resolve()
      const mine = before
        .catch(() => {})
        .then(async () => (await find(wish)) ?? (canBeArtist(wish.name) ? await make(wish) : undefined))
      inTurn.set(key, mine)
      try {
        return await mine
      } finally {
        if (inTurn.get(key) === mine) inTurn.delete(key)
      }
    },
  }
}

const isThere = ({ page }: Row<ArtistField>) => !page.in_trash && !page.is_archived

const keysOf = ({ name, spotifyId }: ArtistWish): string[] => [
  `name ${foldedName(name)}`,
  ...(spotifyId ? [spotifyId] : []),
]

function artistFilter({ columns }: Schema<ArtistField>, wishes: readonly ArtistWish[]): Filter {
  const has = (field: ArtistField, text: string | undefined) => {
    const column = columns[field]
    return column && text ? [{ property: column.id, [column.type]: { equals: text } }] : []
  }
  return { or: wishes.flatMap(({ name, spotifyId }) => [...has('title', name), ...has('spotifyId', spotifyId)]) }
}

/** Two of one name and different ids are two. */
function isArtist({ name, spotifyId }: ArtistWish, { cells }: Row<ArtistField>): boolean {
  const theirs = readText(cells.spotifyId)?.trim()
  if (spotifyId && theirs) return theirs === spotifyId
  return foldedName(readText(cells.title) ?? '') === foldedName(name)
}

function valuesOf({ columns }: Schema<ArtistField>, { name, spotifyId }: ArtistWish): Values<ArtistField> {
  const link = spotifyId && canonicalLink(`spotify:artist:${spotifyId}`)
  return { title: name, spotifyId, ...(link && columns.spotifyUrl && { spotifyUrl: link }) }
}

const toArtist = ({ page, cells }: Row<ArtistField>): ArtistRow => ({ id: page.id, name: readText(cells.title) ?? '' })
