// Eagle as the rest of the program sees it: finished tracks go in, tagged, and can be taken out again.

import type { Lanes } from '../lanes/lanes.ts'
import type { Log } from '../log.ts'
import type { EagleApi } from './api.ts'
import { openClient } from './client.ts'
import type { EagleConfig } from './eagle-config.ts'
import { type Folders, openFolders } from './folders.ts'
import { type FileInEagle, importFile } from './items.ts'
import { type Identity, openLibraryGuard } from './library.ts'
import { type Facts, openPageMemory } from './memory.ts'
import type { Item } from './schemas.ts'
import { fingerprintTag, pageTag, tempoTag } from './tags.ts'
import { openTrackFile, type TrackFile } from './track-file.ts'
import { restoreItems, type TrashContext, type Trashed, trashItems } from './trash.ts'
import { type Patience, USUAL_PATIENCE } from './wait.ts'

export interface TrackImport {
  pageId: string
  title: string
  artist?: string | undefined
  /** Absolute paths, one of each extension; a sum that is known need not be made again. */
  files: readonly { path: string; sha256?: string }[]
  /** Beside those made of what follows: playlists, genre and the like. */
  tags: readonly string[]
  tempo?: number | undefined
  /** `F# minor` */
  key?: string | undefined
  playlist?: string | undefined
  link?: string | undefined
  /** A picture, as an absolute path. */
  picture?: string | undefined
  /** Put back what a person took out of Eagle. */
  again?: boolean
}

export interface TrackInEagle {
  library: Identity
  files: FileInEagle[]
}

export interface Eagle {
  /** Whether tracks are to go in. When Eagle may be used but is not running, and never was, they are not. */
  isWanted(signal: AbortSignal): Promise<boolean>
  /**
   * Does what is not done yet; what was cut off goes on.
   * @throws Environment when Eagle is not running or another library is open, Limited while it is left alone
   */
  importTrack(track: TrackImport, signal: AbortSignal): Promise<TrackInEagle>
  /** @returns undefined when it is not there; whether it lies in the trash, it says itself */
  item(id: string, signal: AbortSignal): Promise<Item | undefined>
  /** Items of a page go to Eagle's trash. */
  trash(pageId: string, ids: readonly string[], signal: AbortSignal): Promise<Trashed>
  /** @throws Environment when this Eagle (V1) cannot */
  restore(pageId: string, ids: readonly string[], signal: AbortSignal): Promise<void>
}

export interface EagleDeps {
  config: EagleConfig
  lanes: Pick<Lanes, 'run'>
  /** What outlives the process. */
  facts: Facts
  log: Log
  now: () => number
  patience?: Patience
}

const GLANCE_AGAIN_MS = 60_000
/** Once for all, not at every start. */
const ABSENCE_SAID = 'eagle absence said'

export function openEagle({ config, lanes, facts, log, now, patience = USUAL_PATIENCE }: EagleDeps): Eagle {
  const client = openClient({ url: config.url, token: config.token, lanes, now })
  const guard = openLibraryGuard({ facts, named: config.library, log, now })
  const folders = openFolders(guard)
  let glance: { isRunning: boolean; until: number } | undefined

  async function isFound(signal: AbortSignal): Promise<boolean> {
    if (glance && now() < glance.until) return glance.isRunning
    const isRunning = await client.isRunning(signal)
    if (!isRunning && facts.fact(ABSENCE_SAID) === undefined) {
      log.info({}, 'Eagle is not running: tracks do not go into it')
      facts.setFact(ABSENCE_SAID, 'yes')
    }
    glance = { isRunning, until: now() + GLANCE_AGAIN_MS }
    return isRunning
  }

  async function openPage(pageId: string, signal: AbortSignal): Promise<TrashContext & { library: Identity }> {
    const api = await client.api(signal)
    const library = await guard.check(api, signal)
    return { api, guard, library, patience, signal, pageId, memory: openPageMemory(facts, library.path, pageId) }
  }

  return {
    async isWanted(signal) {
      if (config.mode !== 'auto') return config.mode === 'true'
      return guard.isKnown || (await isFound(signal))
    },
    async importTrack(track, signal) {
      const files = await Promise.all(track.files.map(openTrackFile))
      const page = await openPage(track.pageId, signal)
      const folder = await folderOf(folders, track, page)
      const again = track.again ?? false
      const done: FileInEagle[] = []
      for (const file of files) {
        const wish = { name: nameOf(track), tags: tagsOf(track, file), folder, link: track.link }
        const clues = { names: [nameOf(track), track.title, fileName(file)], title: track.title, link: track.link }
        done.push(await importFile({ ...page, file, wish, clues, again, picture: track.picture }))
      }
      return { library: page.library, files: done }
    },
    item: async (id, signal) => (await client.api(signal)).item(id, signal),
    trash: async (pageId, ids, signal) => trashItems(await openPage(pageId, signal), ids),
    restore: async (pageId, ids, signal) => restoreItems(await openPage(pageId, signal), ids),
  }
}

async function folderOf(
  folders: Folders,
  { playlist }: TrackImport,
  at: { api: EagleApi; library: Identity; signal: AbortSignal },
): Promise<string | undefined> {
  return playlist === undefined ? undefined : folders.of(playlist, at)
}

/** Eagle refuses names of more than 10,000 characters, and its own file gets this one. */
const LONGEST_NAME = 200
const nameOf = ({ artist, title }: TrackImport): string =>
  [...(artist ? `${artist} - ${title}` : title)].slice(0, LONGEST_NAME).join('')

const fileName = ({ path, ext }: TrackFile): string => path.replace(/^.*[\\/]/, '').slice(0, -(ext.length + 1))

function tagsOf({ pageId, tags, tempo, key }: TrackImport, { sha256 }: TrackFile): string[] {
  return [
    pageTag(pageId),
    ...tags,
    ...(tempo === undefined ? [] : [tempoTag(tempo)]),
    ...(key === undefined ? [] : [key]),
    fingerprintTag(sha256),
  ]
}
