// Whole copies of the coordinator's store on the shared volume: the log goes on from the newest.

import { randomUUID } from 'node:crypto'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { codeOf, Environment, messageOf } from '../../errors.ts'
import { libraryFact, MARKER } from '../../library/volume.ts'
import { checkStore, openToLook } from '../../store/check-store.ts'
import { type Position, positionOf } from '../../store/log-position.ts'
import { makePrivateFile, makePrivateFolder } from '../../store/private.ts'
import { BESIDE, freeName } from '../../store/recover.ts'
import { syncPath } from '../../store/sync-path.ts'

const KEPT = 2
const PRIVATE = 0o600
const UNFINISHED = '.part'
const NAME = /^(\d{12})-(\d{15})\.db$/
const ALL_PAGES = 0x7fffffff

export interface Snapshot extends Position {
  file: string
}

/** In the library, so that every machine that may coordinate has them. */
export const snapshotsDir = (libraryDir: string) => join(libraryDir, '.orchestrator', 'state')

/** The commit that a copy of this name ends with. */
export function snapshotSeq(name: string): number | undefined {
  const [, seq] = NAME.exec(name) ?? []
  return seq === undefined ? undefined : Number(seq)
}

/** The newest first: by the commit, then by the coordinator that made it. @throws Environment when the volume does not show them */
export async function snapshotsIn(dir: string): Promise<Snapshot[]> {
  const names = await readdir(dir).catch(error => {
    if (codeOf(error) === 'ENOENT') return []
    throw new Environment(`the copies of the cluster's state cannot be seen: ${messageOf(error)}`, { cause: error })
  })
  const found = names.flatMap(name => {
    const [, seq, fence] = NAME.exec(name) ?? []
    return seq ? [{ file: join(dir, name), seq: Number(seq), fence: Number(fence) }] : []
  })
  return found.sort((a, b) => b.fence - a.fence || b.seq - a.seq)
}

/** @throws Environment when the volume is away or does not take it; the copies that are there stay */
export async function keepSnapshot(database: DatabaseSync, libraryDir: string): Promise<Snapshot> {
  await requireLibrary(database, libraryDir)
  const dir = snapshotsDir(libraryDir)
  const beside = join(dir, `${randomUUID()}${UNFINISHED}`)
  try {
    makeIn(libraryDir, dir)
    for (const name of readdirSync(dir)) if (name.endsWith(UNFINISHED)) rmSync(join(dir, name), { force: true })
    makePrivateFile(beside)
    {
      using reader = new DatabaseSync(database.location() ?? ':memory:', { readOnly: true })
      await backup(reader, beside, { rate: ALL_PAGES })
    }
    const at = closeWhole(beside)
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

/** One file holds all of it from now on. @returns where it stands */
function closeWhole(file: string): Position {
  using database = new DatabaseSync(file)
  database.exec('pragma journal_mode = delete')
  return positionOf(database)
}

/** All but the newest two go. */
export async function dropOldSnapshots(libraryDir: string): Promise<void> {
  const all = await snapshotsIn(snapshotsDir(libraryDir))
  for (const old of all.slice(KEPT)) rmSync(old.file, { force: true })
}

/** The library that the state knows is there; one that it knows nothing of is made. @throws Environment */
async function requireLibrary(database: DatabaseSync, libraryDir: string): Promise<void> {
  const expected = database.prepare('select value from fact where name = ?').get(libraryFact(libraryDir))?.value
  if (expected === undefined) return
  const found = await readFile(join(libraryDir, MARKER), 'utf8').catch(() => undefined)
  if (found === undefined) throw new Environment(`the library ${libraryDir} is not there (is its volume mounted?)`)
  if (found.trim() !== expected)
    throw new Environment(`${libraryDir} holds another library than before (${MARKER} differs)`)
}

/** Of a store that nobody has open. @throws Environment */
export async function requireLibraryOf(file: string, libraryDir: string): Promise<void> {
  using database = openToLook(file)
  await requireLibrary(database, libraryDir)
}

/** No folder above the library is made: its volume may not be mounted. */
function makeIn(libraryDir: string, dir: string): void {
  if (!existsSync(libraryDir)) mkdirSync(libraryDir)
  makePrivateFolder(dir)
}

/**
 * Puts a copy in the place of a store that nobody has open.
 * @param keeps what stood there is kept
 * @returns where
 */
export function putInPlace(snapshot: string, file: string, keeps: boolean): string | undefined {
  if (checkStore(snapshot).state !== 'ok')
    throw new Environment(`the copy of the cluster's state ${snapshot} is damaged`)
  const beside = `${file}.new`
  makePrivateFolder(dirname(file))
  copyFileSync(snapshot, beside)
  chmodSync(beside, PRIVATE) // a copy that an older version made is everybody's to read
  syncPath(beside)
  const aside = keeps ? setAside(file) : undefined
  for (const end of BESIDE) rmSync(`${file}${end}`, { force: true })
  renameSync(beside, file)
  syncPath(dirname(file))
  return aside
}

/** With the commits that stand beside it: whoever worked with it may have been killed. */
function setAside(file: string): string {
  const aside = freeName(`${file}.before-cluster`)
  closeWhole(file)
  renameSync(file, aside)
  return aside
}

/** Where the store in a file stands; before everything when there is none. */
export function positionIn(file: string): Position & { version: number } {
  if (!existsSync(file)) return { fence: 0, seq: 0, version: 0 }
  using database = openToLook(file) // its -wal stays: whoever opens it looks for that
  const version = Number(database.prepare('pragma user_version').get()?.user_version)
  return { ...positionOf(database), version }
}

const padded = (number: number, digits: number) => String(number).padStart(digits, '0')
