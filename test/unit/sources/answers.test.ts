import { describe, expect, it } from 'vitest'
import { rootCodeOf } from '../../../src/errors.ts'
import { waitUntil } from '../../../src/model/retry-after.ts'
import { statusFault } from '../../../src/sources/http-status.ts'
import { judgeHead, judgeHeaders } from '../../../src/sources/media-type.ts'
import { diskFault, networkFault } from '../../../src/sources/network-fault.ts'
import { describe as describeInfo, parseInfo, requireTrack } from '../../../src/sources/ytdlp-info.ts'

const withCode = (code: string) => Object.assign(new Error(code), { code })

describe('statusFault', () => {
  it.each([
    [200, undefined],
    [404, 'Input'],
    [410, 'Input'],
    [401, 'Input'],
    [403, 'Input'],
    [418, 'Input'],
    [304, 'Input'],
    [429, 'Limited'],
    [408, 'Transient'],
    [500, 'Transient'],
    [503, 'Transient'],
  ])('%i is %s', (status, errorClass) => {
    expect(statusFault({ status, host: 'x', now: 0 })?.errorClass).toBe(errorClass)
  })
  it.each([
    ['7', 7000],
    ['Thu, 01 Jan 1970 00:02:00 GMT', 120_000],
    [undefined, 60_000],
    ['soon', 60_000],
    ['-5', 60_000],
    ['99999999', 86_400_000],
  ])('Retry-After %s', (header, until) => {
    expect(waitUntil(header, 0)).toBe(until)
  })
})

describe('networkFault', () => {
  it.each([
    ['ENOTFOUND', 'Input'],
    ['EAI_AGAIN', 'Transient'],
    ['ECONNRESET', 'Transient'],
    ['UND_ERR_CONNECT_TIMEOUT', 'Transient'],
    ['CERT_HAS_EXPIRED', 'Input'],
    ['EWHATEVER', 'Transient'],
  ])('%s is %s', (code, errorClass) => {
    expect(networkFault(withCode(code), 'x').errorClass).toBe(errorClass)
  })
  it('knows a full disk, and looks into gathered errors', () => {
    expect(diskFault(withCode('ENOSPC'), '/s')).toMatchObject({
      errorClass: 'Environment',
      message: 'the disk is full (/s)',
    })
    expect(rootCodeOf(new AggregateError([withCode('ECONNREFUSED')]))).toBe('ECONNREFUSED')
    expect(rootCodeOf(new TypeError('x', { cause: withCode('EPIPE') }))).toBe('EPIPE')
  })
})

describe('judgeHeaders', () => {
  it.each([
    ['audio/mpeg', 'https://x.example/a', 'mp3'],
    ['audio/x-wav; charset=binary', 'https://x.example/a', 'wav'],
    ['application/octet-stream', 'https://x.example/a.FLAC?x=1', 'flac'],
    [undefined, 'https://x.example/a', 'bin'],
    ['text/plain', 'https://x.example/a.mp3', 'mp3'],
    ['video/strange', 'https://x.example/a.html', 'bin'],
    ['audio/mpeg', 'https://x.example/a.exe', 'mp3'],
  ])('%s %s is %s', (type, link, extension) => {
    expect(judgeHeaders(type, new URL(link))).toEqual({ kind: 'audio', extension })
  })
  it('sees pages', () => {
    expect(judgeHeaders('text/html; charset=utf-8', new URL('https://x.example/a.mp3'))).toEqual({ kind: 'page' })
  })
  it.each([
    ['application/json', '/a.mp3'],
    ['application/vnd.apple.mpegurl', '/a'],
    ['audio/x-mpegurl', '/a'],
    ['audio/x-scpls', '/a'],
    ['application/octet-stream', '/a.m3u8'],
    ['image/png', '/a'],
    ['application/pdf', '/a'],
  ])('refuses %s at %s', (type, path) => {
    expect(() => judgeHeaders(type, new URL(path, 'https://x.example'))).toThrow(/playlist|not to audio/)
  })
  it.each(['#EXTM3U\n', '\u{feff}#extm3u', '[playlist]', '<!DOCTYPE html>', ' <html>', '{"a":1}', '<?xml'])(
    'refuses a body beginning with %j',
    text => {
      expect(() => judgeHead(Buffer.from(text))).toThrow(/the link leads to/)
    },
  )
})

describe('yt-dlp', () => {
  const judged = (info: object) => () =>
    requireTrack(parseInfo(JSON.stringify(info)), { maxSeconds: 600, maxBytes: 100 })
  it.each([
    [{ _type: 'playlist', entries: [] }, 'a playlist, not a track'],
    [{ is_live: true }, 'live stream'],
    [{ duration: 3601 }, '01:00:01, longer than the 00:10:00'],
    [{ filesize: 101 }, 'larger than'],
    [{ format_id: 'hls_mp3_128_preview' }, 'preview'],
    [{ format_id: 'hls_mp3_preview_0' }, 'preview'],
    [{ format_id: 'x', url: 'https://cf.example/playlist/0/30/a' }, 'preview'],
    [{ formats: [{ has_drm: true }] }, 'DRM'],
  ])('stops at %j', (info, sentence) => {
    expect(judged(info)).toThrow(sentence)
  })
  it('takes a track, and tells what the source says of itself', () => {
    const info = { title: 'T', uploader: 'Someone - Topic', duration: 60.5, extractor_key: 'Youtube', format_id: '140' }
    expect(judged(info)).not.toThrow()
    expect(describeInfo(parseInfo(JSON.stringify(info)))).toMatchObject({
      origin: 'YouTube',
      title: 'T',
      artist: 'Someone',
      promisedSeconds: 60.5,
    })
    expect(() => parseInfo('oops')).toThrow(/no description/)
  })
})
