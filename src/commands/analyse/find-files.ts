// Which files are meant: those that are named, and the music in folders that are named.

import { statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { extname, join, resolve } from 'node:path'
import { UsageFault } from '../../errors.ts'

const MUSIC = new Set(
  '.aac .aif .aiff .ape .caf .flac .m4a .m4b .mp3 .mp4 .mka .oga .ogg .opus .w64 .wav .webm .wma .wv'.split(' '),
)

/**
 * In the order they were named, folders in the order of their names; each once.
 * @throws UsageFault when something named is not there, or a folder holds no music
 */
export async function findFiles(named: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const name of named) {
    const path = resolve(name)
    const stat = statSync(path, { throwIfNoEntry: false })
    if (!stat) throw new UsageFault(`there is no file or folder "${name}"`)
    if (!stat.isDirectory()) found.push(path)
    else found.push(...(await musicIn(path)))
  }
  return [...new Set(found)]
}

async function musicIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const files = entries
    .filter(entry => entry.isFile() && !entry.name.startsWith('.') && MUSIC.has(extname(entry.name).toLowerCase()))
    .map(entry => join(entry.parentPath, entry.name))
    .sort((a, b) => a.localeCompare(b))
  if (files.length === 0) throw new UsageFault(`the folder "${dir}" holds no music files`)
  return files
}
