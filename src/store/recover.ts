// Before the store is opened: a damaged one is set aside whole and the newest sound copy takes its place.

import { constants, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { failpointSync } from '../failpoint.ts'
import type { Log } from '../log.ts'
import { type Backup, backupsIn, stampOf } from './backup.ts'
import { checkStore } from './check-store.ts'
import { noteRecovery, openRecovery, type Recovery } from './recovery-note.ts'
import { syncPath } from './sync-path.ts'
import { type WalState, walState } from './wal-state.ts'

export interface RecoverOptions {
  log: Pick<Log, 'error' | 'warn'>
  now: Date
  /** The last instance did not come to its end: SQLite's -wal must still be there. */
  diedBefore: boolean
  /** The library, where a state worked with it before: then one that is not there was lost. */
  library?: string
}

/** What SQLite keeps beside a store; they belong to that one file and to no other. */
export const BESIDE = ['-wal', '-shm', '-journal'] as const

/**
 * Makes sure that what stands at `var/orchestrator.db` can be worked with; under the instance's lock, before the store is
 * opened. Killed at any point, it goes on from there at the next start.
 * @returns what the state may lack, at every start until `endRecovery`; undefined when it lacks nothing
 * @throws ConfigFault when a newer program made the file; Environment when it cannot be read. It is left untouched then
 */
export function recoverStore(varDir: string, options: RecoverOptions): Recovery | undefined {
  mkdirSync(varDir, { recursive: true })
  const file = join(varDir, 'orchestrator.db')
  const wal = walState(`${file}-wal`)
  const check = checkStore(file)
  const before = openRecovery(varDir)
  if (check.state === 'damaged') return replace(varDir, { why: check.why }, options)
  const isWalExpected = !before && (options.diedBefore || existsSync(`${file}-shm`))
  const why = check.state === 'ok' ? whyLost(wal, isWalExpected) : whyGone(varDir, before, options.library)
  if (why !== undefined)
    return check.state === 'ok'
      ? leaveWal(varDir, { why, wal }, options)
      : replace(varDir, { why, kept: before?.kept }, options)
  if (before) options.log.warn({ ...before }, 'the program’s state was mended before; what it lacks is looked up now')
  return before
}

function whyLost(wal: WalState, isExpected: boolean): string | undefined {
  if (wal === 'unreadable') return 'its -wal file is unreadable'
  if (wal === 'cut') return 'its -wal file is damaged before its end'
  return wal === 'none' && isExpected ? 'its -wal file is gone' : undefined
}

/** No file is how every store begins, unless something shows that there was one. */
function whyGone(varDir: string, before: Recovery | undefined, library?: string): string | undefined {
  if (before) return before.why
  if (backupsIn(varDir).length > 0) return 'it is gone, but copies of it are there'
  if (existsSync(join(varDir, 'orchestrator.db-wal'))) return 'it is gone, but its -wal file is there'
  return library === undefined
    ? undefined
    : `it is gone, and so are its copies, but the library ${library} was worked with`
}

/** The state is sound, but SQLite passes over its -wal without a word, and with it over the newest commits. */
function leaveWal(
  varDir: string,
  { why, wal }: { why: string; wal: WalState },
  { log, now }: RecoverOptions,
): Recovery {
  const from = join(varDir, 'orchestrator.db-wal')
  const kept = wal === 'none' ? undefined : freeName(`${from}.corrupt-${stampOf(now)}`)
  noteRecovery(varDir, { why, kept })
  if (kept && wal === 'cut')
    copyFileSync(from, kept) // SQLite still takes the part before the damage
  else if (kept) renameSync(from, kept)
  syncPath(varDir)
  log.error({ why, kept }, 'the newest changes of the program’s state are lost; what they were is looked up again')
  return { why, kept }
}

function replace(varDir: string, found: Pick<Recovery, 'why' | 'kept'>, { log, now }: RecoverOptions): Recovery {
  const file = join(varDir, 'orchestrator.db')
  const copy = backupsIn(varDir).find(({ file: copied }) => isSound(copied))
  const aside = freeName(`${file}.corrupt-${stampOf(now)}`)
  const isThere = ['', ...BESIDE].some(end => existsSync(`${file}${end}`))
  const kept = isThere ? aside : found.kept
  const recovery = { why: found.why, kept, restoredFrom: copy?.file, at: copy?.at }
  noteRecovery(varDir, recovery)
  failpointSync('recover.noted')
  setAside(file, aside)
  failpointSync('recover.aside')
  if (copy) restore(copy, file)
  const fields = { ...recovery, at: copy?.at.toISOString() }
  if (copy) log.error(fields, 'the program’s state was damaged; the newest copy of it has taken its place')
  else if (kept) log.error(fields, 'the program’s state was damaged and there is no copy of it; it begins anew')
  else log.error(fields, 'the program’s state is gone and there is no copy of it; it begins anew')
  return recovery
}

/** What stands beside goes first: a file that is put in place must never meet the -wal of another. */
function setAside(file: string, aside: string): void {
  for (const end of [...BESIDE, '']) {
    if (!existsSync(`${file}${end}`)) continue
    renameSync(`${file}${end}`, `${aside}${end}`)
    failpointSync('recover.moved')
  }
  syncPath(dirname(file))
}

function restore(copy: Backup, file: string): void {
  const beside = `${file}.new`
  rmSync(beside, { force: true })
  copyFileSync(copy.file, beside, constants.COPYFILE_FICLONE)
  syncPath(beside)
  failpointSync('recover.copied')
  renameSync(beside, file)
  failpointSync('recover.placed')
  syncPath(dirname(file))
}

/** A copy that cannot be used, for whatever reason, is passed over for an older one. */
function isSound(file: string): boolean {
  try {
    return checkStore(file).state === 'ok'
  } catch {
    return false
  }
}

/** The name itself, or with a number, where nothing stands yet. */
export function freeName(name: string): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}-${number}`
    if (!['', ...BESIDE].some(end => existsSync(`${candidate}${end}`))) return candidate
  }
}
