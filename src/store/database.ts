// The program's own state: one SQLite file in var/, and the lock that lets one instance at a time write there.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { BusyFault, ConfigFault, Environment, messageOf } from '../errors.ts'

const MIGRATIONS = [
  `create table attempt (
     row_id text primary key,
     input text not null,
     attempts integer not null,
     outcome text not null,
     reason text not null,
     not_before integer not null,
     at integer not null
   ) strict;
   create table run (
     id integer primary key,
     handler text not null,
     subject text not null,
     label text not null,
     outcome text not null,
     reason text not null,
     started_at integer not null,
     ended_at integer not null
   ) strict;
   create index run_by_end on run (ended_at desc);
   create table fact (name text primary key, value text not null) strict;`,
]

/**
 * Opens `var/orchestrator.db`, bringing it to the newest form.
 * @param readOnly an in-memory database stands in when there is no file, and nothing on disk is touched
 */
export function openDatabase(varDir: string, readOnly: boolean): DatabaseSync {
  const file = join(varDir, 'orchestrator.db')
  try {
    return readOnly ? openForReading(file) : openForWriting(varDir, file)
  } catch (error) {
    if (!isSqliteError(error)) throw error
    throw new Environment(`the program's state ${file} cannot be opened: ${messageOf(error)}`, { cause: error })
  }
}

const isSqliteError = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR'

function openForWriting(varDir: string, file: string): DatabaseSync {
  mkdirSync(varDir, { recursive: true })
  const database = new DatabaseSync(file, { timeout: 5000 })
  database.exec('pragma journal_mode = wal; pragma synchronous = full')
  migrate(database, file)
  return database
}

function openForReading(file: string): DatabaseSync {
  if (existsSync(file)) {
    if (existsSync(`${file}-wal`)) return new DatabaseSync(file, { readOnly: true })
    return new DatabaseSync(new URL(`file://${encodeURI(file)}?mode=ro&immutable=1`))
  }
  const database = new DatabaseSync(':memory:')
  migrate(database, file)
  return database
}

function migrate(database: DatabaseSync, file: string): void {
  const version = Number(database.prepare('pragma user_version').get()?.user_version)
  if (version > MIGRATIONS.length) {
    throw new ConfigFault(
      `${file} was made by a newer version of this program (${version} > ${MIGRATIONS.length}); it is left untouched`,
    )
  }
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < version) continue
    database.exec(`begin immediate; ${sql} pragma user_version = ${index + 1}; commit`)
  }
}

/**
 * Takes `var/` for this process. The kernel gives the lock back when the process ends, however it ends.
 * @throws BusyFault naming the holder
 */
export function lockInstance(varDir: string): { release(): void } {
  mkdirSync(varDir, { recursive: true })
  const file = join(varDir, 'instance.lock')
  const holder = join(varDir, 'instance.json')
  const lock = new DatabaseSync(file, { timeout: 200 })
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch (error) {
    lock.close()
    throw Object.assign(new BusyFault(`another instance works in ${varDir}${holderOf(holder)}`), { cause: error })
  }
  writeFileSync(holder, JSON.stringify({ pid: process.pid, since: new Date().toISOString() }))
  return {
    release() {
      rmSync(holder, { force: true })
      lock.close()
    },
  }
}

function holderOf(file: string): string {
  try {
    const { pid, since }: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'))
    return ` (process ${pid}, since ${since})`
  } catch {
    return '' // the holder has not written its name yet; the lock alone decides
  }
}
