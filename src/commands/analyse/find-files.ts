// Which files are meant: those that are named, and the music in folders that are named.

import { statSync } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { extname, join, resolve } from 'node:path'
import { messageOf, UsageFault } from '../../errors.ts'

const MUSIC = new Set(
  '.aac .aif .aiff .ape .caf .flac .m4a .m4b .mp3 .mp4 .mka .oga .ogg .opus .w64 .wav .webm .wma .wv'.split(' '),
)

export interface FoundFiles {
  paths: string[]
  /** Folders that could not be looked into, and why. */
  unread: string[]
}

/**
 * In the order they were named, folders in the order of their names; each once, links followed.
 * @throws UsageFault when something named is not there, or a folder holds no music
 */
export async function findFiles(named: readonly string[]): Promise<FoundFiles> {
  const found: FoundFiles = { paths: [], unread: [] }
  for (const name of named) {
    const path = resolve(name)
    const there = name.trim() ? statSync(path, { throwIfNoEntry: false }) : undefined
    if (!there) throw new UsageFault(`there is no file or folder "${name}"`)
    if (!there.isDirectory()) found.paths.push(path)
    else await addMusicOf(path, found)
  }
  return { ...found, paths: [...new Set(found.paths)] }
}

async function addMusicOf(dir: string, found: FoundFiles): Promise<void> {
  const before = found.paths.length + found.unread.length
  await walk(dir, found, new Set())
  if (found.paths.length + found.unread.length === before)
    throw new UsageFault(`the folder "${dir}" holds no music files`)
}

/** A folder that is reached a second time, through a link, is passed over. */
async function walk(dir: string, found: FoundFiles, seen: Set<string>): Promise<void> {
  const entries = await namesIn(dir, seen).catch((error: unknown) => {
    found.unread.push(`${dir}: ${messageOf(error)}`)
    return []
  })
  for (const name of entries) {
    const path = join(dir, name)
    const there = await stat(path).catch(() => undefined) // a link that leads nowhere
    if (there?.isDirectory()) await walk(path, found, seen)
    else if (there?.isFile() && MUSIC.has(extname(name).toLowerCase())) found.paths.push(path)
  }
}

async function namesIn(dir: string, seen: Set<string>): Promise<string[]> {
  const real = await realpath(dir)
  if (seen.has(real)) return []
  seen.add(real)
  const names = await readdir(dir)
  return names.filter(name => !name.startsWith('.')).sort((a, b) => a.localeCompare(b))
}
