import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Property } from '../../../../src/workspace/schema/schema.ts'
import { type LongTexts, openLongTexts } from '../../../../src/workspace/store/long-texts.ts'
import { facetColumn, openRowTables, rowTable } from '../../../../src/workspace/store/row-tables.ts'
import { openStatements } from '../../../../src/workspace/store/statements.ts'
import { upgradeTables } from '../../../../src/workspace/store/tables.ts'

const TABLE = 'b0700000-0000-8000-8000-00000000000a'
const PROSE = 'a text of several words'
const DATA = 'AQAAfingerprint'

let db: DatabaseSync
let longTexts: LongTexts
beforeEach(() => {
  db = new DatabaseSync(':memory:')
  upgradeTables(db, () => {})
  longTexts = openLongTexts(openStatements(db))
})

const column = (sql: string) =>
  db
    .prepare(sql)
    .all()
    .map(row => Object.values(row)[0])
const found = (letters: string) =>
  column(`SELECT rowid FROM long_text_index WHERE long_text_index MATCH '"${letters}"'`)

describe('long texts', () => {
  it('keep their ids while they stay the same', () => {
    const before = longTexts.write(
      1,
      new Map([
        ['note', PROSE],
        ['data', DATA],
      ]),
    )
    const after = longTexts.write(
      1,
      new Map([
        ['note', PROSE],
        ['data', `${DATA}2`],
      ]),
    )
    expect(after.get('note')).toBe(before.get('note'))
    expect(after.get('data')).not.toBe(undefined)
    expect(column('SELECT text FROM long_text ORDER BY id')).toEqual([`${DATA}2`, PROSE])
  })

  it('are found by three letters, those without a space are not', () => {
    const ids = longTexts.write(
      1,
      new Map([
        ['note', PROSE],
        ['data', DATA],
      ]),
    )
    expect(found('ver')).toEqual([ids.get('note')])
    expect(found('fin')).toEqual([])
    expect(ids.get('data')).toBeLessThan(0)
  })

  it('leave the index with the row, and others may be written then', () => {
    for (let seq = 1; seq <= 200; seq += 1) longTexts.write(seq, new Map([['note', `${PROSE} ${seq}`]]))
    for (let seq = 1; seq <= 200; seq += 1) longTexts.write(seq, new Map())
    expect(found('ver')).toEqual([])
    expect(column('SELECT count(*) FROM long_text')).toEqual([0])
    openStatements(db).run('INSERT INTO setting VALUES (?, ?)', 'a', 'b')
  })
})

describe('the table of a data source', () => {
  const property = (id: string, type: Property['type']): Property => ({ id, name: id, type, description: null })
  const columns = () => column(`SELECT name FROM pragma_table_info('${rowTable(TABLE)}')`)

  it('has the columns of its schema, whatever it had before', () => {
    const tables = openRowTables(openStatements(db), longTexts)
    const own = ['seq', 'state', 'created', 'edited', 'number', 'p_:created_by', 'p_:edited_by']
    tables.fit(TABLE, [property('title', 'title'), property('abc', 'number')])
    expect(columns()).toEqual([...own, 'p_title', 'p_abc'])
    tables.fit(TABLE, [property('title', 'title'), property('x', 'rollup'), property('y', 'button')])
    expect(columns()).toEqual([...own, 'p_title', 'p_x:number', 'p_x:date', 'p_x:array'])
  })

  it('tells apart ids that SQL would not, and lets none out of its quotes', () => {
    const names = ['ab', 'aB', 'AB', 'a"b', 'a~22~b', 'tC;='].map(facetColumn)
    expect(new Set(names.map(name => name.toLowerCase())).size).toBe(names.length)
    for (const name of names) expect(name).toMatch(/^"[^"]+"$/)
  })
})
