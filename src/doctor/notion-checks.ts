// Notion: the connection, what may be done with it, the clock, and each database with its columns.

import { messageOf } from '../errors.ts'
import type { Notion } from '../notion/client.ts'
import {
  ARTIST_COLUMNS,
  type ColumnRule,
  type DescribedColumn,
  ISSUE_COLUMNS,
  PLAYLIST_COLUMNS,
  RUN_LOG_COLUMNS,
  TASK_COLUMNS,
  TRACK_COLUMNS,
} from '../notion/columns.ts'
import { type Connection, readConnection, type WatchedClock } from '../notion/connection.ts'
import { inspectDatabase } from '../notion/inspect.ts'
import { openPagePort } from '../notion/page-port.ts'
import type { Schema } from '../notion/schema.ts'
import type { TableIds } from '../notion/tables.ts'
import { type Check, failed, ok, type Seen, warning } from './check.ts'

export interface NotionDeps {
  notion: Notion
  ids: TableIds
  /** Local: nothing is to be compared or permitted. */
  isLocal: boolean
  clock: WatchedClock
  readyStatuses: readonly string[]
  /** Epoch ms of the last write Notion took; undefined: none is known. */
  lastWriteAt?: number | undefined
}

interface Kind {
  title: string
  setting: string
  id: string | undefined
  rules: Record<string, DescribedColumn>
}

const CLOCK_MS = 60_000

export function notionChecks(deps: NotionDeps): Check[] {
  const { notion, ids, isLocal } = deps
  const connection = readConnection(notion)
  connection.catch(() => {}) // whoever waits for it hears of it
  const schemas = new Map<string, Promise<Schema<string>>>()
  const kinds = kindsOf(ids)
  const inspect = ({ setting, id = '', rules }: Kind) => {
    const looking =
      schemas.get(setting) ??
      connection.then(
        () => inspectDatabase(notion, id, rules),
        () => {
          throw new Error('not looked at: the connection to Notion does not work')
        },
      )
    schemas.set(setting, looking)
    return looking
  }
  const databases = kinds.map(kind => ({
    name: kind.title,
    look: () => (kind.id === undefined ? [] : databaseSeen(deps, kind, inspect(kind))),
  }))
  const links = (['playlists', 'artists'] as const).flatMap(field => linkCheck(field, kinds, inspect))
  const control = ids.control
  const page = control === undefined ? [] : [{ name: 'control page', look: () => pageSeen(notion, control) }]
  if (isLocal) return [...databases, ...links, ...page]
  return [
    { name: 'Notion', look: async () => [connectionSeen(await connection)] },
    { name: 'permissions', look: () => [permissionSeen(deps)] },
    ...databases,
    ...links,
    ...page,
    { name: 'clock', atWorst: 'warning', look: async () => clockSeen(deps.clock, connection) },
  ]
}

const kindsOf = (ids: TableIds): Kind[] => [
  { title: 'Agent-Tasks', setting: 'AGENT_TASKS_DB_ID', id: ids.tasks, rules: TASK_COLUMNS },
  { title: 'Music Tracks', setting: 'TRACKS_DB_ID', id: ids.tracks, rules: TRACK_COLUMNS },
  { title: 'Music Playlists', setting: 'PLAYLISTS_DB_ID', id: ids.playlists, rules: PLAYLIST_COLUMNS },
  { title: 'Music Artists', setting: 'ARTISTS_DB_ID', id: ids.artists, rules: ARTIST_COLUMNS },
  { title: 'Issues+Questions', setting: 'ISSUES_DB_ID', id: ids.issues, rules: ISSUE_COLUMNS },
  { title: 'Execution-Logs', setting: 'EXECUTION_LOGS_DB_ID', id: ids.runLogs, rules: RUN_LOG_COLUMNS },
]

/** Without it, all else goes on. */
async function pageSeen(notion: Notion, id: string): Promise<Seen[]> {
  try {
    await openPagePort(notion, id).require()
    return [ok('it is there')]
  } catch (error) {
    return [warning(messageOf(error), 'share it in Notion (••• → Connections), or give CONTROL_PAGE_ID another page')]
  }
}

const connectionSeen = ({ name, workspace }: Connection): Seen =>
  ok(`the token is accepted${name ? ` (${name}${workspace ? ` in ${workspace}` : ''})` : ''}`)

