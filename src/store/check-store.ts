// Whether a store file can be worked with. Reads only: a damaged file stays as it was found.

import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { ConfigFault, Environment, messageOf } from '../errors.ts'
import { MIGRATIONS } from './migrations.ts'

export type StoreCheck = { state: 'absent' } | { state: 'ok' } | { state: 'damaged'; why: string }

/** Below it two connections could damage a WAL file (sqlite.org/wal.html#walresetbug). */
const OLDEST_SQLITE = [3, 51, 3]
/** Primary result codes of SQLite that speak of the file's content; all others speak of its surroundings. */
const DAMAGE_CODES = new Set([1, 11, 26])
const HEADER = 100

/**
 * Reads the whole file (about 0.1 s for 100 MB). Only before the store is opened: closing the file here would free the
 * locks of a connection of this process.
 * @throws ConfigFault when a newer program made it; Environment when it cannot be read, or SQLite is too old
 */
export function checkStore(file: string): StoreCheck {
  if (!existsSync(file)) return { state: 'absent' }
  try {
    const header = headerFault(file)
    if (header) return { state: 'damaged', why: header }
    using database = openToLook(file)
    requireSqlite(database)
    requireKnownVersion(database, file)
    const why = contentFault(database) ?? tablesFault(database) ?? rowsFault(database)
    return why ? { state: 'damaged', why } : { state: 'ok' }
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    if ('errcode' in error && DAMAGE_CODES.has(Number(error.errcode) & 0xff))
      return { state: 'damaged', why: messageOf(error) }
    throw new Environment(`the program's state ${file} cannot be read: ${messageOf(error)}`, { cause: error })
  }
}

/** @throws Environment when this SQLite may damage its files */
export function requireSqlite(database: DatabaseSync): void {
  const version = String(database.prepare('select sqlite_version() as version').get()?.version)
  const parts = version.split('.').map(Number)
  const differs = OLDEST_SQLITE.findIndex((least, index) => (parts[index] ?? 0) !== least)
  if (differs >= 0 && (parts[differs] ?? 0) < (OLDEST_SQLITE[differs] ?? 0))
    throw new Environment(`SQLite ${version} may damage its files: ${OLDEST_SQLITE.join('.')} or newer is needed`)
}

/** Without a -wal the file is opened as one that nobody changes: SQLite then makes no files beside it. */
export function openToLook(file: string): DatabaseSync {
  if (existsSync(`${file}-wal`)) return new DatabaseSync(file, { readOnly: true })
  const url = pathToFileURL(file)
  url.search = '?mode=ro&immutable=1'
  return new DatabaseSync(url)
}

/** Fields that SQLite takes on trust or reads as leave to change the file. */
function headerFault(file: string): string | undefined {
  const handle = openSync(file, 'r')
  try {
    const header = Buffer.alloc(HEADER)
    const { size } = fstatSync(handle)
    if (size === 0) return 'the file is empty'
    if (readSync(handle, header, 0, HEADER, 0) < HEADER) return 'the file is shorter than its header'
    if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0') return 'it is not a database'
    const [write = 0, read = 0] = header.subarray(18, 20)
    if (![1, 2].includes(write) || ![1, 2].includes(read)) return 'its header names an unknown format'
    if (header.readUInt32BE(56) > 1) return 'its header names another text encoding' // 0: nothing is in it yet
    const isWhole = size % pageSizeOf(header) === 0 || existsSync(`${file}-wal`) // a -wal still holds the last page
    return isWhole ? undefined : 'the file ends inside a page'
  } finally {
    closeSync(handle)
  }
}

const pageSizeOf = (header: Buffer) => (header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16))

function requireKnownVersion(database: DatabaseSync, file: string): void {
  const version = versionOf(database)
  if (version > MIGRATIONS.length)
    throw new ConfigFault(
      `${file} was made by a newer version of this program (${version} > ${MIGRATIONS.length}); it is left untouched`,
    )
}

const versionOf = (database: DatabaseSync) => Number(database.prepare('pragma user_version').get()?.user_version)

/** The full check costs little more than `quick_check` and also finds an index that does not agree with its table. */
function contentFault(database: DatabaseSync): string | undefined {
  const found = database
    .prepare('pragma integrity_check(3)')
    .all()
    .map(row => String(row.integrity_check))
  return found.join() === 'ok' ? undefined : found.join('; ')
}

/** A damaged version number, or a damaged rule of a table, is none that SQLite would find. */
function tablesFault(database: DatabaseSync): string | undefined {
  const forms = formsOfAllVersions()
  const expected = forms[versionOf(database)] ?? new Map<string, string>()
  const ours = new Set(forms.flatMap(form => [...form.keys()]))
  const found = formOf(database)
  const wrong = [...ours].find(name => found.get(name) !== expected.get(name))
  return wrong && `"${wrong}" does not have the form of version ${versionOf(database)}`
}

function formsOfAllVersions(): Map<string, string>[] {
  using database = new DatabaseSync(':memory:')
  const forms = [formOf(database)]
  for (const sql of MIGRATIONS) {
    database.exec(sql)
    forms.push(formOf(database))
  }
  return forms
}

const formOf = (database: DatabaseSync) =>
  new Map(
    database
      .prepare('select name, sql from sqlite_schema where sql is not null')
      .all()
      .map(row => [String(row.name), String(row.sql)]),
  )

/** Columns that hold JSON: a byte that changed inside a text is no fault to SQLite. */
const JSON_COLUMNS: Record<string, string> = { job: 'input', effect: 'data', outbox: 'fields', wrote: 'value' }

/** Over a connection that only reads, SQLite leaves the tables' own rules out of its check. */
function rowsFault(database: DatabaseSync): string | undefined {
  for (const [table, sql] of formOf(database)) {
    const column = JSON_COLUMNS[table]
    const rules = [...rulesOf(sql), ...(column ? [`json_valid(${column})`] : [])]
    const broken = rules.find(rule => database.prepare(`select 1 from "${table}" where not (${rule}) limit 1`).get())
    if (broken) return `a row of ${table} breaks a rule: ${broken}`
  }
  return undefined
}

/** The expressions of `check (…)` in a statement of ours. */
function rulesOf(sql: string): string[] {
  return [...sql.matchAll(/\bcheck \(/g)].map(({ index, 0: start }) => {
    const from = index + start.length
    let open = 1
    let end = from
    for (; open > 0 && end < sql.length; end += 1) open += sql[end] === '(' ? 1 : sql[end] === ')' ? -1 : 0
    return sql.slice(from, end - 1)
  })
}
