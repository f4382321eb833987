// The databases beside the two: told by where the rows of Music Tracks lead, else by how they are called and their columns.

import {
  ARTIST_COLUMNS,
  type DescribedColumn,
  ISSUE_COLUMNS,
  PLAYLIST_COLUMNS,
  RUN_LOG_COLUMNS,
} from '../notion/columns.ts'
import { ifShared, readTableOf, type SeenTable } from '../notion/setup/find-databases.ts'
import type { InitOptions } from './initialise.ts'
import { type Ids, namesOf } from './make-databases.ts'
import { fitOf, lettersOf, type Role } from './roles.ts'

interface Beside {
  title: string
  setting: 'PLAYLISTS_DB_ID' | 'ARTISTS_DB_ID' | 'ISSUES_DB_ID' | 'EXECUTION_LOGS_DB_ID'
  rules: Record<string, DescribedColumn>
  /** Columns that have to be found in one that is told by its name. */
  least: number
  /** The column of Music Tracks that leads there. */
  field?: 'playlists' | 'artists'
  /** Its own columns that lead to the two: to others, and it belongs to these. */
  leadsBack?: Record<string, Role['name']>
}

const BESIDE: readonly Beside[] = [
  {
    title: 'Music Playlists',
    setting: 'PLAYLISTS_DB_ID',
    rules: PLAYLIST_COLUMNS,
    least: 2,
    field: 'playlists',
  },
  {
    title: 'Music Artists',
    setting: 'ARTISTS_DB_ID',
    rules: ARTIST_COLUMNS,
    least: 2,
    field: 'artists',
  },
  {
    title: 'Issues+Questions',
    setting: 'ISSUES_DB_ID',
    rules: ISSUE_COLUMNS,
    least: 3,
    leadsBack: { track: 'tracks', task: 'tasks' },
  },
  {
    title: 'Execution-Logs',
    setting: 'EXECUTION_LOGS_DB_ID',
    rules: RUN_LOG_COLUMNS,
    least: 3,
  },
]

export interface FoundBeside {
  ids: Ids
  /** By setting: how it was come by, or why not, for people. */
  said: Partial<Record<Beside['setting'], string>>
}

/** Those that are set already stay. */
export async function findBeside(
  options: Pick<InitOptions, 'notion' | 'values'>,
  found: Found,
  tables: readonly SeenTable[],
): Promise<FoundBeside> {
  const ids: Ids = {}
  const said: FoundBeside['said'] = {}
  const others = tables.filter(table => !found.some(({ table: taken }) => taken.databaseId === table.databaseId))
  const tracks = found.find(({ role }) => role.name === 'tracks')
  for (const beside of BESIDE) {
    if (options.values[beside.setting] !== undefined) continue
    const way = (await byRelation(beside, tracks, options)) ?? byName(beside, others, found)
    if (!way) continue
    if (way.table) ids[beside.setting] = way.table.databaseId
    said[beside.setting] = way.table
      ? `${beside.title}: "${way.table.title}" ${way.table.databaseId} (${way.says})`
      : `${beside.title}: ${way.says}`
  }
  return { ids, said }
}

type Found = readonly { role: Role; table: SeenTable }[]
type Way = { table?: SeenTable; says: string } | undefined

async function byRelation(
  { field }: Beside,
  tracks: { role: Role; table: SeenTable } | undefined,
  { notion }: Pick<InitOptions, 'notion'>,
): Promise<Way> {
  const schema = field && tracks && fitOf(tracks.role, tracks.table)
  const column = field && typeof schema === 'object' ? schema.columns[field] : undefined
  if (!column?.relatedTo) return undefined
  const table = await ifShared(readTableOf(notion, column.relatedTo))
  if (table) return { table, says: 'the rows of Music Tracks lead there' }
  return { says: `off: the rows of Music Tracks lead to one that is not shared, by "${column.name}"` }
}

/** While Music Tracks itself is still to be made, what it leads to is, too. */
function byName(beside: Beside, tables: readonly SeenTable[], found: Found): Way {
  const { title, field, setting } = beside
  if (field && !found.some(({ role }) => role.name === 'tracks')) return undefined
  const called = tables.filter(
    table => namesOf(title).some(name => lettersOf(name) === lettersOf(table.title)) && isFit(beside, table, found),
  )
  const [only] = called
  if (!only) return undefined
  if (called.length === 1) return { table: only, says: 'by its name' }
  return { says: `off: ${called.length} are called so; give ${setting} one in .env: ${called.map(idOf).join(', ')}` }
}

const idOf = ({ databaseId }: SeenTable) => databaseId

function isFit({ rules, least, leadsBack = {} }: Beside, table: SeenTable, found: Found): boolean {
  const schema = fitOf({ rules }, table)
  if (typeof schema === 'string' || Object.keys(schema.columns).length < least) return false
  return Object.entries(leadsBack).every(([field, name]) => {
    const leadsTo = schema.columns[field]?.relatedTo
    return (
      leadsTo === undefined || found.some(({ role, table: { source } }) => role.name === name && source.id === leadsTo)
    )
  })
}
