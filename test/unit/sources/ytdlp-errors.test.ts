import { describe, expect, it } from 'vitest'
import { ytdlpFault } from '../../../src/sources/ytdlp-errors.ts'

const SC = 'soundcloud.com'
const YT = 'www.youtube.com'
const WEB = 'example.com'

const CASES: [host: string, stderr: string, errorClass: string, tag?: string][] = [
  [
    SC,
    'ERROR: [soundcloud] a/b: Unable to download JSON metadata: HTTP Error 404: Not Found (caused by <HTTPError 404>)',
    'Input',
    'SC_404',
  ],
  [WEB, 'ERROR: [generic] x: Unable to download webpage: HTTP Error 404: Not Found', 'Input', 'Download_Failed'],
  [WEB, 'ERROR: unable to download video data: HTTP Error 410: Gone', 'Input', 'Download_Failed'],
  [SC, 'WARNING: format not found\nERROR: [soundcloud] 104: This video is DRM protected', 'Input', 'DRM'],
  [WEB, 'ERROR: [DRM] The requested site is known to use DRM protection. It will NOT be supported.', 'Input', 'DRM'],
  [
    SC,
    'ERROR: [soundcloud] 1: This video is not available from your location due to geo restriction',
    'Input',
    'SC_Geo_Blocked',
  ],
  [YT, 'ERROR: [youtube] x: The uploader has not made this video available in your country', 'Input', 'SC_Geo_Blocked'],
  [SC, 'ERROR: [soundcloud] x: HTTP Error 429: Too Many Requests', 'Limited'],
  [SC, 'WARNING: Retrying (3/3)...\nERROR: You have reached the API rate limit', 'Limited'],
  [YT, 'ERROR: [youtube] x: Sign in to confirm you’re not a bot. Use --cookies-from-browser', 'Limited'],
  [
    YT,
    "ERROR: [youtube] x: This content isn't available, try again later. The current session has been rate-limited by YouTube for up to an hour.",
    'Limited',
  ],
  [YT, 'ERROR: [youtube] x: Sign in to confirm your age. This video may be inappropriate', 'Input', 'Needs_Login'],
  [YT, 'ERROR: [youtube] x: Private video. Sign in if you have been granted access', 'Input', 'Needs_Login'],
  [YT, 'ERROR: [youtube] x: Join this channel to get access to members-only content', 'Input', 'Needs_Login'],
  [
    YT,
    'ERROR: [youtube] x: Video unavailable. This video has been removed by the uploader',
    'Input',
    'Download_Failed',
  ],
  [YT, 'ERROR: [youtube] x: Premieres in 3 hours', 'Transient'],
  [YT, 'ERROR: unable to download video data: HTTP Error 403: Forbidden', 'Transient'],
  [
    YT,
    'WARNING: [youtube] No supported JavaScript runtime could be found.\nERROR: [youtube] x: Requested format is not available. Use --list-formats',
    'Environment',
  ],
  [YT, 'ERROR: [youtube] x: Requested format is not available', 'Transient'],
  [WEB, 'ERROR: [generic] x: No video formats found!; please report this issue', 'Input', 'Not_Audio'],
  [YT, 'ERROR: [youtube] x: Failed to extract any player response; please report this issue on', 'Transient'],
  [SC, 'ERROR: [soundcloud] Unable to extract client id', 'Transient'],
  [SC, "ERROR: 'NoneType' object is not subscriptable", 'Transient'],
  [SC, 'ERROR: [soundcloud] x: HTTP Error 403: Forbidden', 'Transient'],
  [WEB, 'ERROR: [generic] x: HTTP Error 403: Forbidden', 'Input', 'Download_Failed'],
  [WEB, 'ERROR: [generic] x: HTTP Error 401: Unauthorized', 'Input', 'Needs_Login'],
  [WEB, 'ERROR: [generic] x: HTTP Error 451: Unavailable', 'Input', 'SC_Geo_Blocked'],
  [WEB, '\u001b[0;31mERROR:\u001b[0m Unsupported URL: https://example.com/', 'Input', 'Not_Audio'],
  [SC, 'ERROR: [soundcloud] x: HTTP Error 503: Service Unavailable', 'Transient'],
  [SC, "ERROR: [soundcloud] x: The read operation timed out (caused by TransportError('timed out'))", 'Transient'],
  [
    SC,
    'ERROR: [download] Got error: Downloaded 200000 bytes, expected 960000 bytes. Giving up after 1 retries',
    'Transient',
  ],
  [SC, 'ERROR: unable to write data: [Errno 28] No space left on device', 'Environment'],
  [SC, 'ERROR: Postprocessing: ffprobe and ffmpeg not found. Please install', 'Environment'],
  [SC, "http.cookiejar.LoadError: 'c.txt' does not look like a Netscape format cookies file", 'Environment'],
  [SC, 'Usage: yt-dlp [OPTIONS] URL\n\nyt-dlp: error: no such option: --x', 'Environment'],
  [SC, 'ERROR: unable to download webpage: <urlopen error [SSL: CERTIFICATE_VERIFY_FAILED]>', 'Environment'],
  [
    WEB,
    'ERROR: unable to download webpage: <urlopen error [SSL: CERTIFICATE_VERIFY_FAILED]>',
    'Input',
    'Download_Failed',
  ],
  [SC, 'ERROR: something nobody has seen yet', 'Transient'],
  [SC, '', 'Transient'],
]

describe('ytdlpFault', () => {
  it.each(CASES)('%s: %s', (host, stderr, errorClass, tag) => {
    const fault = ytdlpFault(stderr, { host, known: host !== WEB, now: 0 })
    expect(fault.errorClass).toBe(errorClass)
    expect('tag' in fault ? fault.tag : undefined).toBe(tag)
  })
  it('quotes the last error of an unknown text', () => {
    const fault = ytdlpFault('ERROR: first\nERROR: [x] the second', { host: SC, known: true, now: 0 })
    expect(fault.message).toBe('soundcloud.com: yt-dlp failed: [x] the second')
  })
  it('waits from now', () => {
    const fault = ytdlpFault('ERROR: HTTP Error 429: Too Many Requests', { host: SC, known: true, now: 1000 })
    expect(fault).toMatchObject({ until: 601_000 })
  })
})
