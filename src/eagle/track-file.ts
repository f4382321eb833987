// A file that is to lie in Eagle, and whether an item there is that very file.

import { stat } from 'node:fs/promises'
import { extname, isAbsolute } from 'node:path'
import { sumOf } from '../durable-file.ts'
import { Environment } from '../errors.ts'
import type { Kept } from './memory.ts'
import { assetOf } from './on-disk.ts'
import type { Item } from './schemas.ts'
import { fingerprintTag } from './tags.ts'

export interface TrackFile {
  path: string
  /** `aiff` */
  ext: string
  size: number
  sha256: string
}

/** @throws Environment when it is not there */
export async function openTrackFile({ path, sha256 }: { path: string; sha256?: string }): Promise<TrackFile> {
  if (!isAbsolute(path)) throw new Error(`${path} is no absolute path`)
  const found = await stat(path).catch(error => {
    throw new Environment(`the file ${path} is not there any more`, { cause: error })
  })
  const ext = extname(path).slice(1).toLowerCase()
  return { path, ext, size: found.size, sha256: sha256 ?? (await sumOf(path)) }
}

export const isOfKind = (item: Item, { ext }: TrackFile): boolean => item.ext.toLowerCase() === ext

/** An item of the same page: its fingerprint tag tells, else its bytes where they can be read, else its size. */
export async function isSameContent(item: Item, file: TrackFile, library: string): Promise<boolean> {
  if (item.size !== undefined && item.size !== file.size) return false
  const told = item.tags.filter(tag => /^fingerprint:[0-9a-f]{64}$/.test(tag))
  if (told.length > 0 || item.size === undefined) return told.length === 0 || told.includes(fingerprintTag(file.sha256))
  return (await isProvedSame(item, file, library)) ?? true
}

export const isSameAsKept = (kept: Kept, { size, sha256 }: TrackFile): boolean =>
  kept.size === size && kept.sha256 === sha256

/** Byte by byte, where the library can be read from here. @returns undefined when it cannot */
export async function isProvedSame(item: Item, file: TrackFile, library: string): Promise<boolean | undefined> {
  const asset = await assetOf(library, item)
  if (asset === 'away') return undefined
  if (asset === undefined) return false
  return (await stat(asset)).size === file.size && (await sumOf(asset)) === file.sha256
}

/** Eagle tells its size, and where the library can be read from here, its file is there as a whole. */
export async function isWhole(item: Item, { size }: TrackFile, library: string): Promise<boolean> {
  if (item.size !== size) return false
  const asset = await assetOf(library, item)
  if (asset === 'away') return true
  return asset !== undefined && (await stat(asset).catch(() => undefined))?.size === size
}
