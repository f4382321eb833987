import { describe, expect, it } from 'vitest'
import { rowFor, ytdlpFault, ytdlpNotes } from '../../../src/sources/ytdlp-errors.ts'
import { FAULT_TABLE } from '../../../src/sources/ytdlp-fault-table.ts'

const SC = 'soundcloud.com'
const YT = 'www.youtube.com'
const WEB = 'example.com'

type Case = [host: string, stderr: string, what: string, errorClass: string, tag?: string]

/** What SoundCloud's extractor says. */
const SOUNDCLOUD: Case[] = [
  [
    SC,
    'ERROR: [soundcloud] a/b: Unable to download JSON metadata: HTTP Error 404: Not Found (caused by <HTTPError 404>)',
    'NOT_FOUND',
    'Input',
    'SC_404',
  ],
  [
    SC,
    'WARNING: [soundcloud] 104: hls_aac format not found\nERROR: [soundcloud] 104: This video is DRM protected',
    'DRM',
    'Input',
    'DRM',
  ],
  [
    SC,
    'WARNING: [soundcloud] 104: hls_aac format not found\nERROR: [soundcloud] 104: No video formats found!; please report this issue on',
    'DRM',
    'Input',
    'DRM',
  ],
  [
    SC,
    'WARNING: [soundcloud] 104: hls_aac format not found\nERROR: [soundcloud] 104: HTTP Error 404: Not Found',
    'DRM',
    'Input',
    'DRM',
  ],
  [
    SC,
    'ERROR: [soundcloud] 200: Requested format is not available. Use --list-formats for a list of available formats',
    'PREVIEW_ONLY',
    'Input',
    'Preview_Only',
  ],
  [
    SC,
    'ERROR: [soundcloud] This video is not available from your location due to geo restriction\nYou might want to use a VPN or a proxy server (with --proxy) to workaround.',
    'GEO_BLOCKED',
    'Input',
    'SC_Geo_Blocked',
  ],
  [
    SC,
    'WARNING: [soundcloud] You have reached the API rate limit, which is ~600 requests per 10 minutes.\nERROR: HTTP Error 429: Too Many Requests',
    'RATE_LIMITED',
    'Limited',
  ],
  [SC, 'ERROR: You have reached the API rate limit, which is ~600 requests per 10 minutes', 'RATE_LIMITED', 'Limited'],
  [
    SC,
    'ERROR: [soundcloud] labdj/x: Unable to download JSON metadata: HTTP Error 429: Too Many Requests (...)',
    'RATE_LIMITED',
    'Limited',
  ],
  [SC, 'ERROR: [soundcloud] Unable to extract client id', 'EXTRACTOR_BROKEN', 'Transient'],
  [
    SC,
    'ERROR: [soundcloud] Login using username and password is not currently supported. Use "--username oauth"',
    'CONFIG',
    'Environment',
  ],
  [SC, 'ERROR: [soundcloud] 110: No video formats found!; please report this issue on', 'FORMAT_MISSING', 'Transient'],
  [SC, "ERROR: 'NoneType' object is not subscriptable", 'EXTRACTOR_BROKEN', 'Transient'],
  [SC, 'ERROR: [soundcloud] x: HTTP Error 403: Forbidden', 'FORBIDDEN', 'Transient'],
  [
    SC,
    'WARNING: [soundcloud:user] The extractor specified to use impersonation for this download\nERROR: me: HTTP Error 403: Forbidden',
    'BOT_WALL',
    'Environment',
  ],
  [
    SC,
    'ERROR: [soundcloud] x: Impersonate target "chrome" is not available. Use --list-impersonate-targets',
    'BOT_WALL',
    'Environment',
  ],
  [SC, 'ERROR: [soundcloud] x: HTTP Error 401: Unauthorized', 'NEEDS_LOGIN', 'Input', 'Needs_Login'],
  [SC, 'ERROR: [soundcloud] x: HTTP Error 502: Bad Gateway', 'TRANSIENT', 'Transient'],
  [SC, 'ERROR: [soundcloud] x: HTTP Error 503: Service Unavailable', 'TRANSIENT', 'Transient'],
  [SC, 'ERROR: [soundcloud] x: HTTP Error 504: Gateway Timeout', 'TRANSIENT', 'Transient'],
]

