// yt-dlp's command lines. Only options that the oldest packaged version in use (2023.03.04) knows.

export interface YtdlpRequest {
  link: string
  maxBytes: number
  /** Our own guarding proxy; a proxy of the person's goes into the environment, since it may hold a password. */
  proxy?: string
  /** The path of a cookies file. */
  cookies?: string
}

/** What a progress line begins with. */
export const PROGRESS = 'PRG'

/** Originals first; previews last, so that "only a preview" is a finding and not a riddle. */
const FORMATS = 'download/ba[format_id!*=preview]/b[format_id!*=preview]/ba/b'

/** Describes the link, without a download. */
export const infoArgs = (request: YtdlpRequest): string[] => [
  '-J',
  '--flat-playlist',
  ...commonArgs(request),
  '--',
  request.link,
]

/** Downloads into the working folder as `media.<ext>`; ffmpeg work is left to our own ffmpeg. */
export const downloadArgs = (request: YtdlpRequest): string[] => [
  ...['--newline', '--progress'],
  '--progress-template',
  `download:${PROGRESS} %(progress.downloaded_bytes)s %(progress.total_bytes)s %(progress.total_bytes_estimate)s`,
  ...['--no-continue', '--no-mtime', '--fixup', 'never', '-o', 'media.%(ext)s'],
  ...commonArgs(request),
  '--',
  request.link,
]

const commonArgs = (request: YtdlpRequest): string[] => [
  ...['--ignore-config', '--no-cache-dir', '--no-exec', '--no-playlist', '--playlist-items', '1'],
  ...['--socket-timeout', '20', '--retries', '3', '--fragment-retries', '5', '--abort-on-unavailable-fragment'],
  ...['--downloader', 'm3u8:native'],
  ...['--max-filesize', String(request.maxBytes), '-f', FORMATS],
  ...(request.proxy ? ['--proxy', request.proxy] : []),
  ...(request.cookies ? ['--cookies', request.cookies] : []),
]
