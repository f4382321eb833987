// yt-dlp's command lines. Options that not every version in use knows are given only to those that do.

import { knows, type YtdlpVersion } from './ytdlp-version.ts'

/** What every call of one run has in common. */
export interface YtdlpCommon {
  version: YtdlpVersion
  /** Our own guarding proxy; a proxy of the person's goes into the environment, since it may hold a password. */
  proxy?: string
  /** The path of a cookies file. */
  cookies?: string
}

export interface YtdlpRequest extends YtdlpCommon {
  link: string
  maxBytes: number
}

export interface YtdlpListRequest extends YtdlpCommon {
  /** A link, or a search such as `scsearch5:words`: made by us, and never bare words. */
  target: string
  /** Entries asked for. */
  limit: number
}

/** What a progress line begins with. */
export const PROGRESS = 'PRG'

/** Originals first, and never thirty seconds in place of a track. */
const WHOLE = 'download/ba[format_id!*=preview]/b[format_id!*=preview]'
/** For the description alone: so that "only a preview" is a finding and not a riddle. */
const OR_PREVIEW = `${WHOLE}/ba/b`

/** Describes the link, without a download. */
export const infoArgs = (request: YtdlpRequest): string[] => [
  '-J',
  '--flat-playlist',
  ...oneItem(request, OR_PREVIEW),
  '--',
  request.link,
]

/** Downloads into the working folder as `media.<ext>`; ffmpeg work is left to our own ffmpeg. */
export const downloadArgs = (request: YtdlpRequest): string[] => [
  ...['--newline', '--progress', '--progress-template', `download:${PROGRESS} ${PROGRESS_FIELDS}`],
  ...['--no-continue', '--no-mtime', '--fixup', 'never', '-o', 'media.%(ext)s'],
  ...oneItem(request, WHOLE),
  '--',
  request.link,
]

/** The entries of a list as the list itself tells them: nothing is asked of each. */
export const listArgs = (request: YtdlpListRequest): string[] => [
  ...['-J', '--flat-playlist', '--yes-playlist', '--playlist-items', `1:${request.limit}`],
  ...always(request),
  '--',
  request.target,
]

const PROGRESS_FIELDS = ['downloaded_bytes', 'total_bytes', 'total_bytes_estimate']
  .map(field => `%(progress.${field})s`)
  .concat('%(info.format_id)s')
  .join(' ')

const oneItem = (request: YtdlpRequest, formats: string): string[] => [
  ...['--no-playlist', '--playlist-items', '1', '--fragment-retries', '5', '--abort-on-unavailable-fragment'],
  ...['--downloader', 'm3u8:native', '--max-filesize', String(request.maxBytes), '-f', formats],
  ...always(request),
]

/** Nothing that lies around on this machine has a say: no settings, no plugins, no code from elsewhere. */
const always = ({ version, proxy, cookies }: YtdlpCommon): string[] => [
  ...['--ignore-config', '--no-update', '--no-cache-dir', '--no-exec'],
  ...(knows(version, 'pluginDirs') ? ['--no-plugin-dirs'] : []),
  // of the runtimes only deno is on by itself
  ...(knows(version, 'jsRuntimes') ? ['--no-remote-components', '--js-runtimes', `node:${process.execPath}`] : []),
  ...['--socket-timeout', '20', '--retries', '3'],
  ...(proxy ? ['--proxy', proxy] : []),
  ...(cookies ? ['--cookies', cookies] : []),
]
