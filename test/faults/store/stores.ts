// Stores as a run of the program leaves them: closed well, or cut off with the newest commits in the -wal only.

import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { NewJob } from '../../../src/model/job.ts'
import { openQueue } from '../../../src/queue/queue.ts'
import { backupsIn, keepBackup } from '../../../src/store/backup.ts'
import { openStore, type Store } from '../../../src/store/database.ts'
import { openLedger } from '../../../src/store/ledger.ts'

const NOON = new Date('2026-11-21T12:00:00Z')

export const newFolder = () => mkdtempSync(join(tmpdir(), 'store-fault-'))
export const storeIn = (dir: string) => join(dir, 'orchestrator.db')
export const keysFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => `track:${String(first + index).padStart(8, '0')}`)

export const jobOf = (key: string): NewJob => ({
  key,
  pool: 'tracks',
  lane: 'web',
  handler: 'track',
  input: { pageId: key, title: `Song of ${key}`, note: 'a line of words that fills the row '.repeat(4) },
  wish: `wish of ${key}`,
  label: `Some Artist – ${key}`,
  because: 'it has a link',
  priority: 50,
})

export const queueOver = (store: Store) =>
  openQueue({ store, ledger: openLedger(store.database), now: () => NOON.getTime() })

/** Accepts the jobs in one commit. */
export const accept = (store: Store, keys: readonly string[]) => queueOver(store).enqueue(keys.map(jobOf))

/** The jobs of the store, each read whole. */
export function jobsIn(dir: string): string[] {
  using store = openStore(dir, false)
  return queueOver(store)
    .list(['waiting', 'delayed', 'running', 'failed', 'quarantined'])
    .map(({ key }) => key)
}

/** A store of 700 jobs, closed well, and a copy that holds all of them. */
export async function storeWithCopy(): Promise<{ dir: string; keys: string[] }> {
  const dir = newFolder()
  const keys = keysFrom(0, 700)
  using store = openStore(dir, false)
  await accept(store, keys)
  await keepBackup(store.database, dir, NOON)
  return { dir, keys }
}

/** What SIGKILL leaves: 50 jobs in the main file and in a copy, 30 more in the -wal, each a commit of its own. */
export async function cutOffStore(): Promise<{ dir: string; copied: string[]; newer: string[] }> {
  const running = newFolder()
  const dir = newFolder()
  const [copied, newer] = [keysFrom(0, 50), keysFrom(50, 30)]
  using store = openStore(running, false)
  await accept(store, copied)
  await keepBackup(store.database, running, NOON)
  for (const key of newer) await accept(store, [key])
  copyStore(running, dir)
  return { dir, copied, newer }
}

/** The store with all that stands beside it, and its copies. */
export function copyStore(from: string, to: string): void {
  for (const end of ['', '-wal', '-shm'])
    if (existsSync(`${storeIn(from)}${end}`)) copyFileSync(`${storeIn(from)}${end}`, `${storeIn(to)}${end}`)
  copyBackups(from, to)
}

function copyBackups(from: string, to: string): void {
  for (const { file } of backupsIn(from)) {
    mkdirSync(join(to, 'backup'), { recursive: true })
    copyFileSync(file, join(to, 'backup', basename(file)))
  }
}

/** Flips a bit of each of `count` bytes from `at` on. */
export function flip(file: string, at: number, count = 1): void {
  const bytes = readFileSync(file)
  for (let index = at; index < Math.min(at + count, bytes.length); index += 1)
    bytes[index] = (bytes[index] ?? 0) ^ (1 << (index % 8))
  writeFileSync(file, bytes)
}

/** The same numbers for the same seed, from 0 to below 1. */
export function numbersOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** What was said, as one text a line. */
export function listeningLog() {
  const said: string[] = []
  const hear = (fields: object, message: string) => void said.push(`${message} ${JSON.stringify(fields)}`)
  return { said, log: { error: hear, warn: hear } }
}
