// Which file a path leads to, and where that lies: links, mounts and spellings give one file many names.

import { realpathSync, statSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { codeOf } from '../../errors.ts'
import { isInside } from '../../library/trash.ts'
import type { Tools } from '../../tools.ts'

/** The same for all names of one file; undefined: nothing is there. */
export async function fileKey(path: string): Promise<string | undefined> {
  const state = await stat(path, { bigint: true }).catch(unlessAbsent)
  return state && keyOf(state)
}

export const fileKeySync = (path: string): string | undefined => {
  const state = statSync(path, { bigint: true, throwIfNoEntry: false })
  return state && keyOf(state)
}

const keyOf = ({ dev, ino }: { dev: bigint; ino: bigint }) => `${dev} ${ino}`

const ABSENT = ['ENOENT', 'ENOTDIR', 'ELOOP']

function unlessAbsent(error: unknown): undefined {
  if (!ABSENT.includes(codeOf(error))) throw error
}

/** @returns why nothing may be taken from where the file really lies; undefined: it may */
export function whyPlaceStays(path: string, { library, indexDirs }: Pick<Tools, 'library' | 'indexDirs'>) {
  const root = realOf(library.dir)
  const real = realOf(dirname(path))
  if (!isInside(library.dir, path) || !isWithin(root, real)) return 'it lies outside the library'
  const read = indexDirs.map(realOf).filter(dir => isInside(root, dir)) // what lies around the library does not make it read-only
  return read.some(dir => isWithin(dir, real)) ? 'it lies in a folder that is only read (INDEX_DIRS)' : undefined
}

const isWithin = (dir: string, path: string) => dir === path || isInside(dir, path)

function realOf(path: string): string {
  try {
    return realpathSync.native(path)
  } catch (error) {
    unlessAbsent(error)
    return resolve(path)
  }
}
