// Puts finished files at their place: written beside, synced, linked. No file that is there is ever changed.

import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, link, lstat, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, extname, join, relative } from 'node:path'
import { makeFolders, sumOf, sync } from '../durable-file.ts'
import { codeOf, Refused } from '../errors.ts'
import { failpoint } from '../failpoint.ts'
import { diskFault } from './disk-fault.ts'

interface Room {
  /** The library: the place must lie inside it, through no link. */
  root: string
  /** What is there stays, be it the same content. */
  isOthers?: ((path: string) => boolean) | undefined
  /** Right before a file stands at its place. @throws when another machine may place it */
  requireSeat?: (() => void) | undefined
}

/**
 * Publishes `source` as `target`. The same content already there is adopted; other content is left alone and the new
 * file becomes `… (2)`.
 * @returns the final path
 * @throws Environment when the disk is full or read-only; nothing half-written stays
 */
export async function publish(source: string, target: string, { root, isOthers, requireSeat }: Room): Promise<string> {
  await makeFolders(dirname(target)).catch(diskFault)
  await requireInside(dirname(target), root)
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? target : numbered(target, number)
    if (await exists(candidate)) {
      if (!isOthers?.(candidate) && (await sameContent(source, candidate))) return candidate
      continue
    }
    if (await linkBeside(source, candidate, requireSeat)) return candidate
  }
}

/** False when another file took the name in between. */
async function linkBeside(source: string, target: string, requireSeat = () => {}): Promise<boolean> {
  const beside = besideOf(target, source)
  try {
    await copyFile(source, beside, constants.COPYFILE_FICLONE)
    await failpoint('file.copied')
    await sync(beside)
    await failpoint('file.synced')
    requireSeat()
    await link(beside, target).catch(async error => {
      if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(codeOf(error))) throw error
      await reserveAndRename(beside, target) // exFAT and some network volumes have no hard links
    })
    await failpoint('file.linked')
    await sync(dirname(target))
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    return diskFault(error)
  } finally {
    await rm(beside, { force: true })
  }
}

/** Into `dir`, beside whatever is there already. */
export async function moveAside(path: string, dir: string): Promise<void> {
  await makeFolders(dir).catch(diskFault)
  for (let number = 1; ; number += 1) {
    const place = join(dir, number === 1 ? basename(path) : numbered(basename(path), number))
    if (await exists(place)) continue
    await rename(path, place).catch(diskFault)
    await failpoint('file.retired')
    await sync(dir)
    return sync(dirname(path))
  }
}

/** What a killed run left on the way to `target`: nothing but our own is touched. */
export async function sweepUnfinished(target: string): Promise<void> {
  const dir = dirname(target)
  const isOurs = (name: string) => name.startsWith(`.${basename(target)}.`) && name.endsWith('.part')
  for (const name of (await readdir(dir).catch(() => [])).filter(isOurs)) await rm(join(dir, name), { force: true })
  const there = await lstat(target).catch(() => undefined)
  if (there?.isFile() && there.size === RESERVED.length && (await readFile(target, 'utf8')) === RESERVED)
    await rm(target)
}

/** Known again after a restart, and two sources have two. */
function besideOf(target: string, source: string): string {
  const mark = createHash('sha256').update(source).digest('hex').slice(0, 8)
  return join(dirname(target), `.${basename(target)}.${mark}.part`)
}

const RESERVED = 'a file of the orchestrator is on its way to this place\n'

async function reserveAndRename(beside: string, target: string): Promise<void> {
  await writeFile(target, RESERVED, { flag: 'wx' })
  await failpoint('file.reserved')
  await rename(beside, target)
}

/** A folder of the library that is a link to somewhere else is refused. */
async function requireInside(dir: string, root: string): Promise<void> {
  const way = relative(await realpath(root), await realpath(dir))
  if (way.startsWith('..')) throw new Refused(`${dir} leads out of the library`)
}

async function sameContent(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([lstat(a), lstat(b)])
  if (!second.isFile() || first.size !== second.size) return false
  return (await sumOf(a)) === (await sumOf(b))
}

const exists = (path: string) =>
  lstat(path).then(
    () => true,
    () => false,
  )
const numbered = (path: string, number: number) => `${path.slice(0, -extname(path).length)} (${number})${extname(path)}`
