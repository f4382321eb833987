// yt-dlp ends with exit code 1 whatever happened, so its last lines are all there is: one table, from text to class.

import { Environment, type ErrorTag, type Fault, InputFault, Limited, Transient } from '../errors.ts'

export interface YtdlpContext {
  /** The host of the link, for the sentence. */
  host: string
  /** SoundCloud and YouTube: sites of tracks. Elsewhere a page may simply hold no audio. */
  known: boolean
  now: number
}

type Make = (context: YtdlpContext, line: string) => Fault
interface Row {
  error: RegExp
  /** Must be found among the warnings too. */
  warning?: RegExp
  make: Make
}

const input =
  (tag: ErrorTag, sentence: string): Make =>
  () =>
    new InputFault(sentence, tag)
const environment =
  (sentence: string): Make =>
  () =>
    new Environment(sentence)
const transient =
  (sentence: string): Make =>
  ({ host }) =>
    new Transient(`${host}: ${sentence}`)
const wait =
  (minutes: number, sentence: string): Make =>
  ({ host, now }) =>
    new Limited(`${host}: ${sentence}`, now + minutes * 60_000)
const isSoundCloud = (host: string) => /(^|\.)soundcloud\.com$/.test(host)

const gone: Make = ({ host }) =>
  new InputFault(
    'the link is dead: deleted, private or misspelt (404)',
    isSoundCloud(host) ? 'SC_404' : 'Download_Failed',
  )
const forbidden: Make = ({ host, known }) =>
  known
    ? new Transient(`${host} refuses us (403); a newer yt-dlp often helps`)
    : new InputFault(`${host} does not give this out (403)`, 'Download_Failed')
const certificate: Make = ({ host, known }) =>
  known
    ? new Environment(`the certificate of ${host} cannot be checked; the system's certificates may be out of date`)
    : new InputFault(`the certificate of ${host} is not valid`, 'Download_Failed')
const noFormat: Make = ({ host, known }) =>
  known
    ? new Transient(`${host}: yt-dlp finds no audio format; a newer yt-dlp may help`)
    : new InputFault('the link leads to a web page without audio', 'Not_Audio')

const NO_JS = /no supported javascript runtime|(n challenge|signature) solving failed/
const NO_FORMAT = /requested format is not available|only images are available|no video formats found/

/** First match wins; both sides are lower case. */
const TABLE: readonly Row[] = [
  { error: /no space left on device|disk quota exceeded/, make: environment('the disk is full') },
  { error: /no such option|unsupported option/, make: environment('this yt-dlp does not know our options: update it') },
  {
    error: /netscape format cookies|cookie file|cookieloaderror|cookies from/,
    make: environment('the cookies file of YTDLP_COOKIES cannot be read'),
  },
  {
    error: /unable to connect to proxy|invalid proxy|proxy authentication/,
    make: environment('the proxy of YTDLP_PROXY does not work'),
  },
  {
    error: /not a bot|captcha challenge|your ip is likely being blocked/,
    make: wait(360, 'the site takes us for a bot; cookies (YTDLP_COOKIES) may help'),
  },
  {
    error: /rate-limited|isn't available, try again later|reached the api rate limit/,
    make: wait(60, 'the site limits us'),
  },
  { error: /http error 429|too many requests/, make: wait(10, 'too many requests (429)') },
  {
    error: /confirm your age|age-restricted|age-verification|age verification/,
    make: input('Needs_Login', 'an age check is asked for; a cookies file (YTDLP_COOKIES) is needed'),
  },
  { error: /private video|this (video|track) is private/, make: input('Needs_Login', 'the recording is private') },
  { error: /members-only|join this channel/, make: input('Needs_Login', 'the recording is for members only') },
  {
    error: /available from your location|in your country|geo.?restrict|geo.?block/,
    make: input('SC_Geo_Blocked', 'the recording is not available in this country'),
  },
  { error: /drm.protected|known to use drm/, make: input('DRM', 'the audio is DRM-protected; another link is needed') },
  { error: /premieres in|live event will begin|is upcoming/, make: transient('the recording is not published yet') },
  { error: /unsupported url/, make: input('Not_Audio', 'the link leads to a web page, not to audio') },
  { error: /larger than max-filesize/, make: input('Too_Big', 'the file is larger than MAX_DOWNLOAD_MB allows') },
  {
    error:
      /video unavailable|removed by the uploader|has been removed|been terminated|removed for violating|copyright claim|no longer available|does not exist/,
    make: input('Download_Failed', 'the recording has been removed'),
  },
  {
    error:
      /http error 401|login required|log in|sign in|use --cookies|registered users|account credentials|subscribers/,
    make: input('Needs_Login', 'a login is asked for; a cookies file (YTDLP_COOKIES) is needed'),
  },
  { error: /http error (404|410)/, make: gone },
  {
    error: new RegExp(`${NO_FORMAT.source}|http error 403`),
    warning: NO_JS,
    make: environment('yt-dlp needs a JavaScript runtime for YouTube: install deno'),
  },
  {
    error: /unable to download video data: http error 403/,
    make: transient('the download was refused (403); a newer yt-dlp often helps'),
  },
  { error: /http error 403/, make: forbidden },
  { error: /http error 451/, make: input('SC_Geo_Blocked', 'the recording is withheld for legal reasons (451)') },
  { error: /http error (408|425|5\d\d)/, make: transient('the site is not able to answer just now') },
  { error: /certificate.verify.failed|certificate has expired|self.signed certificate/, make: certificate },
  {
    error: /(ffmpeg|ffprobe)[^.]*(not found|not installed)|postprocessing:/,
    make: environment('yt-dlp needs ffmpeg, and does not find it'),
  },
  { error: NO_FORMAT, make: noFormat },
  {
    error:
      /timed out|connection (reset|refused|aborted)|remote end closed|incomplete ?read|eof occurred|name resolution|name or service not known|giving up after|bytes, expected|network is unreachable/,
    make: transient('the download was cut or not answered'),
  },
  {
    error: /unable to extract|any player response|nonetype|please report this issue/,
    make: transient('yt-dlp cannot read the site; a newer yt-dlp may help'),
  },
]

/** What a failed run of yt-dlp means; an unknown text is Transient and quoted. */
export function ytdlpFault(stderr: string, context: YtdlpContext): Fault {
  const lines = plainLines(stderr)
  const errors = lines.filter(line => /error:/i.test(line))
  const last = errors.at(-1) ?? lines.at(-1) ?? 'it ended without a word'
  const warnings = lines
    .filter(line => /^warning:/i.test(line))
    .join('\n')
    .toLowerCase()
  const row = TABLE.find(({ error, warning }) => error.test(last.toLowerCase()) && (!warning || warning.test(warnings)))
  if (row) return row.make(context, last)
  return new Transient(`${context.host}: yt-dlp failed: ${last.replace(/^.*?error:\s*/i, '').slice(0, 300)}`)
}

function plainLines(stderr: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with an escape character
  const plain = stderr.replace(/\u001b\[[\d;]*m/g, '').replaceAll('’', "'")
  return plain.split(/[\r\n]+/).flatMap(line => line.trim() || [])
}
