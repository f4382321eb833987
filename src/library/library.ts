// The music library as the pipeline sees it.

import { join } from 'node:path'
import { safeName, trackFileName } from '../model/file-name.ts'
import { shortId } from '../model/page-id.ts'
import { publish } from './place.ts'
import { checkVolume, type VolumeMemory } from './volume.ts'

export interface LibraryEntry {
  pageId: string
  artist?: string
  title?: string
  /** Folder; default `Unassigned`. */
  playlist?: string
}

export interface Library {
  readonly dir: string
  /** @throws Environment when the library's volume is away */
  check(): Promise<void>
  /** Files `source` under its entry; the extension is the source's. Returns the final path. */
  add(entry: LibraryEntry, source: string, extension: string): Promise<string>
}

export function openLibrary(dir: string, memory: VolumeMemory): Library {
  return {
    dir,
    check: () => checkVolume(dir, memory),
    async add(entry, source, extension) {
      await checkVolume(dir, memory)
      const folder = entry.playlist ? safeName(entry.playlist, 'Unassigned') : 'Unassigned'
      const name = `${trackFileName(entry, shortId(entry.pageId))}.${extension}`
      return publish(source, join(dir, folder, name), dir)
    },
  }
}
