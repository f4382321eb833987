// Playlists as M3U8 files: written beside, synced and renamed; a file that is a person's is never changed.

import { createHash } from 'node:crypto'
import { lstat, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { makeFolders, sumOf, sync } from '../durable-file.ts'
import { failpoint } from '../failpoint.ts'
import { safeName } from '../model/file-name.ts'
import { diskFault } from './disk-fault.ts'

export interface ListedFile {
  path: string
  title: string
  artist?: string
  seconds?: number
}

export interface ListFile {
  title: string
  tracks: readonly ListedFile[]
  /** What was written of this playlist before: where, and the sums that make it ours. */
  before: { path: string; sums: readonly string[] }
  /** On the disk when it resolves. */
  remember(path: string, sums: readonly string[]): Promise<void>
}

/** The folder of playlists, in the library. */
const FOLDER = 'Playlists'

/** Where a playlist's file belongs; another file may have the place. */
export const listPlace = (libraryDir: string, title: string): string =>
  join(libraryDir, FOLDER, `${safeName(title, 'Playlist')}.m3u8`)

/**
 * Writes a playlist anew. What this program wrote of it before is replaced; beside anything else it becomes `… (2)`.
 * @returns the path
 * @throws Environment when the disk is full or read-only
 */
export async function writeList(libraryDir: string, list: ListFile): Promise<string> {
  const place = listPlace(libraryDir, list.title)
  const text = textOf(list, libraryDir)
  const sum = createHash('sha256').update(text).digest('hex')
  await makeFolders(dirname(place)).catch(diskFault)
  const path = await freePath(place, list.before)
  if (list.before.path === path && (await sumIfThere(path)) === sum) return path
  await list.remember(path, list.before.path === path ? [...list.before.sums, sum] : [sum])
  await failpoint('playlist.meant')
  await replace(path, text).catch(diskFault)
  await failpoint('playlist.written')
  await list.remember(path, [sum])
  await dropOld(path, list.before).catch(diskFault)
  return path
}

/** The one it had, while that is ours and its name fits; else the first that is free. */
async function freePath(place: string, before: ListFile['before']): Promise<string> {
  const isNamedSo = isNumbered(before.path, place)
  for (let number = 1; ; number += 1) {
    const path = number === 1 && isNamedSo ? before.path : numbered(place, isNamedSo ? number - 1 : number)
    const sum = await sumIfThere(path)
    if (sum === undefined || (path === before.path && before.sums.includes(sum))) return path
  }
}

/** The playlist has another name now: what was written under the old one, and is unchanged, goes. */
async function dropOld(path: string, { path: old, sums }: ListFile['before']): Promise<void> {
  if (old === '' || old === path) return
  const sum = await sumIfThere(old)
  if (sum !== undefined && sums.includes(sum)) await rm(old, { force: true })
}

async function replace(path: string, text: string): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.part`)
  await using file = await open(beside, 'w')
  await file.writeFile(text)
  await file.sync()
  await rename(beside, path)
  await sync(dirname(path))
}

/** `#EXTM3U`, the title, and for each track its seconds, its name and its path. */
function textOf({ title, tracks }: ListFile, libraryDir: string): string {
  const lines = tracks.flatMap(({ path, title: name, artist, seconds }) => [
    `#EXTINF:${seconds ? Math.round(seconds) : -1},${oneLine([artist, name].filter(Boolean).join(' - '))}`,
    wayTo(path, libraryDir),
  ])
  return `${['#EXTM3U', `#PLAYLIST:${oneLine(title)}`, ...lines].join('\n')}\n`
}

/** Within the library relative, so that the folder may be moved; elsewhere it lies where it lies. */
function wayTo(path: string, libraryDir: string): string {
  const isInside = path.startsWith(libraryDir + sep)
  return isInside ? relative(join(libraryDir, FOLDER), path).split(sep).join('/') : path
}

const oneLine = (text: string) => text.replace(/[\p{Cc}\s]+/gu, ' ').trim()

async function sumIfThere(path: string): Promise<string | undefined> {
  const there = path === '' ? undefined : await lstat(path).catch(() => undefined)
  if (!there) return undefined
  return there.isFile() ? await sumOf(path) : 'something else'
}

const numbered = (path: string, number: number) => (number === 1 ? path : path.replace(/\.m3u8$/, ` (${number}).m3u8`))

const isNumbered = (path: string, place: string) =>
  path === place ||
  (path.startsWith(place.slice(0, -'.m3u8'.length)) && /^ \(\d+\)\.m3u8$/.test(path.slice(place.length - 5)))
