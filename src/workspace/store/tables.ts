// The tables of the file, and how an older file gets the newer ones.

import type { DatabaseSync } from 'node:sqlite'

const FIRST_TABLES = `
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
`

/** `link`: which pages point at a page, by which relation. `change`: what webhooks have yet to tell. */
const CONTENT_TABLES = `
  CREATE TABLE block (
    id TEXT PRIMARY KEY, parent_id TEXT NOT NULL, place INTEGER NOT NULL, in_trash INTEGER NOT NULL, record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX block_by_parent ON block(parent_id, in_trash, place);
  CREATE TABLE comment (
    id TEXT PRIMARY KEY, parent_id TEXT NOT NULL, discussion_id TEXT NOT NULL, record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX comment_by_parent ON comment(parent_id);
  CREATE INDEX comment_by_discussion ON comment(discussion_id);
  CREATE TABLE upload (id TEXT PRIMARY KEY, record TEXT NOT NULL, content BLOB) STRICT;
  CREATE TABLE link (
    to_id TEXT NOT NULL, from_id TEXT NOT NULL, property_id TEXT NOT NULL, PRIMARY KEY (to_id, property_id, from_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX link_by_source ON link(from_id, property_id);
  CREATE TABLE change (seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, record TEXT NOT NULL) STRICT;
`

/** What filters compare lies in a table per data source (row-tables.ts) since then; it is made anew from the pages. */
const ROW_TABLES = `
  DROP TABLE facet;
  DROP TABLE long_text;
  ALTER TABLE page ADD COLUMN data_source_id TEXT;
  UPDATE page SET data_source_id = json_extract(record, '$.dataSourceId');
  CREATE INDEX page_by_table ON page(data_source_id);
  CREATE TABLE long_text (
    id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, property_id TEXT NOT NULL, text TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX long_text_by_row ON long_text(seq, property_id);
  CREATE VIRTUAL TABLE long_text_index USING fts5(
    text, content='', contentless_delete=1, detail=none, tokenize='trigram case_sensitive 1'
  );
`

/** Events on their way to the webhook. */
const DELIVERY_TABLE = `
  CREATE TABLE delivery (
    id TEXT PRIMARY KEY, due INTEGER NOT NULL, attempts INTEGER NOT NULL, event TEXT NOT NULL
  ) STRICT;
  CREATE INDEX delivery_by_due ON delivery(due);
`

/** What each version of the file added to the one before. */
const STEPS = [FIRST_TABLES, CONTENT_TABLES, ROW_TABLES, DELIVERY_TABLE]

export const FILE_VERSION = STEPS.length

export const versionOf = (database: DatabaseSync): number =>
  Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0)

/** Makes again what is derived from the rows of a file of an older version. */
export type Refill = (database: DatabaseSync) => void

export function upgradeTables(database: DatabaseSync, refill: Refill): void {
  if (versionOf(database) >= FILE_VERSION) return
  database.exec('BEGIN IMMEDIATE')
  try {
    const before = versionOf(database)
    for (const step of STEPS.slice(before)) database.exec(step)
    if (before > 0) refill(database)
    database.exec(`PRAGMA user_version = ${FILE_VERSION}; COMMIT`)
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/** Takes everything out, within the caller's transaction: the file is as if it were new. */
export function emptyTables(database: DatabaseSync): void {
  const made = database
    .prepare(
      `SELECT name FROM sqlite_schema JOIN pragma_table_list USING (name)
       WHERE schema = 'main' AND pragma_table_list.type <> 'shadow' AND name NOT LIKE 'sqlite_%'
       ORDER BY sqlite_schema.rowid DESC`,
    )
    .all()
  for (const { name } of made) database.exec(`DROP TABLE "${name}"`)
  for (const step of STEPS) database.exec(step)
}