/** Notion names the capabilities of a connection nowhere: a write is refused, or it is not. */
function permissionSeen({ lastWriteAt }: NotionDeps): Seen {
  const wanted = 'read, update and insert content, read and insert comments'
  if (lastWriteAt === undefined)
    return ok(
      `Notion tells only when something is written whether it may be: the connection needs to ${wanted} (its page under Settings → Connections has them)`,
    )
  return ok(`Notion took a write on ${new Date(lastWriteAt).toISOString().slice(0, 10)}; needed: ${wanted}`)
}

async function clockSeen(clock: WatchedClock, connection: Promise<unknown>): Promise<Seen[]> {
  await connection.catch(() => {})
  const { aheadMs } = clock
  if (aheadMs === undefined) return [warning('not compared: no answer of Notion said what time it is')]
  const seconds = Math.round(Math.abs(aheadMs) / 1000)
  if (Math.abs(aheadMs) <= CLOCK_MS) return [ok(`within ${CLOCK_MS / 1000} s of Notion’s`)]
  return [
    warning(
      `this machine’s clock is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} Notion’s`,
      'let the system set it: sudo sntp -sS time.apple.com (macOS), sudo timedatectl set-ntp true (Linux)',
    ),
  ]
}

async function databaseSeen(
  { readyStatuses }: NotionDeps,
  { setting, rules }: Kind,
  looking: Promise<Schema<string>>,
): Promise<Seen[]> {
  const schema = await looking.catch((error: unknown) => messageOf(error))
  if (typeof schema === 'string')
    return [failed(schema, `in Notion mend that or share it (••• → Connections), or give ${setting} another database`)]
  const total = Object.keys(rules).length
  const found = ok(`"${schema.databaseTitle}" is there, ${total - schema.absent.length} of ${total} columns found`)
  return [
    found,
    ...(schema.absent.length > 0 ? [absentSeen(rules, schema.absent)] : []),
    ...(setting === 'AGENT_TASKS_DB_ID' ? statusSeen(schema, readyStatuses) : []),
  ]
}

function absentSeen(rules: Record<string, DescribedColumn>, absent: readonly string[]): Seen {
  const off = absent.flatMap(field => (rules[field] ? [offBy(rules[field])] : []))
  return warning(`off, for want of a column: ${off.join('; ')}`, 'add those you want in Notion (docs/columns.md)')
}

const offBy = ({ names, types, about }: ColumnRule & { about: string }) =>
  `"${names[0] ?? 'title'}" (${types[0]}): ${about}`

/** A task is begun by its status: without an option for it none ever is. */
function statusSeen({ columns }: Schema<string>, ready: readonly string[]): Seen[] {
  const { options = [], name } = columns.status ?? {}
  if (options.some(option => ready.some(word => word.toLowerCase() === option.toLowerCase()))) return []
  return [
    warning(
      `no task is ever begun: "${name}" has none of ${ready.join(', ')}; it has ${options.join(', ') || 'none at all'}`,
      'name the statuses that mean it: TASK_READY_STATUSES=…',
    ),
  ]
}

/** Notion takes no page of another database than the column leads to. */
function linkCheck(
  field: 'playlists' | 'artists',
  kinds: readonly Kind[],
  inspect: (kind: Kind) => Promise<Schema<string>>,
): Check[] {
  const [tracks, linked] = ['TRACKS_DB_ID', SETTING_OF[field]].map(name => kinds.find(kind => kind.setting === name))
  if (!tracks?.id || !linked?.id) return []
  return [{ name: `Music Tracks → ${linked.title}`, look: () => linkSeen(field, inspect(tracks), inspect(linked)) }]
}

const SETTING_OF = { playlists: 'PLAYLISTS_DB_ID', artists: 'ARTISTS_DB_ID' } as const

async function linkSeen(
  field: 'playlists' | 'artists',
  tracks: Promise<Schema<string>>,
  linked: Promise<Schema<string>>,
): Promise<Seen[]> {
  const both = await Promise.all([tracks, linked]).catch(() => undefined) // each is told of by itself
  if (!both) return []
  const [from, to] = both
  const column = from.columns[field]
  if (!column?.relatedTo || column.relatedTo === to.dataSourceId) return []
  return [
    failed(
      `the rows lead to another database than "${to.databaseTitle}" by their column "${column.name}"`,
      `give ${SETTING_OF[field]} the database it leads to`,
    ),
  ]
}
