// The workspace's tables as text, for a terminal and for --json.

import type { Property } from './schema/schema.ts'
import { cellText, relationText } from './show-cell.ts'
import type { DatabaseRecord, DataSourceRecord, PageRecord } from './store/records.ts'
import { rowTable, STATES } from './store/row-tables.ts'
import type { Store } from './store/store.ts'
import { showCell } from './values/cell-answer.ts'
import { plainText } from './values/rich-text.ts'
import type { Workspace } from './workspace.ts'

export interface ShownTable {
  databaseId: string
  dataSourceId: string
  /** The database's; with that of the table where a database has several. */
  title: string
  columns: readonly { name: string; type: string }[]
  /** Filled cells as text, one record a row, oldest first. */
  rows: readonly Record<string, string>[]
  /** Page ids of the rows. */
  ids: readonly string[]
  /** How many rows the table has. */
  total: number
}

export interface Shown {
  /** A database's or table's title or id; all when undefined. */
  named?: string
  /** Rows of each table; all when undefined. */
  limit?: number
}

/** The tables that are not in the trash; those the program works with come first. */
export function workspaceTables({ store, ids }: Pick<Workspace, 'store' | 'ids'>, shown: Shown = {}): ShownTable[] {
  const first = [ids.agentTasks, ids.tracks, ids.playlists, ids.artists, ids.issues]
  const rank = ({ id }: DatabaseRecord) => (first.includes(id) ? first.indexOf(id) : first.length)
  return store
    .databases()
    .filter(database => !database.inTrash)
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap(database => tablesOf(database, store, shown))
}

function tablesOf(database: DatabaseRecord, store: Store, { named, limit }: Shown): ShownTable[] {
  const sources = store.dataSourcesOf(database.id).filter(source => !source.inTrash)
  const title = plainText(database.title) || 'Untitled'
  return sources
    .map(source => ({ source, title: sources.length > 1 ? `${title} › ${plainText(source.title)}` : title }))
    .filter(table => named === undefined || isNamed(named, [title, table.title, database.id, table.source.id]))
    .map(table => readTable(table.source, store, { title: table.title, limit }))
}

const isNamed = (named: string, names: readonly string[]): boolean =>
  names.some(name => name.trim().toLowerCase() === named.trim().toLowerCase())

function readTable(source: DataSourceRecord, store: Store, { title, limit }: { title: string; limit?: number }) {
  const live = `FROM ${rowTable(source.id)} WHERE state = ${STATES.live}`
  const [counted] = store.rows({ text: `SELECT count(*) AS total ${live}`, values: [] })
  const seqs = store.rows({ text: `SELECT seq ${live} ORDER BY created, seq LIMIT ?`, values: [limit ?? -1] })
  const pages = seqs.map(({ seq }) => store.pageBySeq(Number(seq)))
  const texts = textsOf(source.schema, store)
  return {
    databaseId: source.databaseId,
    dataSourceId: source.id,
    title,
    columns: source.schema.map(({ name, type }) => ({ name, type })),
    rows: pages.map(texts),
    ids: pages.map(({ id }) => id),
    total: Number(counted?.total ?? 0),
  }
}

/** A row's filled cells by the names of their columns. */
function textsOf(schema: readonly Property[], store: Store): (page: PageRecord) => Record<string, string> {
  const view = { schema, reader: store.reader, host: { origin: '', now: store.reader.now } }
  const textOf = (page: PageRecord, property: Property) =>
    property.type === 'relation'
      ? relationText(page.cells[property.id], store)
      : cellText(showCell(page, property, view))
  return page => {
    const texts = schema.map((property): [string, string] => [property.name, textOf(page, property)])
    return Object.fromEntries(texts.filter(([, text]) => text !== ''))
  }
}
