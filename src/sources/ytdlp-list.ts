// Lists of tracks through yt-dlp: sets, likes, people, playlists, channels; and what a single link leads to.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Fault, InputFault } from '../errors.ts'
import { canonicalLink, linkKind, listKind, listOf, needsLookup } from '../model/url/url.ts'
import type { ListedTrack, Listing } from './listing.ts'
import { aPlaylist } from './media-type.ts'
import { infoArgs, listArgs } from './ytdlp-args.ts'
import { describe, isDrm, isList, isPreview, parseInfo } from './ytdlp-info.ts'
import { parseList, parseLists } from './ytdlp-listed.ts'
import { type Target, targetOf, withYtdlp, type YtdlpConfig } from './ytdlp-run.ts'

export interface ListOptions {
  /** Entries asked for. */
  limit: number
  signal?: AbortSignal
}

/** More are not asked for at once: the answer comes in one piece. */
const MOST = 5000
const LIST_MS = 300_000

/**
 * The entries of a list, told by the list itself. What cannot be had is passed over and said.
 * @throws InputFault when the link leads to no list, or the faults of the table in ytdlp-errors.ts
 */
export async function listWithYtdlp(config: YtdlpConfig, link: string, options: ListOptions): Promise<Listing> {
  const url = config.guard.check(addressOf(link))
  return await readList(config, { ...targetOf(url), target: url.href, ...options })
}

/** The lists that a person made at SoundCloud, their links and titles. */
export async function listsWithYtdlp(config: YtdlpConfig, profile: string, options: ListOptions): Promise<Listing> {
  const url = config.guard.check(setsLink(profile))
  return await readList(config, { ...targetOf(url), target: url.href, ...options, parse: parseLists })
}

/** The address of a person's own lists. @throws InputFault when it names nobody */
export const setsLink = (profile: string): string => likesLink(profile).replace(/likes$/, 'sets')

/** The address under which a person's likes are found. @throws InputFault when it names nobody */
export function likesLink(profile: string): string {
  const name = /^@?([\w-]+)$/.exec(profile.trim())?.[1]
  const link = name ? `https://soundcloud.com/${name}` : (canonicalLink(profile) ?? '')
  const [, user] = /^https:\/\/soundcloud\.com\/([^/]+)/.exec(link) ?? []
  if (!user)
    throw new InputFault(`"${profile.slice(0, 200)}" is no profile of SoundCloud: expected its name`, 'No_Source')
  return `https://soundcloud.com/${user.toLowerCase()}/likes`
}

/** What a link leads to, without a download: its usual address, names and length. */
export async function describeWithYtdlp(
  config: YtdlpConfig,
  link: string,
  signal = new AbortController().signal,
): Promise<ListedTrack> {
  const url = config.guard.check(link)
  return await inFolder(async dir =>
    withYtdlp(config, { ...targetOf(url), dir, signal }, async run => {
      const args = infoArgs({ ...run.common, link: url.href, maxBytes: 1 })
      const info = parseInfo((await run.call(args, { timeoutMs: LIST_MS })).stdout)
      if (isList(info)) throw aPlaylist()
      const { title, artist, album, promisedSeconds: seconds } = describe(info)
      const told = { title, artist, album, seconds, uploader: info.uploader ?? undefined, id: info.id ?? undefined }
      const usual = canonicalLink(info.webpage_url ?? '') ?? canonicalLink(url.href) ?? url.href
      const isVerified = info.channel_is_verified ?? undefined
      return { link: usual, ...told, isVerified, isPreview: isPreview(info), isDrm: isDrm(info) }
    }),
  )
}

interface Asked extends ListOptions, Pick<Target, 'site' | 'host' | 'own'> {
  /** A link, or a search. */
  target: string
  /** What its entries are; default: tracks. */
  parse?: (stdout: string) => Listing
}

/** Asks for a list in one run. Where yt-dlp stumbles over an entry, what came before it counts. */
export async function readList(config: YtdlpConfig, asked: Asked): Promise<Listing> {
  const { site, target, signal = new AbortController().signal } = asked
  const { parse = stdout => parseList(stdout, site) } = asked
  const limit = Math.max(1, Math.min(MOST, Math.floor(asked.limit)))
  return await inFolder(async dir =>
    withYtdlp(config, { ...asked, dir, signal, lists: true }, async run => {
      let stumbled: Fault | undefined
      const { stdout } = await run.call(listArgs({ ...run.common, target, limit }), {
        timeoutMs: LIST_MS,
        silenceMs: LIST_MS,
        forgives(fault, result) {
          stumbled = fault
          return STUMBLES.has(fault.fields.ytdlp) && hasEntries(result.stdout)
        },
      })
      return cutAt(parse(stdout), stumbled)
    }),
  )
}

/** Faults of yt-dlp's own, not of the service. */
const STUMBLES = new Set<unknown>(['EXTRACTOR_BROKEN', 'UNKNOWN'])

const hasEntries = (stdout: string) => /"entries": ?\[(null, ?)*\{/.test(stdout)

function cutAt(list: Listing, fault: Fault | undefined): Listing {
  if (!fault) return list
  const index = list.entries.length + list.passedOver.length
  const passedOver = list.passedOver.filter(entry => entry.index !== index)
  const at = passedOver.length < list.passedOver.length ? index : index + 1
  return {
    ...list,
    total: undefined,
    passedOver: [...passedOver, { index: at, why: `from here on the list could not be read: ${fault.message}` }],
  }
}

/** @throws InputFault when the link leads to no list, or is not for yt-dlp */
function addressOf(link: string): string {
  const kind = linkKind(link)
  if (kind === 'spotify') throw new InputFault("Spotify's lists are not read through yt-dlp", 'No_Source')
  if (/soundcloud\.com\/you(\/|$)/i.test(link)) {
    throw new InputFault('the link says "you": the name of your SoundCloud profile is needed in its place', 'No_Source')
  }
  const list = listOf(link)
  if (!list) {
    const isItem = (kind === 'soundcloud' || kind === 'youtube') && !needsLookup(link)
    if (isItem) throw new InputFault('the link leads to no list of tracks', 'No_Source')
    return link
  }
  // a channel's front page lists lists
  return listKind(list) === 'youtube channel' && !/\/(@[^/]+|channel\/[^/]+|c\/[^/]+|user\/[^/]+)\/\w/.test(list)
    ? `${list}/videos`
    : list
}

async function inFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'orchestrator-list-'))
  try {
    return await work(dir)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
