// The library's folder and its marker file: an unmounted volume is noticed before anything is written.

import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sync } from '../durable-file.ts'
import { codeOf, Environment } from '../errors.ts'
import { diskFault } from './disk-fault.ts'

export const MARKER = '.library-id'

export interface VolumeMemory {
  fact(name: string): string | undefined
  setFact(name: string, value: string): void
}

/** Under which name a state remembers the marker of the library it works with. */
export const libraryFact = (dir: string) => `library ${dir}`

/**
 * Makes sure that `dir` is the library it was before. A library seen for the first time is created and gets its marker,
 * unless the run only looks.
 * @throws Environment when the folder or its marker is gone, or another library stands there: nothing is written then
 */
export async function checkVolume(dir: string, memory: VolumeMemory, readOnly = false): Promise<void> {
  const expected = memory.fact(libraryFact(dir))
  const found = await readMarker(dir)
  if (expected === undefined) return readOnly ? undefined : adopt(dir, found, memory)
  if (found === undefined)
    throw new Environment(`the library ${dir} is not there (is its volume mounted?); nothing is written`)
  if (found !== expected)
    throw new Environment(`${dir} holds another library than before (${MARKER} differs); nothing is written`)
}

/** A state worked with this library before, whichever it was. */
export const hasMarker = (dir: string): boolean => existsSync(join(dir, MARKER))

async function adopt(dir: string, found: string | undefined, memory: VolumeMemory): Promise<void> {
  if (found === undefined) {
    await requireParent(dir)
    await makeLibrary(dir).catch(diskFault)
  }
  memory.setFact(libraryFact(dir), found ?? (await readMarker(dir)) ?? '')
}

/** Its parent is there: a recursive `mkdir` would have nothing to do, and hangs where the system denies that (/proc). */
async function makeLibrary(dir: string): Promise<void> {
  await mkdir(dir).catch(error => {
    if (codeOf(error) !== 'EEXIST') throw error
  })
  const marker = join(dir, MARKER)
  const there = await stat(marker).catch(() => undefined)
  if (there?.size === 0) await rm(marker) // a run was killed while it wrote it
  await writeFile(marker, `${randomUUID()}\n`, { flag: 'wx', flush: true })
  await sync(dir)
  await sync(dirname(dir))
}

/** `/Volumes/Music/Library` is not made on the system disk because `Music` is unplugged. */
async function requireParent(dir: string): Promise<void> {
  const parent = dirname(dir)
  const there = await stat(parent).then(
    entry => entry.isDirectory(),
    () => false,
  )
  if (!there)
    throw new Environment(`the folder ${parent} is not there (is its volume mounted?), so no library is made in it`)
}

async function readMarker(dir: string): Promise<string | undefined> {
  const text = await readFile(join(dir, MARKER), 'utf8').catch(() => undefined)
  return text?.trim() || undefined
}
