// By which id a folder of trigger files is known: a folder of another machine has another one, though its path be the same.

import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolders, sync } from '../durable-file.ts'
import { codeOf } from '../errors.ts'

/** Hidden, beside the agents' folders. */
export const MARKER = '.triggers-id'

const WHOLE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\s*$/
/** The boxes of agents alone may be written. */
const UNWRITTEN = new Set(['EACCES', 'EPERM', 'EROFS'])

/** Undefined: it has none, the folder is not there, or a run was killed while it gave it one. */
export async function idOf(dir: string): Promise<string | undefined> {
  const text = await readFile(join(dir, MARKER), 'utf8').catch(orAbsent)
  return WHOLE.exec(text ?? '')?.[1]
}

const giving = new Map<string, Promise<string>>()

/** Gives it one where it has none, the same to all who ask at once. @returns '' when it may not be written */
export function giveId(dir: string): Promise<string> {
  const given = giving.get(dir) ?? give(dir).finally(() => giving.delete(dir))
  giving.set(dir, given)
  return given
}

async function give(dir: string): Promise<string> {
  const known = await idOf(dir)
  if (known !== undefined) return known
  await makeFolders(dir)
  try {
    // in its place, not beside it: whoever is killed here leaves no second file among the agents' folders
    await writeFile(join(dir, MARKER), `${randomUUID()}\n`, { flush: true })
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