/** What YouTube's extractor says, and YouTube itself. */
const YOUTUBE: Case[] = [
  [YT, 'ERROR: [youtube] x: Sign in to confirm you’re not a bot. Use --cookies-from-browser', 'BOT_CHECK', 'Limited'],
  [YT, 'ERROR: [youtube] x: YouTube is requiring a captcha challenge before playback', 'BOT_CHECK', 'Limited'],
  [
    YT,
    'ERROR: [youtube] x: All player responses are invalid. Your IP is likely being blocked by Youtube',
    'BOT_CHECK',
    'Limited',
  ],
  [
    YT,
    "ERROR: [youtube] x: Video unavailable. This content isn't available, try again later. The current session has been rate-limited by YouTube for up to an hour.",
    'RATE_LIMITED',
    'Limited',
  ],
  [YT, 'ERROR: [youtube] x: Unable to download API page: HTTP Error 429: Too Many Requests', 'RATE_LIMITED', 'Limited'],
  [
    YT,
    'ERROR: [youtube] x: Sign in to confirm your age. This video may be inappropriate',
    'AGE_GATED',
    'Input',
    'Needs_Login',
  ],
  [YT, 'ERROR: [youtube] x: This video is age-restricted', 'AGE_GATED', 'Input', 'Needs_Login'],
  [YT, 'ERROR: [youtube] x: YouTube is requiring account age-verification', 'AGE_GATED', 'Input', 'Needs_Login'],
  [YT, 'ERROR: [youtube] x: Private video. Sign in if you have been granted access', 'PRIVATE', 'Input', 'Needs_Login'],
  [
    YT,
    'ERROR: [youtube] x: Join this channel to get access to members-only content',
    'MEMBERS_ONLY',
    'Input',
    'Needs_Login',
  ],
  [YT, 'ERROR: [youtube] x: This is members-only content', 'MEMBERS_ONLY', 'Input', 'Needs_Login'],
  [
    YT,
    'ERROR: [youtube] x: This video is only available to Music Premium members',
    'MEMBERS_ONLY',
    'Input',
    'Needs_Login',
  ],
  [YT, 'ERROR: [youtube] x: This video requires payment to watch', 'MEMBERS_ONLY', 'Input', 'Needs_Login'],
  [YT, 'ERROR: [youtube] x: This live stream recording is not available.', 'REMOVED', 'Input', 'Download_Failed'],
  [
    YT,
    'ERROR: [youtube] x: The uploader has not made this video available in your country',
    'GEO_BLOCKED',
    'Input',
    'SC_Geo_Blocked',
  ],
  [
    YT,
    'ERROR: [youtube] x: Video unavailable. This video contains content from Y, who has blocked it in your country on copyright grounds',
    'GEO_BLOCKED',
    'Input',
    'SC_Geo_Blocked',
  ],
  ...[
    'Video unavailable',
    'This video is not available',
    'Video unavailable. This video has been removed by the uploader',
    'This video is no longer available because the YouTube account associated with this video has been terminated.',
    "This video has been removed for violating YouTube's policy",
    'Video unavailable. This video is no longer available due to a copyright claim by Z',
    'The playlist does not exist.',
  ].map((text): Case => [YT, `ERROR: [youtube] x: ${text}`, 'REMOVED', 'Input', 'Download_Failed']),
  [YT, 'ERROR: [youtube] x: Premieres in 3 hours', 'NOT_YET', 'Transient'],
  [YT, 'ERROR: [youtube] x: This live event will begin in 2 days', 'NOT_YET', 'Transient'],
  [YT, 'ERROR: [youtube] x: This video is upcoming', 'NOT_YET', 'Transient'],
  [YT, 'ERROR: unable to download video data: HTTP Error 403: Forbidden', 'OUTDATED_SUSPECT', 'Transient'],
  [YT, 'ERROR: [youtube] x: Requested format is not available', 'FORMAT_MISSING', 'Transient'],
  [YT, 'ERROR: [youtube] x: Only images are available for download', 'FORMAT_MISSING', 'Transient'],
  ...[
    'No supported JavaScript runtime could be found. Only deno is enabled by default',
    'n challenge solving failed: Some formats may be missing',
    'Signature solving failed: Some formats may be missing',
  ].map(
    (text): Case => [
      YT,
      `WARNING: [youtube] x: ${text}\nERROR: [youtube] x: Requested format is not available. Use --list-formats`,
      'ENV_JS_RUNTIME',
      'Environment',
    ],
  ),
  [
    YT,
    'ERROR: [youtube] x: Failed to extract any player response; please report this issue on',
    'EXTRACTOR_BROKEN',
    'Transient',
  ],
  [
    YT,
    'ERROR: [youtube] x: Unable to extract yt initial data; please report this issue on',
    'EXTRACTOR_BROKEN',
    'Transient',
  ],
]

