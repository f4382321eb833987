// Eagle as the rest of the program sees it: finished tracks go in, tagged, and can be taken out again.

import { isFault } from '../errors.ts'
import type { Lanes } from '../lanes/lanes.ts'
import type { Log } from '../log.ts'
import type { EagleApi } from './api.ts'
import { openClient } from './client.ts'
import type { EagleConfig } from './eagle-config.ts'
import { type Folders, openFolders } from './folders.ts'
import { type FileInEagle, importFile } from './items.ts'
import { type Identity, openLibraryGuard } from './library.ts'
import { type HeldItem, type LookedFor, lookUp } from './look-up.ts'
import { type Facts, openPageMemory, pageFact } from './memory.ts'
import { openPresence } from './presence.ts'
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
  /** Whose files these are, where the page shares another's. */
  sharedWith?: string | undefined
}

export interface TrackInEagle {
  library: Identity
  files: FileInEagle[]
}

export interface Eagle {
  /** Whether tracks are to go in. When Eagle may be used but is not running, and never was, they are not. */
  isWanted(signal: AbortSignal): Promise<boolean>
  /** What it holds of a track that is about to be fetched. Away, slow or with another library open, it holds nothing. */
  holds(track: LookedFor, signal: AbortSignal): Promise<HeldItem[]>
  /** Whether something of the page went in, or was to, whatever became of it. */
  knows(pageId: string): Promise<boolean>
  /** Where the library that is meant lies, as far as that is known. */
  libraryPath(): Promise<string | undefined>
  /**
   * Does what is not done yet; what was cut off goes on.
   * @throws Environment when Eagle is not running or another library is open, Limited while it is left alone
   */
  importTrack(track: TrackImport, signal: AbortSignal): Promise<TrackInEagle>
  /**
   * @returns undefined when it is not there; whether it lies in the trash, it says itself
   * @throws Environment when Eagle is not running or another library is open
   */
  item(id: string, signal: AbortSignal): Promise<Item | undefined>
  /** Items of a page go to Eagle's trash. */
  trash(pageId: string, ids: readonly string[], signal: AbortSignal): Promise<Trashed>
  /** @throws Environment when this Eagle (V1) cannot */
  restore(pageId: string, ids: readonly string[], signal: AbortSignal): Promise<void>
}

export interface EagleDeps {
  config: EagleConfig
  lanes: Pick<Lanes, 'run' | 'parkedUntil'>
  /** What outlives the process. */
  facts: Facts
  log: Log
  now: () => number
  patience?: Patience
}

/** A track waits no longer for what Eagle holds of it. */
const HASTY = { patienceMs: 1000, timeoutMs: 3000 }
/** Once for all, not at every start. */
const ABSENCE_SAID = 'eagle absence said'

export function openEagle({ config, lanes, facts, log, now, patience = USUAL_PATIENCE }: EagleDeps): Eagle {
  const address = { url: config.url, token: config.token, lanes, now }
  const client = openClient(address)
  const hasty = openClient({ ...address, hasty: HASTY })
  const guard = openLibraryGuard({ facts, named: config.library, log, now })
  const folders = openFolders(guard)
  const presence = openPresence(isFound, now)

  async function isFound(signal: AbortSignal): Promise<boolean> {
    const isRunning = await client.isRunning(signal)
    if (!isRunning && config.mode === 'auto' && !guard.isKnown && facts.fact(ABSENCE_SAID) === undefined) {
      log.info({}, 'Eagle is not running: tracks do not go into it')
      facts.setFact(ABSENCE_SAID, 'yes')
    }
    return isRunning
  }

  async function heldNow(track: LookedFor, signal: AbortSignal): Promise<HeldItem[]> {
    const api = await hasty.api(signal)
    const library = await guard.see(api, signal)
    return library ? lookUp({ api, library: library.path, signal }, track) : []
  }

  async function openPage(pageId: string, signal: AbortSignal): Promise<TrashContext & { library: Identity }> {
    const api = await client.api(signal)
    const library = await guard.check(api, signal)
    return { api, guard, library, patience, signal, pageId, memory: openPageMemory(facts, library.path, pageId) }
  }

  return {
    async isWanted(signal) {
      if (config.mode !== 'auto') return config.mode === 'true'
      return guard.isKnown || (await presence.isThere(signal))
    },
    async holds(track, signal) {
      if (lanes.parkedUntil('eagle') !== undefined || !(await presence.isThere(signal))) return []
      try {
        return await heldNow(track, signal)
      } catch (error) {
        signal.throwIfAborted()
        if (!isFault(error)) throw error
        presence.missed()
        log.info({ reason: error.message }, 'Eagle was not asked what it holds of a track')
        return []
      }
    },
    knows: async pageId => facts.fact(pageFact(pageId)) !== undefined,
    libraryPath: async () => guard.path,
    async importTrack(track, signal) {
      const files = await Promise.all(track.files.map(openTrackFile))
      const page = await openPage(track.pageId, signal)
      const folder = await folderOf(folders, track, page)
      const { again = false, sharedWith, picture } = track
      const owner = sharedWith === undefined ? undefined : openPageMemory(facts, page.library.path, sharedWith)
      const done: FileInEagle[] = []
      for (const file of files) {
        const wish = { name: nameOf(track), tags: tagsOf(track, file), folder, link: track.link }
        const clues = { names: [nameOf(track), track.title, fileName(file)], title: track.title, link: track.link }
        done.push(await importFile({ ...page, owner, file, wish, clues, again, picture }))
      }
      return { library: page.library, files: done }
    },
    async item(id, signal) {
      const api = await client.api(signal)
      await guard.require(api, signal)
      return api.item(id, signal)
    },
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
