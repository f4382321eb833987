// What yt-dlp tells about a link before the download, and what of it stops us.

import { z } from 'zod'
import { InputFault, Transient } from '../errors.ts'
import { namesOfUpload } from '../model/upload-names.ts'
import { aPlaylist } from './media-type.ts'
import { tooBig, tooLong } from './size-limit.ts'

const text = z.string().nullish().catch(undefined)
const number = z.number().nullish().catch(undefined)
const Format = z.looseObject({ format_id: text, url: text, has_drm: z.unknown() })
const Info = z.object({
  _type: text,
  id: text,
  webpage_url: text,
  extractor_key: text,
  title: text,
  track: text,
  artist: text,
  artists: z.array(z.string()).nullish().catch(undefined),
  uploader: text,
  channel_is_verified: z.boolean().nullish().catch(undefined),
  album: text,
  thumbnail: text,
  duration: number,
  filesize: number,
  is_live: z.boolean().nullish().catch(undefined),
  live_status: text,
  format_id: text,
  url: text,
  formats: z.array(Format).nullish().catch(undefined),
})
export type YtdlpInfo = z.output<typeof Info>

const ORIGINS: Record<string, string> = { Soundcloud: 'SoundCloud', Youtube: 'YouTube', HTML5MediaEmbed: 'Generic' }
const PREVIEW_URL = /\/preview\/|\/(preview|playlist)\/0\/30\//

/** @throws Transient when the output is not what yt-dlp writes. */
export function parseInfo(stdout: string): YtdlpInfo {
  try {
    return Info.parse(JSON.parse(stdout))
  } catch (cause) {
    throw new Transient('yt-dlp answered with something that is no description of a track', { cause })
  }
}

/** @throws InputFault for what must not be downloaded: playlists, live streams, DRM, previews, too long, too big. */
export function requireTrack(info: YtdlpInfo, limits: { maxSeconds: number; maxBytes: number }): void {
  if (isList(info)) throw aPlaylist()
  if (info.is_live || info.live_status === 'is_live' || info.live_status === 'is_upcoming') {
    throw new InputFault('the link leads to a live stream, not a track', 'Not_Audio')
  }
  if (isDrm(info)) {
    throw new InputFault('the audio is DRM-protected; another link is needed', 'DRM')
  }
  if (isPreview(info)) throw aPreview()
  if (info.duration && info.duration > limits.maxSeconds) throw tooLong(info.duration, limits.maxSeconds)
  if (info.filesize && info.filesize > limits.maxBytes) throw tooBig(limits.maxBytes)
}

export const isList = (info: YtdlpInfo): boolean => info._type === 'playlist' || info._type === 'multi_video'

export const isDrm = ({ formats }: YtdlpInfo): boolean =>
  Boolean(formats?.length) && formats?.every(format => format.has_drm === true) === true

/** What the row shall say of the source. */
export function describe(info: YtdlpInfo) {
  return {
    origin: originOf(info),
    promisedSeconds: info.duration ?? undefined,
    title: info.track ?? info.title ?? undefined,
    artist: artistOf(info),
    album: info.album ?? undefined,
    artworkUrl: info.thumbnail ?? undefined,
  }
}

/** What the row shall be called, where it has no names of its own. */
export function namesFor(info: YtdlpInfo) {
  const { title, artist } = describe(info)
  return isGeneric(info) ? { title, artist } : namesOfUpload({ title, artist, uploader: info.uploader ?? undefined })
}

export const aPreview = (): InputFault =>
  new InputFault('only a 30-second preview is offered there; another link is needed', 'Preview_Only')

/** The chosen format counts: previews are chosen only when there is nothing else. */
export const isPreview = (info: YtdlpInfo): boolean =>
  isPreviewFormat(info.format_id ?? '') || PREVIEW_URL.test(info.url ?? '')

export const isPreviewFormat = (id: string): boolean => /(^|_)preview(_|$)/.test(id)

const originOf = (info: YtdlpInfo) => ORIGINS[info.extractor_key ?? ''] ?? info.extractor_key ?? 'yt-dlp'

const isGeneric = (info: YtdlpInfo) => originOf(info) === 'Generic'

function artistOf(info: YtdlpInfo): string | undefined {
  if (info.artist) return info.artist
  if (info.artists?.length) return info.artists.join(', ')
  // for any page that is the host's name
  return isGeneric(info) ? undefined : info.uploader?.replace(/ - Topic$/, '')
}