/** What any site may lead to. */
const ANYWHERE: Case[] = [
  [
    WEB,
    'ERROR: [DRM] The requested site is known to use DRM protection. It will NOT be supported.',
    'DRM',
    'Input',
    'DRM',
  ],
  [WEB, '\u001b[0;31mERROR:\u001b[0m Unsupported URL: https://example.com/', 'BAD_INPUT', 'Input', 'Not_Audio'],
  [WEB, 'ERROR: requested format needs ffmpeg. ffmpeg is not installed', 'ENV_FFMPEG', 'Environment'],
  [SC, 'ERROR: Postprocessing: ffprobe and ffmpeg not found. Please install', 'ENV_FFMPEG', 'Environment'],
  [SC, 'ERROR: unable to write data: [Errno 28] No space left on device', 'DISK_FULL', 'Environment'],
  ...[404, 410].map(
    (status): Case => [
      WEB,
      `ERROR: [generic] x: Unable to download webpage: HTTP Error ${status}: No (caused by <HTTPError>)`,
      'NOT_FOUND',
      'Input',
      'Download_Failed',
    ],
  ),
  [WEB, 'ERROR: unable to download video data: HTTP Error 404: Not Found', 'NOT_FOUND', 'Input', 'Download_Failed'],
  [WEB, 'ERROR: [generic] x: Unable to download webpage: HTTP Error 403: No', 'FORBIDDEN', 'Input', 'Download_Failed'],
  [WEB, 'ERROR: [generic] x: HTTP Error 401: Unauthorized', 'NEEDS_LOGIN', 'Input', 'Needs_Login'],
  [WEB, 'ERROR: [generic] x: Unable to download webpage: HTTP Error 429: No', 'RATE_LIMITED', 'Limited'],
  [WEB, 'ERROR: [generic] x: HTTP Error 451: Unavailable', 'GEO_BLOCKED', 'Input', 'SC_Geo_Blocked'],
  [WEB, 'ERROR: [generic] x: HTTP Error 500: Internal Server Error', 'TRANSIENT', 'Transient'],
  [
    WEB,
    'ERROR: [generic] x: No video formats found!; please report this issue',
    'FORMAT_MISSING',
    'Input',
    'Not_Audio',
  ],
  [WEB, 'ERROR: File is larger than max-filesize', 'TOO_BIG', 'Input', 'Too_Big'],
  ...[
    '[download] Got error: Downloaded 200000 bytes, expected 960000 bytes. Giving up after 1 retries',
    "[soundcloud] x: The read operation timed out (caused by TransportError('timed out'))",
    '[soundcloud] x: <urlopen error [Errno -2] Name or service not known>',
    '[soundcloud] x: <urlopen error [Errno -3] Temporary failure in name resolution>',
    '[soundcloud] x: <urlopen error [Errno 111] Connection refused>',
    '[soundcloud] x: [Errno 104] Connection reset by peer',
    'fragment 3 not found, giving up after 5 retries',
  ].map((text): Case => [SC, `ERROR: ${text}`, 'TRANSIENT', 'Transient']),
  [SC, "http.cookiejar.LoadError: 'c.txt' does not look like a Netscape format cookies file", 'CONFIG', 'Environment'],
  [SC, 'Usage: yt-dlp [OPTIONS] URL\n\nyt-dlp: error: no such option: --x', 'CONFIG', 'Environment'],
  [SC, "ERROR: Unable to connect to proxy: ProxyError('Cannot connect')", 'CONFIG', 'Environment'],
  [
    SC,
    'ERROR: unable to download webpage: <urlopen error [SSL: CERTIFICATE_VERIFY_FAILED]>',
    'CERTIFICATE',
    'Environment',
  ],
  [
    SC,
    'ERROR: me: Failed to perform, curl: (60) SSL certificate OpenSSL verify result: self signed certificate (18)',
    'CERTIFICATE',
    'Environment',
  ],
  [
    WEB,
    'ERROR: unable to download webpage: <urlopen error [SSL: CERTIFICATE_VERIFY_FAILED]>',
    'CERTIFICATE',
    'Input',
    'Download_Failed',
  ],
  [SC, 'ERROR: something nobody has seen yet', 'UNKNOWN', 'Transient'],
  [SC, '', 'UNKNOWN', 'Transient'],
]
const CASES = [...SOUNDCLOUD, ...YOUTUBE, ...ANYWHERE]

const SETTINGS = { cookiesSetting: 'YTDLP_COOKIES', proxySetting: 'YTDLP_PROXY' }
const contextOf = (host: string, now = 0) => {
  const site = host === SC ? ('soundcloud' as const) : host === YT ? ('youtube' as const) : ('web' as const)
  return { host, site, now, ...SETTINGS }
}

