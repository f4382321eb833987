// Whole copies of the coordinator's store on the shared volume: the log goes on from the newest.

import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { Environment, messageOf } from '../errors.ts'
import { checkStore } from '../store/check-store.ts'
import { type Position, positionOf } from '../store/log-position.ts'
import { syncPath } from '../store/sync-path.ts'

const KEPT = 2
const NAME = /^(\d{12})-(\d{15})\.db$/
const ALL_PAGES = 0x7fffffff

export interface Snapshot extends Position {
  file: string
}

/** In the library, so that every machine that may coordinate has them. */
export const snapshotsDir = (libraryDir: string) => join(libraryDir, '.orchestrator', 'state')

/** The newest first: by the commit, then by the coordinator that made it. */
export function snapshotsIn(dir: string): Snapshot[] {
  if (!existsSync(dir)) return []
  const found = readdirSync(dir).flatMap(name => {
    const [, seq, fence] = NAME.exec(name) ?? []
    return seq ? [{ file: join(dir, name), seq: Number(seq), fence: Number(fence) }] : []
  })
  return found.sort((a, b) => b.fence - a.fence || b.seq - a.seq)
}

/** @throws Environment when the volume does not take it; the copies that are there stay */
export async function keepSnapshot(database: DatabaseSync, dir: string): Promise<Snapshot> {
  const beside = join(dir, `${process.pid}.part`)
  try {
    mkdirSync(dir, { recursive: true })
    {
      using reader = new DatabaseSync(database.location() ?? ':memory:', { readOnly: true })
      await backup(reader, beside, { rate: ALL_PAGES })
    }
    const at = positionIn(beside)
    const file = join(dir, `${padded(at.seq, 12)}-${padded(at.fence, 15)}.db`)
    syncPath(beside)
    renameSync(beside, file)
    syncPath(dir)
    return { ...at, file }
  } catch (error) {
    rmSync(beside, { force: true })
    throw new Environment(`no copy of the cluster's state could be kept in ${dir}: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

/** All but the newest two go. */
export function dropOldSnapshots(dir: string): void {
  for (const old of snapshotsIn(dir).slice(KEPT)) rmSync(old.file, { force: true })
}

/** Puts a copy in the place of a store that nobody has open; what stood there is set aside. */
export function putInPlace(snapshot: string, file: string): void {
  if (checkStore(snapshot).state !== 'ok')
    throw new Environment(`the copy of the cluster's state ${snapshot} is damaged`)
  const beside = `${file}.new`
  mkdirSync(dirname(file), { recursive: true })
  copyFileSync(snapshot, beside)
  syncPath(beside)
  for (const end of ['-wal', '-shm', '-journal']) rmSync(`${file}${end}`, { force: true })
  if (existsSync(file)) renameSync(file, `${file}.before-cluster`)
  renameSync(beside, file)
  syncPath(dirname(file))
}

/** Where the store in a file stands; before everything when there is none. */
export function positionIn(file: string): Position & { version: number } {
  if (!existsSync(file)) return { fence: 0, seq: 0, version: 0 }
  using database = new DatabaseSync(file)
  const version = Number(database.prepare('pragma user_version').get()?.user_version)
  return { ...positionOf(database), version }
}

const padded = (number: number, digits: number) => String(number).padStart(digits, '0')
