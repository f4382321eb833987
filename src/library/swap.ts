// A file of the library gives its place to a better one. Both are whole on the disk before, and the old one stays in the trash.

import { constants } from 'node:fs'
import { copyFile, link, rename, rm } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { makeFolders, sumOf, sync } from '../durable-file.ts'
import { codeOf, InputFault } from '../errors.ts'
import { failpoint } from '../failpoint.ts'
import { diskFault } from './disk-fault.ts'

export interface FileSwap {
  path: string
  /** Where the new file waits: hidden, in the same folder. */
  beside: string
  /** In the trash. */
  kept: string
  /** SHA-256 of the old file and of the new one. */
  before: string
  after: string
}

export function waitingPlace(path: string): string {
  const end = extname(path)
  return join(dirname(path), `.${basename(path, end)}.better${end}`)
}

/** The new file is on the library's disk when it returns. */
export async function putBeside(source: string, { beside }: FileSwap): Promise<void> {
  await rm(beside, { force: true })
  await copyFile(source, beside, constants.COPYFILE_FICLONE).catch(diskFault)
  await sync(beside)
  await sync(dirname(beside))
}

/** `new`: it was put in its place; `ready`: it can be; `changed`: neither file is where it should be. */
export async function stateOf({ path, beside, before, after }: FileSwap): Promise<'new' | 'ready' | 'changed'> {
  const now = await sumIfThere(path)
  if (now === after) return 'new'
  return now === before && (await sumIfThere(beside)) === after ? 'ready' : 'changed'
}

/** At every moment one of the two is at the place, whole. Done again after a kill it is done already. */
export async function swapFile(swap: FileSwap): Promise<void> {
  const { path, beside, kept, before } = swap
  if ((await stateOf(swap)) === 'new') return
  await keepCopy(path, kept, before)
  await failpoint('better.kept')
  await rename(beside, path).catch(diskFault)
  await failpoint('better.swapped')
  await sync(dirname(path))
}

/** The old file is at its place again, and in the trash too. */
export async function swapBack({ path, beside, kept, before, after }: FileSwap): Promise<void> {
  if ((await sumIfThere(path)) !== after || (await sumIfThere(kept)) !== before) return
  await rm(beside, { force: true })
  await copyFile(kept, beside, constants.COPYFILE_FICLONE).catch(diskFault)
  await sync(beside)
  await rename(beside, path).catch(diskFault)
  await sync(dirname(path))
}

/** A second name of the same bytes where the disk has such, else a copy. */
async function keepCopy(path: string, kept: string, sum: string): Promise<void> {
  await makeFolders(dirname(kept)).catch(diskFault)
  try {
    await link(path, kept)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') await copyWhole(path, kept)
    else if ((await sumOf(kept)) !== sum)
      throw new InputFault(`${kept} is there already: it is not written over`, 'Needs_Review', { cause: error })
  }
  await sync(dirname(kept))
}

async function copyWhole(path: string, target: string): Promise<void> {
  const part = `${target}.part`
  await copyFile(path, part).catch(diskFault)
  await sync(part)
  await rename(part, target).catch(diskFault)
}

async function sumIfThere(path: string): Promise<string | undefined> {
  return sumOf(path).catch(error => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined
    throw error
  })
}
