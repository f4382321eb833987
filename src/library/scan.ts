// Walks the library: which audio files are there, and which row each one's name speaks of.

import type { Dirent } from 'node:fs'
import { lstat, opendir } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { codeOf } from '../errors.ts'
import type { FoundFile } from '../model/rebuild.ts'
import { diskFault } from './disk-fault.ts'

const AUDIO = new Set(['.m4a', '.wav', '.aiff', '.aif', '.mp3', '.flac'])
/** `… [0123abcd].wav`, `… [0123abcd].aac.m4a`, and `… [0123abcd] (2).wav` where the name was taken. */
const TAIL = /\[([0-9a-f]{8})\](?:\.aac)?(?: \(\d+\))?$/i

/**
 * Every audio file under `dir`, one after the other; only the folders on the way are held. Temporary and hidden files,
 * and links, are passed over; what goes away meanwhile is not there.
 * @throws Environment when the library or one of its folders cannot be read: files must not seem to be missing then
 */
export async function* scanLibrary(dir: string): AsyncGenerator<FoundFile> {
  for await (const path of audioFiles(dir, true)) {
    const found = await lstat(path).catch(notThere)
    if (!found?.isFile()) continue
    yield { path, bytes: found.size, changedAt: found.mtimeMs, tail: tailOf(path) }
  }
}

async function* audioFiles(dir: string, isRoot: boolean): AsyncGenerator<string> {
  const folder = isRoot ? await opendir(dir).catch(diskFault) : await opendir(dir).catch(notThere)
  if (!folder) return
  const entries = folder[Symbol.asyncIterator]()
  for (;;) {
    const { value, done } = await entries.next().catch(diskFault)
    if (done) return
    const entry: Dirent = value
    if (entry.name.startsWith('.')) continue
    if (entry.isDirectory()) yield* audioFiles(join(dir, entry.name), false)
    else if (entry.isFile() && AUDIO.has(extname(entry.name).toLowerCase())) yield join(dir, entry.name)
  }
}

function tailOf(path: string): string | undefined {
  const stem = path.slice(0, -extname(path).length)
  return TAIL.exec(stem)?.[1]?.toLowerCase()
}

/** Gone since its folder was read. */
function notThere(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') diskFault(error)
}
