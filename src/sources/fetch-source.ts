// From a link to a file in the staging folder: which way each kind of link goes.

import { Environment } from '../errors.ts'
import type { Turn } from '../lanes/lane.ts'
import type { Lanes } from '../lanes/lanes.ts'
import { laneOfLink } from '../model/lane-of.ts'
import { linkKind, withScheme } from '../model/url/url.ts'
import { fetchDirect } from './direct.ts'
import { createEgress, type Timeouts } from './egress.ts'
import { fetchFileLink } from './file-link.ts'
import type { ListedTrack, Listing } from './listing.ts'
import { fetchPicture } from './picture.ts'
import { refuseProtected } from './protected.ts'
import type { FetchOptions, SourceFile } from './source-file.ts'
import { fetchWithYtdlp } from './ytdlp.ts'
import {
  describeWithYtdlp,
  type ListOptions,
  likesLink,
  listsWithYtdlp,
  listWithYtdlp,
  setsLink,
} from './ytdlp-list.ts'
import type { YtdlpSettings } from './ytdlp-run.ts'
import { laneOfSearch, type SearchPlace, searchWithYtdlp } from './ytdlp-search.ts'
import { openVersions } from './ytdlp-version.ts'

export interface Sources {
  /** @throws Fault: which class, and which tag of an InputFault, says what becomes of the row. Leaves nothing behind. */
  fetch(link: string, options: FetchOptions): Promise<SourceFile>
  /** @returns the path of a JPEG or PNG of at most 10 MiB; undefined when there is none behind the link. */
  fetchPicture(url: string, options: FetchOptions): Promise<string | undefined>
  /** The tracks a person likes at SoundCloud, newest first. @param profile its name or its address; default: one's own */
  likes(profile: string | undefined, options: ListOptions): Promise<Listing>
  /** The lists of a person at SoundCloud, with link and title each. @param profile as for `likes` */
  playlists(profile: string, options: ListOptions): Promise<Listing>
  /** The tracks of a set, a person, a playlist or a channel; Spotify's are not read here. */
  listing(link: string, options: ListOptions): Promise<Listing>
  /** The first hits of a search; without words, none. */
  search(where: SearchPlace, words: string, options: ListOptions): Promise<Listing>
  /** What a link of SoundCloud, YouTube or a page leads to, without a download. */
  describe(link: string, signal?: AbortSignal): Promise<ListedTrack>
}

export interface SourcesConfig {
  /** Folders that file links may point into. */
  fileRoots: readonly string[]
  /** `host` or `host:port` that may be reached although it is not public. */
  allowPrivateHosts: readonly string[]
  maxBytes: number
  maxSeconds: number
  downloadTimeoutMs: number
  /** Limits of a direct download's phases; 5 s, 15 s and 30 s when absent. */
  timeouts?: Partial<Timeouts>
  ytdlp: YtdlpSettings
  /** The person's own, at SoundCloud. */
  profile?: string
  /** Told, once each, what people should know of yt-dlp. */
  warn?: (sentence: string) => void
  /** Each fetch goes through the lane of the service it asks; without them, nothing is held back. */
  lanes?: Pick<Lanes, 'run'>
}

/** A track without its cover is not tried again, so a cover waits longer for its turn than a recording. */
const COVER_PATIENCE_MS = 60_000

export function createSources(config: SourcesConfig): Sources {
  const egress = createEgress(config)
  const direct = { ...config, egress }
  const warn = onceEach(config.warn)
  const ytdlp = { ...config, guard: egress.guard, warn, versions: openVersions({ warn }) }

  async function fetch(href: string, options: FetchOptions): Promise<SourceFile> {
    refuseProtected(href)
    switch (linkKind(href)) {
      case 'file':
        return await fetchFileLink(config, href, options)
      case 'soundcloud':
      case 'youtube':
        return await fetchWithYtdlp(ytdlp, href, options)
      case 'spotify':
      case 'web':
      case undefined: {
        // no usable link at all: refused there with the reason
        const found = await fetchDirect(direct, href, options)
        return found === 'page' ? await fetchWithYtdlp(ytdlp, href, options) : found
      }
    }
  }

  function inLane<T>(href: string, turn: Turn, work: () => Promise<T>): Promise<T> {
    const lane = laneOfLink(href)
    return lane === 'here' || !config.lanes ? work() : config.lanes.run(lane, work, { ...turn, about: href })
  }

  return {
    fetch(link, options) {
      const href = withScheme(link)
      return inLane(href, { signal: options.signal }, () => fetch(href, options))
    },
    fetchPicture: (url, options) =>
      inLane(url.trim(), { signal: options.signal, urgent: true, patienceMs: COVER_PATIENCE_MS }, () =>
        fetchPicture(direct, url, options),
      ),
    async likes(profile = config.profile, options) {
      if (!profile) throw new Environment('SOUNDCLOUD_PROFILE is not set: whose likes are to be read?')
      const link = likesLink(profile)
      return await inLane(link, { signal: options.signal }, () => listWithYtdlp(ytdlp, link, options))
    },
    async playlists(profile, options) {
      return await inLane(setsLink(profile), { signal: options.signal }, () => listsWithYtdlp(ytdlp, profile, options))
    },
    async listing(link, options) {
      const href = withScheme(link)
      return await inLane(href, { signal: options.signal }, () => listWithYtdlp(ytdlp, href, options))
    },
    async search(where, words, options) {
      const work = () => searchWithYtdlp(ytdlp, where, { ...options, words })
      if (!words.trim() || !config.lanes) return await work()
      return await config.lanes.run(laneOfSearch(where), work, { signal: options.signal, about: `${where}: ${words}` })
    },
    async describe(link, signal) {
      const href = withScheme(link)
      refuseProtected(href)
      return await inLane(href, { signal }, () => describeWithYtdlp(ytdlp, href, signal))
    },
  }
}

function onceEach(warn: (sentence: string) => void = () => {}): (sentence: string) => void {
  const told = new Set<string>()
  return sentence => {
    if (told.has(sentence)) return
    told.add(sentence)
    warn(sentence)
  }
}
