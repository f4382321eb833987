// The SQLite file: how it is opened, and its tables.

import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Environment, messageOf } from '../../errors.ts'
import { openSnapshot, openUntouched } from './snapshot.ts'

export interface OpenFile {
  database: DatabaseSync
  /** Nothing on disk may change. */
  readOnly: boolean
}

const VERSION = 1
/** `facet` holds what filters and sorts compare, apart from pages and long texts: a look through all rows reads little. */
const TABLES = `
  CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE database (id TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT;
  CREATE TABLE data_source (
    id TEXT PRIMARY KEY, database_id TEXT NOT NULL REFERENCES database(id),
    record TEXT NOT NULL, last_number INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX data_source_by_database ON data_source(database_id);
  CREATE TABLE page (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, record TEXT NOT NULL) STRICT;
  CREATE TABLE facet (
    seq INTEGER PRIMARY KEY REFERENCES page(seq), data_source_id TEXT NOT NULL, in_trash INTEGER NOT NULL,
    created INTEGER NOT NULL, edited INTEGER NOT NULL, number INTEGER NOT NULL, facets BLOB NOT NULL
  ) STRICT;
  CREATE TABLE long_text (
    seq INTEGER NOT NULL, property_id TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (seq, property_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX facet_by_row ON facet(data_source_id, in_trash);
  CREATE INDEX facet_by_created ON facet(data_source_id, in_trash, created);
  CREATE INDEX facet_by_edited ON facet(data_source_id, in_trash, edited);
  PRAGMA user_version = ${VERSION};
`

/** @throws Environment when the file is not a workspace, or is of a newer program */
export function openDatabase(file: string, readOnly: boolean): OpenFile {
  try {
    const open = readOnly ? openUnchanged(file) : { database: openShared(file), readOnly: false }
    if (!open.readOnly) createTables(open.database)
    if (versionOf(open.database) !== VERSION) throw new Error(`it is of version ${versionOf(open.database)}`)
    return open
  } catch (error) {
    throw new Environment(`the local workspace ${file} cannot be opened: ${messageOf(error)}`, { cause: error })
  }
}

/** No file is made or touched. Nothing there yet: an empty workspace in memory, which may be written. */
function openUnchanged(file: string): OpenFile {
  if (file === ':memory:' || !existsSync(file)) return { database: new DatabaseSync(':memory:'), readOnly: false }
  if (!existsSync(`${file}-wal`)) return { database: openUntouched(file), readOnly: true }
  return { database: openSnapshot(file) ?? new DatabaseSync(file, { readOnly: true }), readOnly: true }
}

function openShared(file: string): DatabaseSync {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
  const database = new DatabaseSync(file, { timeout: 5000 })
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536')
  return database
}

function createTables(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    if (versionOf(database) === 0) database.exec(TABLES)
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

const versionOf = (database: DatabaseSync): number =>
  Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0)
