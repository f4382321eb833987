// The program's own state: one SQLite file in var/, one writer, every commit on the disk before it counts.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ConfigFault, codeOf, Environment, messageOf } from '../errors.ts'
import { checkStore, requireSqlite } from './check-store.ts'
import { damaged } from './damage.ts'
import { MIGRATIONS } from './migrations.ts'
import { makePrivateFile, makePrivateFolder } from './private.ts'
import { openSnapshot } from './snapshot.ts'

export interface Store extends Disposable {
  readonly database: DatabaseSync
  /**
   * Does all of `work` or none of it, on the disk when the promise resolves. What is handed in during one turn of the event
   * loop shares one commit; a piece that throws takes only itself back.
   * @throws Environment when the disk does not take it
   */
  commit<T>(work: () => T): Promise<T>
  /** The same at once, for start and end of the program. */
  commitNow<T>(work: () => T): T
}

/** Where each commit goes beside the disk. */
export interface CommitLog {
  /** @throws when nothing may be kept here any more */
  requireHold(): void
  /** Inside the transaction. */
  stamp(): void
  /** After it: resolves when the commit is kept elsewhere too. */
  seal(): Promise<void>
}

export const storeFile = (varDir: string) => join(varDir, 'orchestrator.db')

/**
 * Opens `var/orchestrator.db`, bringing it to the newest form.
 * @param readOnly an in-memory database stands in when there is no file, and nothing on disk is touched
 */
export function openStore(varDir: string, readOnly: boolean, openLog?: (database: DatabaseSync) => CommitLog): Store {
  const file = storeFile(varDir)
  const database = asEnvironment(file, () => (readOnly ? openForReading(file) : openForWriting(varDir, file)))
  return storeOver(database, file, openLog?.(database))
}

/** A store over an open database. */
export function storeOver(database: DatabaseSync, file: string, log?: CommitLog): Store {
  interface Piece {
    work: () => unknown
    resolve: (value: never) => void
    reject: (error: unknown) => void
  }
  let pieces: Piece[] = []
  /** When the last commit is kept elsewhere too. */
  let sealed: Promise<void> | undefined

  function flush(): void {
    const batch = pieces
    pieces = []
    const endings: (() => void)[] = []
    try {
      commitNow(() => {
        for (const { work, resolve, reject } of batch) {
          const ending = attempt(database, work)
          endings.push(() => ('error' in ending ? reject(ending.error) : resolve(ending.value as never)))
        }
      })
    } catch (error) {
      for (const { reject } of batch) reject(error)
      return
    }
    const endAll = () => {
      for (const end of endings) end()
    }
    const refuseAll = (error: unknown) => {
      for (const { reject } of batch) reject(error)
    }
    if (sealed) sealed.then(endAll, refuseAll)
    else endAll()
  }

  function commitNow<T>(work: () => T): T {
    log?.requireHold()
    const logged = log
      ? () => {
          const value = work()
          log.stamp()
          return value
        }
      : work
    const value = asEnvironment(file, () => transaction(database, logged))
    sealed = log?.seal()
    return value
  }

  return {
    database,
    commitNow,
    commit: <T>(work: () => T) =>
      new Promise<T>((resolve, reject) => {
        if (pieces.length === 0) setImmediate(flush)
        pieces.push({ work, resolve, reject })
      }),
    [Symbol.dispose]() {
      if (pieces.length > 0) flush()
      database.close()
    },
  }
}

function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('begin immediate')
  try {
    const value = work()
    database.exec('commit')
    return value
  } catch (error) {
    if (database.isTransaction) database.exec('rollback')
    throw error
  }
}

function attempt(database: DatabaseSync, work: () => unknown): { value: unknown } | { error: unknown } {
  database.exec('savepoint piece')
  try {
    const value = work()
    database.exec('release piece')
    return { value }
  } catch (error) {
    if (!database.isTransaction) throw error // the disk is full: SQLite has taken back everything
    database.exec('rollback to piece; release piece')
    return { error }
  }
}

function asEnvironment<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!isSqliteError(error)) throw error
    throw new Environment(`the program's state ${file} cannot be used: ${messageOf(error)}`, { cause: error })
  }
}

const isSqliteError = (error: unknown) => codeOf(error) === 'ERR_SQLITE_ERROR'

function openForWriting(varDir: string, file: string): DatabaseSync {
  makePrivateFolder(varDir)
  makePrivateFile(file)
  const database = new DatabaseSync(file, { timeout: 5000 })
  requireSqlite(database)
  versionOf(database, file)
  database.exec(
    'pragma journal_mode = wal; pragma synchronous = full; pragma fullfsync = 1; pragma checkpoint_fullfsync = 1; pragma trusted_schema = off',
  )
  migrate(database, file)
  return database
}

function openForReading(file: string): DatabaseSync {
  if (existsSync(file)) {
    const database = existsSync(`${file}-wal`)
      ? new DatabaseSync(file, { readOnly: true })
      : new DatabaseSync(new URL(`file://${encodeURI(file)}?mode=ro&immutable=1`))
    if (versionOf(database, file) === MIGRATIONS.length) return database
    database.close()
    return openInNewForm(file)
  }
  const database = new DatabaseSync(':memory:')
  migrate(database, file)
  return database
}

/** The state of an older version, as it will be after the next start: of a copy, which is gone again. */
function openInNewForm(file: string): DatabaseSync {
  const check = checkStore(file)
  if (check.state === 'damaged') throw damaged(file, check.why)
  const copy = openSnapshot(file, copied => migrate(copied, file))
  if (copy) return copy
  throw new Environment(
    `the program's state ${file} is of an older version, and a running program writes to it: stop that one, and start it anew`,
  )
}

function migrate(database: DatabaseSync, file: string): void {
  const version = versionOf(database, file)
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < version) continue
    transaction(database, () => database.exec(`${sql} pragma user_version = ${index + 1};`))
  }
}

/** @throws ConfigFault when a newer program made the file; it is left untouched */
function versionOf(database: DatabaseSync, file: string): number {
  const version = Number(database.prepare('pragma user_version').get()?.user_version)
  if (version <= MIGRATIONS.length) return version
  throw new ConfigFault(
    `${file} was made by a newer version of this program (${version} > ${MIGRATIONS.length}); it is left untouched`,
  )
}
