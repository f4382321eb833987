// The music library as the pipeline sees it.

import { join } from 'node:path'
import { safeName, trackFileName } from '../model/file-name.ts'
import { shortId } from '../model/page-id.ts'
import type { FoundFile } from '../model/rebuild.ts'
import { type ListFile, listPlace, writeList } from './m3u8.ts'
import { moveAside, publish, sweepUnfinished } from './place.ts'
import { scanLibrary } from './scan.ts'
import { checkVolume, type VolumeMemory } from './volume.ts'

export interface LibraryEntry {
  pageId: string
  artist?: string
  title?: string
  /** Folder; default `Unassigned`. */
  playlist?: string
  /** A file there is another entry's: it is not taken for this one's, whatever its content. */
  isOthers?(path: string): boolean
}

export interface Library {
  readonly dir: string
  /** @throws Environment when the library's volume is away */
  check(): Promise<void>
  /** Where an entry's file belongs; another file may have the place. */
  placeOf(entry: LibraryEntry, extension: string): string
  /** Files `source` under its entry; the extension is the source's. Returns the final path. */
  add(entry: LibraryEntry, source: string, extension: string): Promise<string>
  /** A file that was lost, at its place again. @returns the path: another one where something else has it now */
  putBack(path: string, source: string): Promise<string>
  /** Takes a file out of the library, into a hidden folder of it: nothing is ever removed. */
  retire(path: string): Promise<void>
  /** Removes what a killed run left on its way to this place. */
  sweep(place: string): Promise<void>
  /** Where a playlist's M3U8 belongs; another file may have the place. */
  listPlace(title: string): string
  /** Writes a playlist's M3U8 anew, over nothing that a person made or changed. Returns its path. */
  writeList(list: ListFile): Promise<string>
  /** Every audio file. @throws Environment when the volume is away: no file must seem to be missing then */
  scan(): AsyncGenerator<FoundFile>
}

/** Where files go that another recording took the place of. */
const REPLACED = '.replaced'

interface LibraryOptions {
  /** The run only looks: a library that was never seen is not made. */
  readOnly?: boolean
  /** Before anything is changed. @throws when another machine may do that */
  requireSeat?: (() => void) | undefined
}

export function openLibrary(dir: string, memory: VolumeMemory, options: LibraryOptions = {}): Library {
  const { readOnly, requireSeat } = options
  let checked: Promise<void> = Promise.resolve()
  /** One at a time: of the tracks that come first, one makes the marker and the others find it. */
  const check = () => {
    checked = checked.catch(() => {}).then(() => checkVolume(dir, memory, readOnly))
    return checked.then(requireSeat)
  }
  function placeOf(entry: LibraryEntry, extension: string): string {
    const folder = entry.playlist ? safeName(entry.playlist, 'Unassigned') : 'Unassigned'
    return join(dir, folder, `${trackFileName(entry, shortId(entry.pageId))}.${extension}`)
  }
  return {
    dir,
    check,
    placeOf,
    async add(entry, source, extension) {
      await check()
      return publish(source, placeOf(entry, extension), { root: dir, isOthers: entry.isOthers, requireSeat })
    },
    async putBack(path, source) {
      await check()
      return publish(source, path, { root: dir, requireSeat })
    },
    async retire(path) {
      await check()
      await moveAside(path, join(dir, REPLACED))
    },
    sweep: sweepUnfinished,
    listPlace: title => listPlace(dir, title),
    async writeList(list) {
      await check()
      return writeList(dir, list)
    },
    async *scan() {
      await check()
      yield* scanLibrary(dir)
    },
  }
}
