// From a link to a file in the staging folder: which way each kind of link goes.

import { InputFault } from '../errors.ts'
import type { Turn } from '../lanes/lane.ts'
import type { Lanes } from '../lanes/lanes.ts'
import { laneOfLink } from '../model/lane-of.ts'
import { linkKind } from '../model/url.ts'
import { fetchDirect } from './direct.ts'
import { createEgress, type Timeouts } from './egress.ts'
import { fetchFileLink } from './file-link.ts'
import { fetchPicture } from './picture.ts'
import type { FetchOptions, SourceFile } from './source-file.ts'
import { fetchWithYtdlp } from './ytdlp.ts'

export interface Sources {
  /** @throws Fault: which class, and which tag of an InputFault, says what becomes of the row. Leaves nothing behind. */
  fetch(link: string, options: FetchOptions): Promise<SourceFile>
  /** @returns the path of a JPEG or PNG of at most 10 MiB; undefined when there is none behind the link. */
  fetchPicture(url: string, options: FetchOptions): Promise<string | undefined>
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
  ytdlp: { bin: string; cookies?: string; proxy?: string }
  /** Each fetch goes through the lane of the service it asks; without them, nothing is held back. */
  lanes?: Pick<Lanes, 'run'>
}

/** A track without its cover is not tried again, so a cover waits longer for its turn than a recording. */
const COVER_PATIENCE_MS = 60_000

export function createSources(config: SourcesConfig): Sources {
  const egress = createEgress(config)
  const direct = { ...config, egress }
  const ytdlp = { ...config, guard: egress.guard }

  async function fetch(href: string, options: FetchOptions): Promise<SourceFile> {
    switch (linkKind(href)) {
      case 'file':
        return await fetchFileLink(config, href, options)
      case 'spotify':
        throw new InputFault("Spotify's audio is DRM-protected; another link is needed", 'DRM')
      case 'soundcloud':
      case 'youtube':
        return await fetchWithYtdlp(ytdlp, { href, known: true }, options)
      case 'web':
      case undefined: {
        // no usable link at all: refused there with the reason
        const found = await fetchDirect(direct, href, options)
        return found === 'page' ? await fetchWithYtdlp(ytdlp, { href, known: false }, options) : found
      }
    }
  }

  function inLane<T>(href: string, turn: Turn, work: () => Promise<T>): Promise<T> {
    const lane = laneOfLink(href)
    return lane === 'here' || !config.lanes ? work() : config.lanes.run(lane, work, { ...turn, about: href })
  }

  return {
    fetch(link, options) {
      const href = link.trim()
      return inLane(href, { signal: options.signal }, () => fetch(href, options))
    },
    fetchPicture: (url, options) =>
      inLane(url.trim(), { signal: options.signal, urgent: true, patienceMs: COVER_PATIENCE_MS }, () =>
        fetchPicture(direct, url, options),
      ),
  }
}
