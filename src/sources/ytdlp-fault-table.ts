// What each line of yt-dlp's means: one table from text to class. First match wins; texts are in lower case.

import { InputFault } from '../errors.ts'
import { environment, input, type Make, onKnownSites, type Row, transient, wait } from './ytdlp-fault.ts'
import { aPreview } from './ytdlp-info.ts'
import { UPDATE_LINE } from './ytdlp-version.ts'

const gone: Make = context =>
  new InputFault(
    'the link is dead: deleted, private or misspelt (404)',
    context.site === 'soundcloud' ? 'SC_404' : 'Download_Failed',
  )
const needsCookies = (what: string) =>
  input('Needs_Login', ({ cookiesSetting }) => `${what} is asked for; a cookies file (${cookiesSetting}) is needed`)
const asBrowser = environment(({ host }) => `${host} wants what looks like a browser: ${UPDATE_LINE}`)

export const NO_JS = /no supported javascript runtime|(n challenge|signature) solving failed/
const NO_FORMAT = /requested format is not available|only images are available|no video formats found/

export const FAULT_TABLE: readonly Row[] = [
  { what: 'DISK_FULL', error: /no space left on device|disk quota exceeded/, make: environment('the disk is full') },
  {
    what: 'CONFIG',
    error: /no such option|unsupported option/,
    make: environment(`this yt-dlp does not know our options: ${UPDATE_LINE}`),
  },
  {
    what: 'CONFIG',
    error: /netscape format cookies|cookie file|cookieloaderror|cookies from|does not look like .*cookies/,
    make: environment(({ cookiesSetting }) => `the cookies file of ${cookiesSetting} cannot be read`),
  },
  {
    what: 'CONFIG',
    error: /login using username and password is not currently supported/,
    make: environment(({ cookiesSetting }) => `a password cannot be used here: save cookies for ${cookiesSetting}`),
  },
  {
    what: 'CONFIG',
    error: /unable to connect to proxy|invalid proxy|proxy authentication|tunnel connection failed: 407/,
    make: environment(({ proxySetting }) => `the proxy of ${proxySetting} does not work`),
  },
  {
    what: 'BOT_CHECK',
    error: /not a bot|captcha challenge|your ip is likely being blocked/,
    make: wait(
      { youtube: 360, else: 360 },
      ({ cookiesSetting }) => `the site takes us for a bot; cookies (${cookiesSetting}) may help`,
    ),
  },
  {
    what: 'RATE_LIMITED',
    error: /rate-limited|isn't available, try again later|reached the api rate limit/,
    make: wait({ youtube: 60, else: 10 }, 'the site limits us'),
  },
  {
    what: 'RATE_LIMITED',
    error: /http error 429|too many requests/,
    make: wait({ youtube: 60, else: 10 }, 'too many requests (429)'),
  },
  {
    what: 'AGE_GATED',
    error: /confirm your age|age-restricted|age-verification|age verification/,
    make: needsCookies('an age check'),
  },
  {
    what: 'PRIVATE',
    error: /private video|this (video|track|playlist) is private/,
    make: input('Needs_Login', 'the recording is private'),
  },
  {
    what: 'MEMBERS_ONLY',
    error: /members-only|join this channel|premium members|requires payment/,
    make: input('Needs_Login', 'the recording is for members only'),
  },
  {
    what: 'GEO_BLOCKED',
    error: /available from your location|in your country|geo.?restrict|geo.?block/,
    make: input('SC_Geo_Blocked', 'the recording is not available in this country'),
  },
  {
    what: 'DRM',
    error: /drm.protected|known to use drm/,
    make: input('DRM', 'the audio is DRM-protected; another link is needed'),
  },
  {
    what: 'DRM',
    // before 2026.05 a track whose streams were all encrypted seemed to be missing
    error: /no video formats found|http error 404/,
    warning: /format not found/,
    site: 'soundcloud',
    make: input('DRM', 'none of its streams can be had: most likely DRM-protected; another link is needed'),
  },
  {
    what: 'NOT_YET',
    error: /premieres in|live event will begin|is upcoming/,
    make: transient('the recording is not published yet'),
  },
  {
    what: 'BAD_INPUT',
    error: /unsupported url/,
    make: input('Not_Audio', 'the link leads to a web page, not to audio'),
  },
  {
    what: 'TOO_BIG',
    error: /larger than max-filesize/,
    make: input('Too_Big', 'the file is larger than MAX_DOWNLOAD_MB allows'),
  },
  {
    what: 'REMOVED',
    error:
      /video unavailable|(video|stream recording) is (unavailable|not available)|removed by the uploader|has been removed|been terminated|removed for violating|copyright claim|no longer available|does not exist/,
    make: input('Download_Failed', 'the recording has been removed'),
  },
  {
    what: 'NEEDS_LOGIN',
    error:
      /http error 401|login required|log in|sign in|use --cookies|registered users|account credentials|subscribers/,
    make: needsCookies('a login'),
  },
  { what: 'NOT_FOUND', error: /http error (404|410)/, make: gone },
  {
    what: 'ENV_JS_RUNTIME',
    error: new RegExp(`${NO_FORMAT.source}|http error 403`),
    warning: NO_JS,
    make: environment(`yt-dlp cannot run YouTube's scripts; it needs its own for that: ${UPDATE_LINE}`),
  },
  {
    what: 'BOT_WALL',
    error: /http error 403/,
    lists: true,
    site: 'soundcloud',
    make: environment(`SoundCloud gives its lists only to what looks like a browser (403): ${UPDATE_LINE}`),
  },
  {
    what: 'BOT_WALL',
    error: /http error 403/,
    warning: /impersonat/,
    make: asBrowser,
  },
  { what: 'BOT_WALL', error: /impersonat/, make: asBrowser },
  {
    what: 'OUTDATED_SUSPECT',
    error: /unable to download video data: http error 403/,
    make: transient('the download was refused (403); a newer yt-dlp often helps'),
  },
  {
    what: 'FORBIDDEN',
    error: /http error 403/,
    make: onKnownSites(
      transient('it refuses us (403); a newer yt-dlp often helps'),
      input('Download_Failed', ({ host }) => `${host} does not give this out (403)`),
    ),
  },
  {
    what: 'GEO_BLOCKED',
    error: /http error 451/,
    make: input('SC_Geo_Blocked', 'the recording is withheld for legal reasons (451)'),
  },
  { what: 'TRANSIENT', error: /http error (408|425|5\d\d)/, make: transient('it is not able to answer just now') },
  {
    what: 'CERTIFICATE',
    error: /certificate.?verif|certificate has expired|self.signed certificate/,
    make: onKnownSites(
      environment(
        ({ host }) => `the certificate of ${host} cannot be checked; the system's certificates may be out of date`,
      ),
      input('Download_Failed', ({ host }) => `the certificate of ${host} is not valid`),
    ),
  },
  {
    what: 'ENV_FFMPEG',
    error: /(ffmpeg|ffprobe)[^.]*(not found|not installed|could not be found)|postprocessing:/,
    make: environment('yt-dlp needs ffmpeg, and does not find it'),
  },
  {
    what: 'PREVIEW_ONLY',
    error: /requested format is not available/,
    site: 'soundcloud',
    make: aPreview,
  },
  {
    what: 'FORMAT_MISSING',
    error: NO_FORMAT,
    make: onKnownSites(
      transient('yt-dlp finds no audio format; a newer yt-dlp may help'),
      input('Not_Audio', 'the link leads to a web page without audio'),
    ),
  },
  {
    what: 'TRANSIENT',
    error:
      /timed out|connection (reset|refused|aborted)|remote end closed|incomplete ?read|eof occurred|name resolution|name or service not known|giving up after|bytes, expected|network is unreachable/,
    make: transient('the download was cut or not answered'),
  },
  {
    what: 'EXTRACTOR_BROKEN',
    error: /unable to extract|any player response|nonetype|please report this issue/,
    make: transient('yt-dlp cannot read the site; a newer yt-dlp may help'),
  },
]
