// Whether a machine sees the library that the others see: its marker is told in Redis by whoever coordinates.

import { randomUUID } from 'node:crypto'
import { access, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigFault, Environment, messageOf } from '../../errors.ts'
import { MARKER } from '../../library/volume.ts'
import type { Redis } from '../connect.ts'

const keyIn = (prefix: string) => `${prefix}:volume`

/** Undefined: there is none, or it cannot be read. */
async function markerIn(libraryDir: string): Promise<string | undefined> {
  const text = await readFile(join(libraryDir, MARKER), 'utf8').catch(() => undefined)
  return text?.trim() || undefined
}

const NOT_TOLD = 'which library is shared is not known yet: the machine that coordinates says it as soon as it sees it'

/** By the machine that coordinates. */
export async function tellLibrary(redis: Redis, prefix: string, libraryDir: string): Promise<void> {
  const marker = await markerIn(libraryDir)
  if (marker !== undefined) await redis.set(keyIn(prefix), marker)
}

/**
 * By a worker.
 * @throws Environment when the library is not there, or it is not known yet which it is; ConfigFault when it is another
 */
export async function requireSharedLibrary(redis: Redis, prefix: string, libraryDir: string): Promise<void> {
  const [shared, marker] = await Promise.all([redis.get(keyIn(prefix)), markerIn(libraryDir)])
  if (marker === undefined && !(await isThere(libraryDir)))
    throw new Environment(`the library ${libraryDir} is not there (LIBRARY_DIR; is its volume mounted?)`)
  if (shared === null) throw new Environment(NOT_TOLD)
  if (marker === undefined)
    throw new Environment(`${libraryDir} is no library: ${MARKER} is not in it (LIBRARY_DIR; is its volume mounted?)`)
  if (marker !== shared)
    throw new ConfigFault(`${libraryDir} is not the library that the cluster shares (LIBRARY_DIR; ${MARKER} differs)`)
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

/** Whether a machine that coordinates has said which it is. */
export const isLibraryTold = async (redis: Redis, prefix: string): Promise<boolean> =>
  (await redis.exists(keyIn(prefix))) === 1

/** @throws Environment when nothing can be written there */
export async function requireWritable(libraryDir: string): Promise<void> {
  const file = join(libraryDir, `.worker-${randomUUID()}`)
  try {
    await writeFile(file, 'a worker was here', { flag: 'wx' })
    await rm(file)
  } catch (error) {
    throw new Environment(`the library ${libraryDir} cannot be written: ${messageOf(error)}`, { cause: error })
  }
}
