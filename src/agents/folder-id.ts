// By which id a folder of trigger files is known: a folder of another machine has another one, though its path be the same.

import { randomUUID } from 'node:crypto'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolders, sync } from '../durable-file.ts'
import { codeOf } from '../errors.ts'

/** Hidden, beside the agents' folders. */
export const MARKER = '.triggers-id'

/** It has one by now, or its boxes alone may be written. */
const UNWRITTEN = new Set(['EEXIST', 'EACCES', 'EPERM', 'EROFS'])

/** Undefined: it has none, or the folder is not there. */
export async function idOf(dir: string): Promise<string | undefined> {
  const text = await readFile(join(dir, MARKER), 'utf8').catch(orAbsent)
  return text?.trim() || undefined
}

/** Gives it one where it has none. @returns '' when another is giving it one at this moment, or it may not be written */
export async function giveId(dir: string): Promise<string> {
  const known = await idOf(dir)
  if (known !== undefined) return known
  await makeFolders(dir)
  const marker = join(dir, MARKER)
  const there = await stat(marker).catch(orAbsent)
  if (there?.size === 0) await rm(marker, { force: true }) // a run was killed while it wrote it
  try {
    await writeFile(marker, `${randomUUID()}\n`, { flag: 'wx', flush: true })
    await sync(dir)
  } catch (error) {
    if (!UNWRITTEN.has(codeOf(error))) throw error
  }
  return (await idOf(dir)) ?? ''
}

function orAbsent(error: unknown): undefined {
  if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined
  throw error
}
