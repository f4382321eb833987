// An Eagle library as its folder tells: read item by item, never written. Eagle may be writing it meanwhile.

import type { Dir } from 'node:fs'
import { opendir, readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { Environment } from '../errors.ts'
import { FolderAnswer, Item } from './schemas.ts'
import { flat } from './v2.ts'

export interface DiskItem {
  id: string
  name: string
  ext: string
  size?: number | undefined
  url?: string | undefined
  tags: readonly string[]
  /** Names of the folders it is in, from the top: `Playlists/House`. */
  folders: readonly string[]
  isDeleted: boolean
  /** Where its file lies; undefined when there is none. */
  path?: string | undefined
  /** When what is known of it was written, epoch ms. */
  changedAt: number
}

export interface ReadOptions {
  signal: AbortSignal
  /** Whether an item that was written then is to be read again; default: all are. */
  isChanged?: (id: string, changedAt: number) => boolean
  /** Only these, in this order; default: all, in any. */
  ids?: readonly string[]
  /** Told of each item that cannot be read, twice tried. */
  onUnreadable?: (id: string, reason: string) => void
}

const ITEM = '.info'
const AT_ONCE = 16
const LOOK_AGAIN_MS = 50
const Library = z.object({ folders: z.array(FolderAnswer).default([]) })
const Times = z.object({ all: z.number() })

/** @throws Environment when no Eagle library is there */
export async function* readDiskLibrary(dir: string, options: ReadOptions): AsyncGenerator<DiskItem> {
  const folders = await folderPaths(dir)
  let batch: string[] = []
  const readBatch = async () => {
    const found = await Promise.all(batch.map(id => readItem(dir, id, folders, options)))
    batch = []
    return found.filter(item => item !== undefined)
  }
  for await (const id of options.ids ?? idsIn(await imagesOf(dir))) {
    options.signal.throwIfAborted()
    batch.push(id)
    if (batch.length === AT_ONCE) yield* await readBatch()
  }
  yield* await readBatch()
}

/** All of them, sorted. @throws Environment when no Eagle library is there */
export async function itemIds(dir: string): Promise<string[]> {
  const ids: string[] = []
  for await (const id of idsIn(await imagesOf(dir))) ids.push(id)
  return ids.sort()
}

/** @throws Environment when no Eagle library is there */
export const requireLibrary = async (dir: string): Promise<void> => (await imagesOf(dir)).close()

/** Another text than before: something may have changed in the library. */
export async function stampOf(dir: string): Promise<string> {
  const found = await Promise.all(
    ['mtime.json', 'images', 'metadata.json'].map(name => stat(join(dir, name)).catch(() => undefined)),
  )
  return found.map(one => one?.mtimeMs ?? 0).join(' ')
}

/** How many items the library says it has; it may lag. Undefined when it cannot be read from here. */
export async function countOnDisk(dir: string): Promise<number | undefined> {
  const times = await readJson(join(dir, 'mtime.json'), Times).catch(() => undefined)
  return times?.value.all
}

/** The file of an item, read from the disk; `away` when the library cannot be read from here. */
export async function assetOf(
  dir: string,
  { id, name, ext }: Pick<Item, 'id' | 'name' | 'ext'>,
): Promise<string | 'away' | undefined> {
  const isHere = await stat(join(dir, 'images')).catch(() => undefined)
  return isHere ? await assetIn(join(dir, 'images', `${basename(id)}.info`), name, ext) : 'away'
}

async function* idsIn(images: Dir): AsyncGenerator<string> {
  for await (const { name } of images) if (name.endsWith(ITEM)) yield name.slice(0, -ITEM.length)
}

async function imagesOf(dir: string): Promise<Dir> {
  try {
    return await opendir(join(dir, 'images'))
  } catch (error) {
    throw noLibrary(dir, error)
  }
}

const noLibrary = (dir: string, cause: unknown) =>
  new Environment(`there is no Eagle library at ${dir} (is its volume mounted?)`, { cause })

/** By the id of each folder, its name with those above it. */
async function folderPaths(dir: string): Promise<ReadonlyMap<string, string>> {
  const read = await readJson(join(dir, 'metadata.json'), Library).catch(error => {
    throw noLibrary(dir, error)
  })
  const folders = new Map(flat(read.value.folders).map(folder => [folder.id, folder]))
  const pathOf = (id: string, below = 0): string => {
    const folder = folders.get(id)
    if (!folder) return ''
    const above = folder.parent === undefined || below > 50 ? '' : pathOf(folder.parent, below + 1)
    return above ? `${above}/${folder.name}` : folder.name
  }
  return new Map([...folders.keys()].map(id => [id, pathOf(id)]))
}

async function readItem(
  dir: string,
  id: string,
  folders: ReadonlyMap<string, string>,
  { isChanged = () => true, onUnreadable }: ReadOptions,
): Promise<DiskItem | undefined> {
  const place = join(dir, 'images', `${id}.info`)
  const file = join(place, 'metadata.json')
  try {
    const { mtimeMs } = await stat(file)
    if (!isChanged(id, mtimeMs)) return undefined
    const { value, changedAt } = await readJson(file, Item)
    const { name, ext, size, url, tags, isDeleted } = value
    return {
      ...{ id, name, ext, size, url, tags, isDeleted, changedAt },
      folders: value.folders.flatMap(folder => folders.get(folder) ?? []),
      path: await assetIn(place, name, ext),
    }
  } catch (error) {
    onUnreadable?.(id, error instanceof Error ? error.message : String(error))
    return undefined
  }
}

/** Read a second time when it is not whole: whoever writes it may be halfway. */
async function readJson<T>(path: string, form: z.ZodType<T>): Promise<{ value: T; changedAt: number }> {
  for (let isAgain = false; ; isAgain = true) {
    try {
      const { mtimeMs } = await stat(path)
      return { value: form.parse(JSON.parse(await readFile(path, 'utf8'))), changedAt: mtimeMs }
    } catch (error) {
      if (isAgain) throw error
      await sleep(LOOK_AGAIN_MS)
    }
  }
}

/** Eagle makes the names of files safe: where the item's own is none, the only file of its kind is it. */
async function assetIn(place: string, name: string, ext: string): Promise<string | undefined> {
  const named = `${name}.${ext}`
  const names = await readdir(place).catch((): string[] => [])
  if (names.includes(named)) return join(place, named)
  const alike = names.filter(file => file.toLowerCase().endsWith(`.${ext.toLowerCase()}`) && !isBeside(file))
  const [only] = alike
  return only !== undefined && alike.length === 1 ? join(place, only) : undefined
}

const isBeside = (file: string) => file === 'metadata.json' || file.endsWith('_thumbnail.png')
