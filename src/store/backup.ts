// Copies of the store in var/backup/: each is read whole before it counts, and the newest three are kept.

import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { Environment, messageOf } from '../errors.ts'
import { checkStore } from './check-store.ts'
import { makePrivateFile, makePrivateFolder } from './private.ts'
import { syncPath } from './sync-path.ts'

export interface Backup {
  file: string
  at: Date
}

const KEPT = 3
const EVERY_MS = 24 * 60 * 60_000
/** All in one step, which sees the store as it is at its start. */
const ALL_PAGES = 0x7fffffff
const NAME = /^orchestrator-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.db$/

/** `20261121T113608Z`: sorts by time and is a name on every disk. */
export const stampOf = (at: Date): string => at.toISOString().replace(/[-:]|\.\d+/g, '')

/** The copies in `var/backup/`, newest first. */
export function backupsIn(varDir: string): Backup[] {
  const dir = backupDir(varDir)
  if (!existsSync(dir)) return []
  const found = readdirSync(dir).flatMap(name => {
    const [, year, month, day, hour, minute, second] = NAME.exec(name) ?? []
    return year ? [{ file: join(dir, name), at: new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) }] : []
  })
  return found.sort((a, b) => b.at.getTime() - a.at.getTime())
}

/**
 * Copies the store when the newest copy is a day old. Commits go on meanwhile.
 * @returns the new copy; undefined when none was due
 * @throws Environment when the disk does not take it; the copies that are there stay
 */
export async function keepBackup(database: DatabaseSync, varDir: string, now: Date): Promise<Backup | undefined> {
  const newest = backupsIn(varDir).find(({ at }) => at <= now) // one from the future was named by a wrong clock
  if (newest && now.getTime() - newest.at.getTime() < EVERY_MS) return undefined
  const file = join(backupDir(varDir), `orchestrator-${stampOf(now)}.db`)
  const beside = `${file}.part`
  try {
    makePrivateFolder(dirname(file))
    removeUnfinished(varDir)
    makePrivateFile(beside)
    await copyStore(database, beside)
    // All that the copy holds is now in the store's main file too: that file alone is never older than a copy.
    database.exec('pragma wal_checkpoint(passive)')
    requireSound(beside)
    syncPath(beside)
    renameSync(beside, file)
    syncPath(dirname(file))
  } catch (error) {
    rmSync(beside, { force: true })
    throw new Environment(`no copy of the program's state could be kept: ${messageOf(error)}`, { cause: error })
  }
  removeOld(varDir, now)
  return { file, at: now }
}

/** Over a connection of its own: a copy over the one that writes fails when it meets a commit. */
async function copyStore(database: DatabaseSync, to: string): Promise<void> {
  using reader = new DatabaseSync(database.location() ?? ':memory:', { readOnly: true })
  await backup(reader, to, { rate: ALL_PAGES })
}

function removeOld(varDir: string, now: Date): void {
  const all = backupsIn(varDir)
  const kept = new Set(all.filter(({ at }) => at <= now).slice(0, KEPT))
  for (const old of all) if (!kept.has(old)) rmSync(old.file, { force: true })
}

function requireSound(file: string): void {
  const check = checkStore(file)
  if (check.state === 'damaged') throw new Error(`the copy is damaged: ${check.why}`)
}

function removeUnfinished(varDir: string): void {
  const dir = backupDir(varDir)
  for (const name of readdirSync(dir))
    if (name.endsWith('.db.part')) rmSync(join(dir, name), { recursive: true, force: true })
}

const backupDir = (varDir: string) => join(varDir, 'backup')
