// Before a node coordinates, its store is brought to where the cluster's is: by the log, or by a copy and what follows it.

import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { constants, DatabaseSync } from 'node:sqlite'
import { ConfigFault, codeOf, Environment } from '../../errors.ts'
import { storeFile } from '../../store/database.ts'
import type { Position } from '../../store/log-position.ts'
import { MIGRATIONS } from '../../store/migrations.ts'
import type { Redis } from '../connect.ts'
import { positionIn, putInPlace, requireLibraryOf, type Snapshot, snapshotsDir, snapshotsIn } from './snapshots.ts'
import { logKeys } from './state-log.ts'

export interface RestoreDeps {
  redis: Redis
  prefix: string
  varDir: string
  libraryDir: string
}

export interface Head extends Position {
  version: number
  library: string
  /** The copy that the log goes on from. */
  snapshot: string
}

export interface Restored {
  /** How the store came to where it is. */
  how: 'first' | 'as it was' | 'by the log' | 'by a copy'
  /** This machine worked alone before: where its own state is kept. */
  aside?: string
}

const PAGE = 500

/** How the store of this machine comes to where the cluster's is. */
type Way = { how: 'first' | 'as it was' | 'by the log' } | { how: 'by a copy'; copy: Snapshot; thenLog: boolean }

/**
 * Under the lock of `var/` and of the cluster, before the store is opened.
 * @throws ConfigFault when this node does not fit the cluster; Environment when the state cannot be had
 */
export async function restoreState(deps: RestoreDeps): Promise<Restored> {
  const file = storeFile(deps.varDir)
  const way = await wayTo(deps)
  if (way.how === 'by the log') await follow(file, deps)
  if (way.how !== 'by a copy') return way
  const workedAlone = existsSync(file) && positionIn(file).seq === 0
  const aside = putInPlace(way.copy.file, file, workedAlone)
  if (way.thenLog) await follow(file, deps)
  return { how: way.how, aside }
}

/** Before the seat is taken. @returns undefined when nothing is known that keeps the state from this machine */
export async function whyNoState(deps: RestoreDeps): Promise<string | undefined> {
  try {
    await wayTo(deps)
    return undefined
  } catch (error) {
    if (error instanceof Environment) return error.message
    if (codeOf(error) === 'ERR_SQLITE_ERROR') return undefined // its own is damaged: mended, or said, when it is opened
    throw error
  }
}

async function wayTo(deps: RestoreDeps): Promise<Way> {
  const { varDir, libraryDir } = deps
  const file = storeFile(varDir)
  const head = await readHead(deps)
  const own = positionIn(file)
  const copies = await snapshotsIn(snapshotsDir(libraryDir))
  if (head) requireFitting(head, libraryDir)
  if (!head || isAfter(own, head) || (copies[0] && isAfter(copies[0], head))) return wayAnew(deps, own, copies[0])
  const isThere = isSame(own, head) // it was this node's, whole
  if (isThere || (own.version === head.version && (await isOnTheWay(own, deps)))) {
    if (head.version < MIGRATIONS.length) await requireLibraryOf(file, libraryDir) // a copy of the new form goes there
    return { how: isThere ? 'as it was' : 'by the log' }
  }
  const copy = copies.find(({ file: name }) => basename(name) === head.snapshot)
  if (copy) return { how: 'by a copy', copy, thenLog: true }
  throw new Environment(
    `the copy of the cluster's state is not in ${libraryDir} (is its volume mounted?): ${head.snapshot}`,
  )
}

/**
 * Redis is empty, or was taken back to an older time: the newest of what is here and what is on the volume. A fence only grows
 * and the log takes commits of the newest alone, so whatever is after what Redis has holds all of it.
 */
async function wayAnew({ varDir, libraryDir }: RestoreDeps, own: Position, newest?: Snapshot): Promise<Way> {
  if (own.seq > 0) await requireLibraryOf(storeFile(varDir), libraryDir) // a newer copy may lie there
  if (newest && isAfter(newest, own)) return { how: 'by a copy', copy: newest, thenLog: false }
  return { how: own.seq === 0 ? 'first' : 'as it was' }
}

