// One folder of a volume: the names in it that matter, and the files as the disk has them. Reads only, and at once: a thread
// of its own waits for nobody.

import { type Dirent, lstatSync, opendirSync } from 'node:fs'
import { extname, join } from 'node:path'
import { codeOf } from '../../errors.ts'
import { byBytes, type Found, type Unknown } from './compare.ts'

const AUDIO = new Set(
  '.aac .aif .aifc .aiff .alac .ape .caf .dff .dsf .flac .m4a .m4b .mka .mp2 .mp3 .oga .ogg .opus .w64 .wav .wma .wv'.split(
    ' ',
  ),
)
/** Of systems and storage boxes; whatever begins with a dot is passed over as well. */
const NOT_MUSIC = new Set([
  '$recycle.bin',
  'recycler',
  'system volume information',
  'lost+found',
  '#recycle',
  '@recycle',
  '@recently-snapshot',
  '@eadir',
  '__macosx',
])
/** Entries that are fetched from the disk at once. */
const AT_ONCE = 1024

export interface FolderNames {
  /** In the order of `byBytes`. */
  files: string[]
  folders: string[]
}

/** Hidden ones, trash and links are passed over. @throws what the disk says */
export function namesIn(dir: string): FolderNames {
  const files: string[] = []
  const folders: string[] = []
  const open = opendirSync(dir, { bufferSize: AT_ONCE })
  try {
    for (let entry = open.readSync(); entry; entry = open.readSync()) sortIn(entry, files, folders)
  } finally {
    open.closeSync()
  }
  return { files: sorted(files), folders }
}

function sortIn(entry: Dirent, files: string[], folders: string[]): void {
  const { name } = entry
  if (name.startsWith('.')) return
  if (entry.isFile()) {
    if (AUDIO.has(extname(name).toLowerCase())) files.push(name)
  } else if (entry.isDirectory() && !NOT_MUSIC.has(name.toLowerCase())) folders.push(name)
}

const PLAIN = /^[^\ud800-\uffff]*$/

/** The language's own order is the same, and faster, where no name has letters from beyond. */
function sorted(names: string[]): string[] {
  return names.every(name => PLAIN.test(name)) ? names.sort() : names.sort(byBytes)
}

/** @param onUnread what could not be looked at, and why */
export function* filesIn(
  dir: string,
  names: readonly string[],
  onUnread: (name: string, reason: string) => void,
): Generator<Found | Unknown> {
  for (const [index, name] of names.entries()) {
    if (name === names[index - 1]) continue // two names that are not UTF-8 may read alike
    try {
      const stat = lstatSync(join(dir, name), { throwIfNoEntry: false })
      if (stat?.isFile()) yield { name, bytes: stat.size, changedAt: stat.mtimeMs }
      else if (!stat && name.includes('\ufffd')) onUnread(name, 'its name is not UTF-8')
    } catch (error) {
      onUnread(name, `it cannot be looked at (${codeOf(error)})`)
      yield { name, unread: codeOf(error) }
    }
  }
}
