import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { Environment } from '../../../src/errors.ts'
import { checkStore, requireSqlite } from '../../../src/store/check-store.ts'
import { openStore } from '../../../src/store/database.ts'
import { MIGRATIONS } from '../../../src/store/migrations.ts'
import { newFolder, storeIn } from '../../faults/store/stores.ts'

describe('the look at a store', () => {
  it('there is none', () => {
    expect(checkStore(storeIn(newFolder()))).toEqual({ state: 'absent' })
  })

  it('every version this program made is sound, and looking makes no file', () => {
    for (let version = 0; version <= MIGRATIONS.length; version += 1) {
      const dir = newFolder()
      using database = new DatabaseSync(storeIn(dir))
      database.exec('pragma journal_mode = wal')
      for (const sql of MIGRATIONS.slice(0, version)) database.exec(sql)
      database.exec(`pragma user_version = ${version}`)
      database.close()
      expect(checkStore(storeIn(dir)), `version ${version}`).toEqual({ state: 'ok' })
      expect(readdirSync(dir)).toEqual(['orchestrator.db'])
    }
  })

  it('a table of a person’s own is none of its business', () => {
    const dir = newFolder()
    const { database } = openStore(dir, false)
    database.exec('create table mine (a); create index mine_by_a on mine (a)')
    database.close()
    expect(checkStore(storeIn(dir))).toEqual({ state: 'ok' })
  })

  it('a rule of a table that is broken is found, though the file is only read', () => {
    const dir = newFolder()
    const { database } = openStore(dir, false)
    database.exec(`pragma ignore_check_constraints = on;
      insert into effect values ('run', 'stage', 'nonsense', 'null', 0)`)
    database.close()
    expect(checkStore(storeIn(dir))).toMatchObject({ state: 'damaged', why: expect.stringContaining('effect') })
  })

  it('a text that should be JSON and is not is found', () => {
    const dir = newFolder()
    const { database } = openStore(dir, false)
    database.exec(`insert into effect values ('run', 'stage', 'begun', '{"half": ', 0)`)
    database.close()
    expect(checkStore(storeIn(dir))).toMatchObject({ state: 'damaged', why: expect.stringContaining('effect') })
  })

  it('an end inside a page is a damage, unless a -wal still holds that page', () => {
    const dir = newFolder()
    openStore(dir, false).database.close()
    appendFileSync(storeIn(dir), 'ten bytes…')
    expect(checkStore(storeIn(dir))).toMatchObject({ state: 'damaged', why: 'the file ends inside a page' })
    writeFileSync(`${storeIn(dir)}-wal`, '')
    expect(checkStore(storeIn(dir))).toEqual({ state: 'ok' })
  })

  it('an index that does not agree with its table is a damage', () => {
    const dir = newFolder()
    const { database } = openStore(dir, false)
    database.exec("insert into fact values ('seven', 'a'), ('seventy', 'b')")
    database.close()
    const bytes = readFileSync(storeIn(dir))
    bytes.write('x', bytes.indexOf('seventyb')) // in the table; the index keeps the name as it was
    writeFileSync(storeIn(dir), bytes)
    expect(checkStore(storeIn(dir))).toMatchObject({ state: 'damaged', why: expect.stringContaining('index') })
  })

  it('a folder in its place is no damage of a store', () => {
    expect(() => checkStore(newFolder())).toThrow(Environment)
  })

  it('SQLite below 3.51.3 is refused', () => {
    const withVersion = (version: string) => {
      const database = new DatabaseSync(':memory:')
      database.function('sqlite_version', () => version)
      return () => requireSqlite(database)
    }
    for (const old of ['3.51.2', '3.50.9', '2.99.99']) expect(withVersion(old), old).toThrow(Environment)
    for (const fit of ['3.51.3', '3.52.0', '4.0.0']) expect(withVersion(fit), fit).not.toThrow()
  })
})
