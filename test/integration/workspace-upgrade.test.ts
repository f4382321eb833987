// A file of the first version of the workspace, opened by this one.

import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openWorkspace } from '../../src/workspace/workspace.ts'
import { type Json, titles } from '../unit/workspace/open-client.ts'

const FIRST_VERSION = `
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
  PRAGMA user_version = 1;
`
const DATABASE = '11111111-1111-4111-8111-111111111111'
const TABLE = '22222222-2222-4222-8222-222222222222'
const PAGES = ['33333333-3333-4333-8333-333333333331', '33333333-3333-4333-8333-333333333332']
const stamps = { icon: null, cover: null, inTrash: false, created: 1_000_000, edited: 1_000_000 }
const words = (text: string) => [{ type: 'text', text: { content: text, link: null }, plain_text: text, href: null }]

function makeOldFile(file: string): void {
  const old = new DatabaseSync(file)
  old.exec(FIRST_VERSION)
  const put = (text: string, ...values: (string | number)[]) => old.prepare(text).run(...values)
  for (const name of ['agentTasks', 'tracks']) put('INSERT INTO setting VALUES (?, ?)', name, DATABASE)
  const database = {
    id: DATABASE,
    ...stamps,
    title: words('Old'),
    description: [],
    parent: { type: 'workspace' },
    isInline: false,
  }
  put('INSERT INTO database VALUES (?, ?)', DATABASE, JSON.stringify(database))
  const schema = [
    { id: 'title', name: 'Name', type: 'title', description: null },
    {
      id: 'rel1',
      name: 'Before',
      type: 'relation',
      description: null,
      target: { dataSourceId: TABLE, databaseId: DATABASE },
    },
  ]
  const source = { id: TABLE, databaseId: DATABASE, ...stamps, title: words('Old'), description: [], schema }
  put('INSERT INTO data_source VALUES (?, ?, ?, 2)', TABLE, DATABASE, JSON.stringify(source))
  PAGES.forEach((id, index) => {
    const cells = { title: words(`row ${index}`), ...(index === 1 && { rel1: [PAGES[0]] }) }
    const parent = { type: 'data_source_id', data_source_id: TABLE, database_id: DATABASE }
    const page = {
      id,
      ...stamps,
      parent,
      dataSourceId: TABLE,
      number: index + 1,
      isArchived: false,
      isLocked: false,
      cells,
    }
    put('INSERT INTO page (id, record) VALUES (?, ?)', id, JSON.stringify(page))
  })
  old.close()
}

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'upgrade-'))
  file = join(folder, 'workspace.db')
  makeOldFile(file)
})
afterEach(() => rm(folder, { recursive: true }))

const headers = { authorization: 'Bearer local', 'notion-version': '2025-09-03' }
async function query(readOnly: boolean, body: Json) {
  const workspace = openWorkspace({ file, readOnly })
  try {
    const init = { method: 'POST', headers, body: JSON.stringify(body) }
    const answer = await workspace.fetch(`http://w/v1/data_sources/${TABLE}/query`, init)
    return (await answer.json()) as Json & { results: Json[] }
  } finally {
    workspace.close()
  }
}
const related = { filter: { property: 'Before', relation: { contains: PAGES[0] } } }

describe('a file of the first version', () => {
  it('keeps its rows, and they are found by what is in them', async () => {
    expect(titles(await query(false, {}))).toEqual(['row 0', 'row 1'])
    expect(titles(await query(false, related))).toEqual(['row 1'])
  })

  it('is read without being changed when nothing may be written', async () => {
    await copyFile(file, `${file}.before`)
    expect(titles(await query(true, related))).toEqual(['row 1'])
    expect(await readFile(file)).toEqual(await readFile(`${file}.before`))
  })

  it('of a newer program is refused in words', () => {
    const newer = new DatabaseSync(file)
    newer.exec('PRAGMA user_version = 99')
    newer.close()
    expect(() => openWorkspace({ file })).toThrow('it is of version 99, made by a newer program')
  })
})
