// Files that were fetched for a row and are not its recording: kept aside for a while, for people to look into.
// Nothing reads them back; that one is here is known by its content.

import { lstat, open, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { z } from 'zod'
import { makeFolders, sync } from '../durable-file.ts'
import { codeOf } from '../errors.ts'
import { failpoint } from '../failpoint.ts'
import { diskFault } from '../library/disk-fault.ts'
import type { Log } from '../log.ts'
import type { Proof } from '../model/proof.ts'
import { hasSum } from './sums.ts'

/** Why a file is here: what stands beside it. */
export interface SetAside {
  page: string
  title?: string
  artist?: string
  link: string
  reason: string
  checks: Proof
  /** ISO 8601. */
  at: string
  sha256: string
}

const DAY_MS = 86_400_000
const OLDEST_MS = 30 * DAY_MS
const MOST_BYTES = 2 ** 30
const SHORT = 8

const Note = z.object({ sha256: z.string(), reason: z.string() })
/** Made by us; whatever else lies there is a person's. */
const NOTE = /^[0-9a-f]{8,64}\.json$/

/** Moves the file, its note first. Done again after a kill it does what is left. @throws Environment of the disk */
export async function setAside(dir: string, path: string, why: SetAside): Promise<void> {
  const folder = join(dir, why.page)
  await makeFolders(folder).catch(diskFault)
  const stem = await stemFor(folder, why.sha256)
  if (await hasSum(path, why.sha256)) {
    await writeNote(join(folder, `${stem}.json`), why).catch(diskFault)
    await failpoint('quarantine.noted')
    await rename(path, join(folder, `${stem}${extname(path)}`)).catch(diskFault)
    await failpoint('quarantine.moved')
  }
  await sync(folder).catch(diskFault)
}

/** Why this very content was set aside for the page before; undefined: it was not. */
export async function whySetAside(dir: string, page: string, sha256: string): Promise<string | undefined> {
  for (const stem of stemsOf(sha256)) {
    const note = await noteAt(join(dir, page, `${stem}.json`))
    if (note?.sha256 === sha256) return note.reason
  }
  return undefined
}

export interface Quarantine {
  place: string
  count: number
  bytes: number
}

export async function quarantineAt(dir: string): Promise<Quarantine> {
  const kept = await entriesIn(dir)
  return { place: dir, count: kept.length, bytes: kept.reduce((sum, { bytes }) => sum + bytes, 0) }
}

/** What is older than 30 days goes, and of more than a gibibyte the oldest. */
export async function tidyQuarantine(dir: string, now: number, log: Log): Promise<void> {
  const kept = (await entriesIn(dir)).sort((a, b) => a.at - b.at)
  let bytes = kept.reduce((sum, entry) => sum + entry.bytes, 0)
  for (const entry of kept) {
    const isOld = now - entry.at > OLDEST_MS
    if (!isOld && bytes <= MOST_BYTES) continue
    for (const file of entry.files) await rm(file, { force: true })
    bytes -= entry.bytes
    log.info({ file: entry.note, because: isOld ? 'age' : 'size' }, 'a file in quarantine was removed')
    await rmdir(entry.folder).catch(() => {}) // others may lie there
  }
}

interface Entry {
  folder: string
  note: string
  /** The note last: without it the others would be nobody's. */
  files: string[]
  bytes: number
  /** Epoch ms. */
  at: number
}

async function entriesIn(dir: string): Promise<Entry[]> {
  const entries: Entry[] = []
  for (const page of await namesIn(dir)) {
    const folder = join(dir, page)
    const names = await namesIn(folder)
    for (const name of names.filter(each => NOTE.test(each))) {
      const stem = name.slice(0, -extname(name).length)
      const media = names.filter(each => each !== name && each.slice(0, -extname(each).length) === stem)
      const files = [...media, name].map(each => join(folder, each))
      const stats = await Promise.all(files.map(file => lstat(file).catch(() => undefined)))
      const bytes = stats.reduce((sum, found) => sum + (found?.size ?? 0), 0)
      entries.push({ folder, note: join(folder, name), files, bytes, at: stats.at(-1)?.mtimeMs ?? 0 })
    }
  }
  return entries
}

const namesIn = (dir: string) =>
  readdir(dir).catch(error => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return []
    throw error
  })

const stemsOf = (sha256: string) => [sha256.slice(0, SHORT), sha256]

/** Short, unless another file has it. */
async function stemFor(folder: string, sha256: string): Promise<string> {
  const [short = sha256, long = sha256] = stemsOf(sha256)
  const there = await noteAt(join(folder, `${short}.json`))
  return there && there.sha256 !== sha256 ? long : short
}

async function noteAt(path: string): Promise<z.infer<typeof Note> | undefined> {
  try {
    return Note.safeParse(JSON.parse(await readFile(path, 'utf8'))).data
  } catch {
    return undefined // not there, or a person's
  }
}

async function writeNote(path: string, why: SetAside): Promise<void> {
  const beside = `${path}.new`
  await using handle = await open(beside, 'w')
  await handle.writeFile(`${JSON.stringify(why, undefined, 2)}\n`)
  await handle.sync()
  await rename(beside, path)
}
