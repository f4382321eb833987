// A lock between processes that the kernel holds and gives back however its holder ends: there is no stale one.

import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { Environment, messageOf, Transient } from '../../errors.ts'

/** SQLite's primary result code. */
const BUSY = 5
const ASK_AGAIN_MS = 50
const PATIENCE_MS = 30_000

/** @throws Transient when another holds it for longer than half a minute; Environment when the disk cannot hold a lock */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const lock = await takeLock(file)
  try {
    return await work()
  } finally {
    lock.close()
  }
}

async function takeLock(file: string): Promise<DatabaseSync> {
  for (let waited = 0; waited <= PATIENCE_MS; waited += ASK_AGAIN_MS) {
    const lock = tryLock(file)
    if (lock) return lock
    await sleep(ASK_AGAIN_MS)
  }
  throw new Transient(`${file} is held by another process`)
}

function tryLock(file: string): DatabaseSync | undefined {
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(file, { timeout: 0 })
    lock.exec('pragma locking_mode = exclusive; begin exclusive')
    return lock
  } catch (error) {
    lock?.close()
    if (error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === BUSY) return undefined
    throw new Environment(`${file} cannot be locked: ${messageOf(error)}`, { cause: error })
  }
}
