// The folder of a playlist: `Playlists/<name>`, found where it is there, else made once.

import { failpoint } from '../failpoint.ts'
import type { EagleApi, Folder } from './api.ts'
import type { Identity, LibraryGuard } from './library.ts'

export interface Folders {
  /** @returns the id of the playlist's folder */
  of(playlist: string, at: { api: EagleApi; library: Identity; signal: AbortSignal }): Promise<string>
}

const ROOT = 'Playlists'

export function openFolders(guard: Pick<LibraryGuard, 'write'>): Folders {
  /** Folders of this run, which Eagle may list late. */
  const made = new Map<string, string>()
  let last: Promise<unknown> = Promise.resolve()

  /** One at a time: of two tracks of a new playlist one makes the folder and the other finds it. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work, work)
    last = turn.catch(() => {})
    return turn
  }

  return {
    of: (playlist, { api, library, signal }) =>
      inTurn(async () => {
        const listed = await api.folders(signal)
        const find = async (name: string, parent?: string): Promise<string> => {
          const key = JSON.stringify([library.path, parent, name])
          const known = listed.find(isNamed(name, parent))?.id ?? made.get(key)
          if (known !== undefined) return known
          const { id } = await guard.write(api, signal, () => api.createFolder({ name, parent }, signal))
          await failpoint('eagle.folder')
          made.set(key, id)
          return id
        }
        return find(playlist, await find(ROOT))
      }),
  }
}

const isNamed = (name: string, parent: string | undefined) => (folder: Folder) =>
  folder.parent === parent && plain(folder.name) === plain(name)

const plain = (name: string) => name.normalize('NFC').trim().toLowerCase()