const isAfter = (one: Position, other: Position) =>
  one.fence > other.fence || (one.fence === other.fence && one.seq > other.seq)
const isSame = (one: Position, other: Position) => one.fence === other.fence && one.seq === other.seq

/** The highest fence that this node and the volume know of. */
export async function fenceBefore({ varDir, libraryDir }: Pick<RestoreDeps, 'varDir' | 'libraryDir'>): Promise<number> {
  const [newest] = await snapshotsIn(snapshotsDir(libraryDir))
  return Math.max(fenceIn(storeFile(varDir)), newest?.fence ?? 0)
}

/** Of whoever made the last commit that a store has. @param damaged taken for one that nobody can read */
export function fenceIn(file: string, damaged = 0): number {
  try {
    return positionIn(file).fence
  } catch {
    return damaged // it is mended, or said, when it is opened
  }
}

/** In Redis or on the volume. */
export const hasState = async (deps: Omit<RestoreDeps, 'varDir'>): Promise<boolean> =>
  (await snapshotsIn(snapshotsDir(deps.libraryDir))).length > 0 || (await readHead(deps)) !== undefined

/** Where the log of the cluster begins and ends; undefined when there is none. */
export async function readHead({ redis, prefix }: Pick<RestoreDeps, 'redis' | 'prefix'>): Promise<Head | undefined> {
  const { seq, fence, version, library, snapshot = '' } = await redis.hgetall(logKeys(prefix).head)
  if (library === undefined) return undefined
  return { seq: Number(seq ?? 0), fence: Number(fence ?? 0), version: Number(version ?? 0), library, snapshot }
}

function requireFitting(head: Head, libraryDir: string): void {
  if (head.version > MIGRATIONS.length)
    throw new ConfigFault(
      'the cluster runs a newer version of this program: machines that may coordinate need the same',
    )
  if (head.library !== libraryDir)
    throw new ConfigFault(
      `LIBRARY_DIR is ${libraryDir}: machines that may coordinate need the library at one path, here ${head.library}`,
    )
}

/** The log still has the commit that the store stands at, and it is the same one. */
async function isOnTheWay({ fence, seq }: Position, { redis, prefix }: RestoreDeps): Promise<boolean> {
  const [entry] = await redis.xrange(logKeys(prefix).log, `${seq}-0`, `${seq}-0`)
  return entry !== undefined && Number(entry[1][1]) === fence
}

/** Does all that the log has and the store has not, page by page: Redis hears of this machine in between. */
async function follow(file: string, { redis, prefix }: RestoreDeps): Promise<void> {
  using database = new DatabaseSync(file)
  database.exec('pragma journal_mode = wal; pragma synchronous = full') // killed, it is read as it was
  for (let { seq } = positionIn(file); ; ) {
    const entries = await redis.xrangeBuffer(logKeys(prefix).log, `${seq + 1}-0`, '+', 'COUNT', PAGE)
    const commits = entries.map(([id, fields]) => ({ number: Number.parseInt(String(id), 10), changes: fields[3] }))
    const gap = commits.findIndex(({ number }, index) => number !== seq + 1 + index)
    if (gap >= 0) throw new Environment(`the log of the cluster lacks commit ${seq + 1 + gap}`)
    apply(database, commits)
    seq += commits.length
    if (commits.length < PAGE) return
  }
}

interface Logged {
  number: number
  changes: Buffer | undefined
}

/** All of a page, or nothing. */
function apply(database: DatabaseSync, commits: readonly Logged[]): void {
  const options = { onConflict: () => constants.SQLITE_CHANGESET_ABORT }
  database.exec('begin immediate') // without its commit, all of it is taken back when the file is closed
  for (const { number, changes } of commits)
    if (!changes || !database.applyChangeset(changes, options))
      throw new Environment(`commit ${number} of the cluster's log does not fit the copy of its state`)
  database.exec('commit')
}
