// Reading a file that has a WAL without touching anything beside it: SQLite would rewrite its `-shm`,
// so a copy is read, from a folder that is gone again before this returns.

import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'

const ATTEMPTS = 3

/** `prepare` may change the copy. @returns undefined when the file keeps changing under the copy: then its writer is alive, and its `-shm` is in use anyway. */
export function openSnapshot(file: string, prepare?: (copy: DatabaseSync) => void): DatabaseSync | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'orchestrator-'))
  try {
    const copy = join(folder, 'copy.db')
    if (!copyWhileStill(file, copy)) return undefined
    const database = new DatabaseSync(copy)
    prepare?.(database)
    database.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE')
    database.close()
    return openUntouched(copy)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A file without a WAL, taken as it lies; neither locks nor files are made. */
export function openUntouched(file: string): DatabaseSync {
  const url = pathToFileURL(file)
  url.search = '?immutable=1&mode=ro'
  return new DatabaseSync(url, { readOnly: true })
}

function copyWhileStill(file: string, copy: string): boolean {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = stateOf(file)
    copyFileSync(file, copy)
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`)
    if (stateOf(file) === before) return true
  }
  return false
}

const stateOf = (file: string): string =>
  [file, `${file}-wal`]
    .filter(existsSync)
    .map(path => statSync(path, { bigint: true }))
    .map(({ mtimeNs, size }) => `${mtimeNs} ${size}`)
    .join(', ')
