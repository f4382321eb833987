// Where the files of hand-offs are: a folder an agent, three boxes in each. Whoever writes, moves or looks asks here.

import type { Dirent } from 'node:fs'
import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { makeFolders, sync } from '../durable-file.ts'
import { codeOf } from '../errors.ts'
import { failpoint } from '../failpoint.ts'

export const INBOX = '01_inbox'
export const PROCESSED = '02_processed'
export const FAILED = '03_failed'
/** Made by hand, for what is too old. */
export const ARCHIVE = '03_archive'
export type Box = typeof INBOX | typeof PROCESSED | typeof FAILED | typeof ARCHIVE

export interface Place {
  /** Of its agent: a name in AGENT_TRIGGERS_DIR, or an absolute path. */
  folder: string
  box: Box
  name: string
}

export const pathOf = (baseDir: string, { folder, box, name }: Place): string => resolve(baseDir, folder, box, name)

/** The agents' folders that have an inbox; `elsewhere`: absolute ones, which need not be there. */
export async function agentFolders(baseDir: string, elsewhere: readonly string[] = []): Promise<string[]> {
  const folders = (await entries(baseDir)).filter(entry => entry.isDirectory()).map(({ name }) => name)
  const found = await Promise.all(
    [...folders, ...elsewhere].map(async name => ((await isThere(resolve(baseDir, name, INBOX))) ? [name] : [])),
  )
  return found.flat().toSorted()
}

/** Names of the files in a box; a box that is not there has none. */
export async function filesOf(baseDir: string, folder: string, box: Box): Promise<string[]> {
  const found = await entries(resolve(baseDir, folder, box))
  return found
    .filter(entry => entry.isFile())
    .map(({ name }) => name)
    .toSorted()
}

/** Changes with whatever is done to the file; undefined: it is not there. */
export async function lookOf(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(orAbsent)
  return found && `${Math.round(found.mtimeMs)} ${found.size}`
}

/** Beside, synced, renamed: a reader sees the whole file or none. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const beside = `${path}.${process.pid}.part`
  const file = await open(beside, 'w')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await failpoint('trigger.synced')
  await rename(beside, path).catch(async error => {
    await rm(beside, { force: true })
    throw error
  })
  await sync(dirname(path))
}

/**
 * Puts a file into another box of its agent, with a note beside it that says why. What is there already stays.
 * @returns where it is; undefined when it was gone
 */
export async function moveTo(baseDir: string, place: Place, box: Box, why: string): Promise<Place | undefined> {
  const from = pathOf(baseDir, place)
  if (!(await isThere(from))) return undefined
  await makeFolders(resolve(baseDir, place.folder, box))
  const name = await freeName(resolve(baseDir, place.folder, box), place.name)
  const target = { ...place, box, name }
  const to = pathOf(baseDir, target)
  await writeWhole(noteOf(to), `${why}\n`)
  await failpoint('handoff.noted')
  const isMoved = await rename(from, to).then(
    () => true,
    async error => {
      await rm(noteOf(to), { force: true })
      return orAbsent(error) !== undefined // another was faster
    },
  )
  if (!isMoved) return undefined
  await sync(dirname(to))
  await sync(dirname(from))
  return target
}

/** Beside a file that was moved: why. No agent takes it for a trigger. */
export const noteOf = (path: string): string => `${path.replace(/\.json$/i, '')}.why.txt`

async function freeName(dir: string, name: string): Promise<string> {
  const [stem, end] = name.toLowerCase().endsWith('.json') ? [name.slice(0, -5), name.slice(-5)] : [name, '']
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${stem}__${number}${end}`
    if (!(await isThere(join(dir, candidate)))) return candidate
  }
}

export async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(orAbsent)) !== undefined
}

const entries = async (dir: string): Promise<Dirent[]> =>
  (await readdir(dir, { withFileTypes: true }).catch(orAbsent)) ?? []

function orAbsent(error: unknown): undefined {
  if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined
  throw error
}