describe('ytdlpFault', () => {
  it.each(CASES)('%s: %s', (host, stderr, what, errorClass, tag) => {
    const fault = ytdlpFault(stderr, contextOf(host))
    expect([fault.fields.ytdlp, fault.errorClass, 'tag' in fault ? fault.tag : undefined]).toEqual([
      what,
      errorClass,
      tag,
    ])
  })
  it('every row of the table is met by one of these lines', () => {
    const met = new Set(CASES.map(([host, stderr]) => rowFor(stderr, contextOf(host))))
    met.add(rowFor('ERROR: me: HTTP Error 403: Forbidden', { ...contextOf(SC), lists: true }))
    const unmet = FAULT_TABLE.filter(row => !met.has(row))
    expect(unmet.map(({ what, error }) => `${what} ${error}`)).toEqual([])
  })
  it('quotes the last error of an unknown text, and keeps what was said', () => {
    const fault = ytdlpFault('WARNING: w\nERROR: first\nERROR: [x] the second', contextOf(SC))
    expect(fault.message).toBe('soundcloud.com: yt-dlp failed: [x] the second')
    expect(fault.fields.stderr).toBe('WARNING: w\nERROR: first\nERROR: [x] the second')
  })
  it('SoundCloud gives its lists to browsers alone: that is a matter of the program, not of the link', () => {
    const text = 'ERROR: me: Unable to download JSON metadata: HTTP Error 403: Forbidden'
    expect(ytdlpFault(text, { ...contextOf(SC), lists: true })).toMatchObject({
      errorClass: 'Environment',
      fields: { ytdlp: 'BOT_WALL' },
      message: expect.stringContaining('curl-cffi'),
    })
  })
  it.each([
    [SC, 'ERROR: HTTP Error 429: Too Many Requests', 10],
    [WEB, 'ERROR: HTTP Error 429: Too Many Requests', 10],
    [YT, 'ERROR: HTTP Error 429: Too Many Requests', 60],
    [YT, "ERROR: This content isn't available, try again later", 60],
    [SC, 'ERROR: You have reached the API rate limit', 10],
    [YT, "ERROR: Sign in to confirm you're not a bot", 360],
  ])('%s: %s waits %i minutes from now', (host, text, minutes) => {
    expect(ytdlpFault(text, contextOf(host, 1000))).toMatchObject({ until: 1000 + minutes * 60_000 })
  })
  it('names the settings that count for the site', () => {
    const context = { ...contextOf(SC), cookiesSetting: 'SOUNDCLOUD_COOKIES', proxySetting: 'SOUNDCLOUD_PROXY' }
    const say = (text: string) => ytdlpFault(`ERROR: ${text}`, context).message
    expect(say('HTTP Error 401')).toContain('SOUNDCLOUD_COOKIES')
    expect(say('Unable to connect to proxy')).toContain('SOUNDCLOUD_PROXY')
  })
})

describe('names and words of ours in its messages', () => {
  const WORDS = 'HTTP Error 429: Too Many Requests'
  it.each([
    [`ERROR: ${WORDS}: Unable to download API page: HTTP Error 503: Service Unavailable`, [WORDS], 'TRANSIENT'],
    [`ERROR: [soundcloud:search] not a bot: HTTP Error 404: Not Found`, ['not a bot'], 'NOT_FOUND'],
    [
      'ERROR: Unsupported URL: https://x.example/private%20video',
      ['https://x.example/private%20video', 'private video'],
      'BAD_INPUT',
    ],
    ['ERROR: [generic] private video: HTTP Error 404: Not Found', ['private video'], 'NOT_FOUND'],
    [
      'ERROR: [youtube:search] query "429 Too Many Requests" page 1: Unable to download API page: HTTP Error 503: x',
      ['query "429 Too Many Requests"'],
      'TRANSIENT',
    ],
    // what it says of itself still counts, also where a word of ours is the same
    ['ERROR: [generic] Error: HTTP Error 404: Not Found', ['Error'], 'NOT_FOUND'],
  ])('%s', (text, own, what) => {
    expect(ytdlpFault(text, { ...contextOf(SC), own }).fields.ytdlp).toBe(what)
  })
})

describe('ytdlpNotes', () => {
  it.each([
    ['WARNING: [soundcloud] Provided authorization token is invalid. Continuing as guest', /SOUNDCLOUD_COOKIES/],
    ['WARNING: [youtube] The provided YouTube account cookies are no longer valid.', /YTDLP_COOKIES/],
    ['WARNING: [youtube] x: No supported JavaScript runtime could be found', /some of the audio.*pipx/],
    ['WARNING: [youtube] x: n challenge solving failed', /some of the audio/],
  ])('%s', (text, expected) => {
    expect(ytdlpNotes(`${text}\n`)).toEqual([expect.stringMatching(expected)])
  })
  it.each([
    'WARNING: [soundcloud] Original download format is only available for registered users. Use --cookies',
    'WARNING: something else',
    'ERROR: authorization token is invalid',
    '',
  ])('of "%s" there is nothing to say', text => expect(ytdlpNotes(text)).toEqual([]))
})
