// One instance at a time works in var/. The kernel holds the lock and gives it back however the process ends.

import { readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { BusyFault, codeOf, Environment, messageOf } from '../errors.ts'
import { makePrivateFolder } from './private.ts'

export interface InstanceLock extends Disposable {
  /** The instance before this one had the store open when it was killed or the machine went down. */
  readonly diedBefore: boolean
  /** Said once the store is open, so that the next instance knows if this one does not end well. */
  storeIsOpen(): void
}

/** Primary result codes of SQLite. */
const BUSY = 5
const NOT_A_DATABASE = 26
/** The name comes within a millisecond or two, unless the machine is very busy. */
const NAME_WAIT_MS = 600
const NAME_POLL_MS = 20

/**
 * Takes `var/` for this process.
 * @throws BusyFault naming the holder; Environment when the disk cannot hold a lock
 */
export function lockInstance(varDir: string): InstanceLock {
  makePrivateFolder(varDir)
  const holder = join(varDir, 'instance.json')
  const lock = takeLock(varDir, holder)
  const diedBefore = readHolder(holder)?.store === 'open' // who ends well takes it away
  let isUnsettled = diedBefore
  const name = { pid: process.pid, since: new Date().toISOString() }
  writeHolder(holder, diedBefore ? { ...name, store: 'open' } : name)
  return {
    diedBefore,
    storeIsOpen() {
      isUnsettled = false
      writeHolder(holder, { ...name, store: 'open' })
    },
    [Symbol.dispose]() {
      if (!isUnsettled) rmSync(holder, { force: true }) // else the next one that opens the store has to know
      lock.close()
    },
  }
}

function takeLock(varDir: string, holder: string): DatabaseSync {
  const file = join(varDir, 'instance.lock')
  const code = tryLock(file)
  if (code instanceof DatabaseSync) return code
  if (code.code === BUSY) throw busy(varDir, holder, code.error)
  if (code.code === NOT_A_DATABASE) {
    truncateSync(file) // nobody holds it, and nothing ever stands in it
    const again = tryLock(file)
    if (again instanceof DatabaseSync) return again
    if (again.code === BUSY) throw busy(varDir, holder, again.error)
  }
  throw new Environment(`${file} cannot be locked: ${messageOf(code.error)}`, { cause: code.error })
}

/** The lock, or SQLite's primary result code. */
function tryLock(file: string): DatabaseSync | { code: number; error: unknown } {
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(file, { timeout: 200 })
    lock.exec('pragma locking_mode = exclusive; begin exclusive')
    return lock
  } catch (error) {
    lock?.close()
    return { code: error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0, error }
  }
}

function busy(varDir: string, holder: string, cause: unknown): BusyFault {
  return Object.assign(new BusyFault(`another instance works in ${varDir}${holderOf(holder)}`), { cause })
}

/** Whoever has just taken the lock writes its name next: until then there is none, or one of a dead instance. */
function holderOf(file: string): string {
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (let waited = 0; ; waited += NAME_POLL_MS) {
    const holder = readHolder(file)
    if (holder && (isAlive(holder.pid) || waited >= NAME_WAIT_MS))
      return ` (process ${holder.pid}, since ${holder.since})`
    if (waited >= NAME_WAIT_MS) return ''
    Atomics.wait(pause, 0, 0, NAME_POLL_MS)
  }
}

/** Only for the name in a message: the lock alone decides. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) === 'EPERM' // another person's
  }
}

/** Who works in `var/` now, as it says itself; undefined: nobody. One without its store open waits to coordinate. */
export function runningIn(varDir: string): Holder | undefined {
  const holder = readHolder(join(varDir, 'instance.json'))
  return holder && isAlive(holder.pid) ? holder : undefined
}

const Holder = z.object({ pid: z.number(), since: z.string(), store: z.literal('open').optional() })
type Holder = z.infer<typeof Holder>

function readHolder(file: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

function writeHolder(file: string, holder: Holder): void {
  writeFileSync(`${file}.new`, JSON.stringify(holder))
  renameSync(`${file}.new`, file)
}
