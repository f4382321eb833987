// The SQLite file: how it is opened for work, and for a look that changes nothing.

import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Environment, messageOf } from '../../errors.ts'
import { makePrivateFile } from '../../store/private.ts'
import { openSnapshot, openUntouched } from '../../store/snapshot.ts'
import { FILE_VERSION, type Refill, upgradeTables, versionOf } from './tables.ts'

export interface OpenFile {
  database: DatabaseSync
  /** Nothing on disk may change. */
  readOnly: boolean
}

/** @throws Environment when the file is not a workspace, or is of a newer program */
export function openDatabase(file: string, readOnly: boolean, refill: Refill): OpenFile {
  try {
    const open = readOnly ? openUnchanged(file, refill) : openShared(file, refill)
    if (versionOf(open.database) > FILE_VERSION)
      throw new Error(`it is of version ${versionOf(open.database)}, made by a newer program`)
    return open
  } catch (error) {
    throw new Environment(`the local workspace ${file} cannot be opened: ${messageOf(error)}`, { cause: error })
  }
}

/** No file is made or touched. Nothing there yet: an empty workspace in memory, which may be written. */
function openUnchanged(file: string, refill: Refill): OpenFile {
  if (file === ':memory:' || !existsSync(file)) {
    const database = new DatabaseSync(':memory:')
    upgradeTables(database, refill)
    return { database, readOnly: false }
  }
  const database = lookInto(file)
  if (versionOf(database) >= FILE_VERSION) return { database, readOnly: true }
  database.close()
  const copy = openSnapshot(file, copied => upgradeTables(copied, refill))
  if (!copy) throw new Error('it is of an older version, and another program is writing to it')
  return { database: copy, readOnly: true }
}

function lookInto(file: string): DatabaseSync {
  if (!existsSync(`${file}-wal`)) return openUntouched(file)
  return openSnapshot(file) ?? new DatabaseSync(file, { readOnly: true })
}

function openShared(file: string, refill: Refill): OpenFile {
  if (file !== ':memory:') {
    mkdirSync(dirname(file), { recursive: true })
    makePrivateFile(file)
  }
  const database = new DatabaseSync(file, { timeout: 5000 })
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536')
  upgradeTables(database, refill)
  return { database, readOnly: false }
}
