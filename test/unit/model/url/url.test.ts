import { describe, expect, it } from 'vitest'
import {
  canonicalLink,
  linkField,
  linkKey,
  linkKind,
  listKind,
  listOf,
  needsLookup,
} from '../../../../src/model/url/url.ts'
import fc from '../../../support/property.ts'

const VIDEO = 'dQw4w9WgXcQ'
const LIST = 'PLrAXtmErZgOeiKm4sgNOknGvNjby9efdf'
const SPOTIFY = '4uLU6hMCjMI75M1A2tKUQC'

/** Each canonical form, and spellings of it. */
const SPELLINGS: Record<string, readonly string[]> = {
  [`https://www.youtube.com/watch?v=${VIDEO}`]: [
    `https://youtu.be/${VIDEO}`,
    `https://youtu.be/${VIDEO}?si=abc&t=3`,
    `http://www.youtu.be/${VIDEO}/`,
    `https://youtu.be/${VIDEO}?list=${LIST}`,
    `https://youtube.com/watch?v=${VIDEO}&feature=share`,
    `https://m.youtube.com/watch?app=desktop&v=${VIDEO}#t=3`,
    `https://music.youtube.com/watch?v=${VIDEO}&list=RDAMVM${VIDEO}`,
    `https://www.youtube.com/watch?list=${LIST}&index=4&v=${VIDEO}`,
    `https://www.youtube.com/watch?feature=x&amp;v=${VIDEO}`,
    `https://www.youtube.com/watch/${VIDEO}`,
    `https://www.youtube.com/shorts/${VIDEO}?feature=share`,
    `https://www.youtube.com/embed/${VIDEO}?autoplay=1`,
    `https://www.youtube-nocookie.com/embed/${VIDEO}`,
    `https://www.youtube.com/live/${VIDEO}?si=a`,
    `https://www.youtube.com/v/${VIDEO}`,
    `https://www.youtube.com/e/${VIDEO}`,
    `https://www.youtube.com/attribution_link?a=x&u=%2Fwatch%3Fv%3D${VIDEO}%26feature%3Dshare`,
    `https://www.youtube.com/oembed?url=https%3A%2F%2Fyoutu.be%2F${VIDEO}&format=json`,
    `  HTTPS://WWW.YOUTUBE.COM:443/watch?v=${VIDEO}  `,
    `https://www.youtube.com./watch?v=${VIDEO}`,
    `youtube.com/watch?v=${VIDEO}`,
    ` www.youtube.com/watch?v=${VIDEO}&t=3 `,
    `youtu.be/${VIDEO}?si=abc`,
  ],
  [`https://www.youtube.com/playlist?list=${LIST}`]: [
    `https://youtube.com/playlist?list=${LIST}&si=x`,
    `https://music.youtube.com/playlist?list=${LIST}`,
    `https://music.youtube.com/browse/VL${LIST}`,
    `https://www.youtube.com/watch?list=${LIST}`,
    `https://www.youtube.com/embed/videoseries?list=${LIST}`,
  ],
  'https://www.youtube.com/@artist': ['https://m.youtube.com/@Artist?si=x', 'https://www.youtube.com/@artist/about'],
  'https://www.youtube.com/@artist/videos': ['https://youtube.com/@Artist/videos?view=0'],
  'https://www.youtube.com/channel/UCsXVk37bltHxD1rDPwtNM8Q': [
    'https://music.youtube.com/channel/UCsXVk37bltHxD1rDPwtNM8Q?feature=share',
  ],
  'https://soundcloud.com/artist/track': [
    'https://SoundCloud.com/Artist/Track/?utm_source=clipboard&utm_medium=text&si=y',
    'http://m.soundcloud.com/artist/track#t=1:30',
    'https://www.soundcloud.com/artist/track?in=artist/sets/a-set',
    'https://soundcloud.com./artist/track',
    'm.soundcloud.com/artist/track',
    'https://w.soundcloud.com/player/?visual=true&url=https%3A%2F%2Fsoundcloud.com%2Fartist%2Ftrack&auto_play=false',
  ],
  'https://soundcloud.com/artist/track/s-aBc12': [
    'https://soundcloud.com/Artist/track/s-aBc12?si=x',
    'https://soundcloud.com/artist/track?secret_token=s-aBc12',
  ],
  'https://soundcloud.com/artist/sets/a-set': ['https://m.soundcloud.com/artist/sets/A-Set?si=1&utm_source=x'],
  'https://soundcloud.com/artist/likes': ['https://soundcloud.com/Artist/likes/'],
  'https://soundcloud.com/artist/s-0': ['https://soundcloud.com/artist/S-0?'],
  'https://soundcloud.com/artist/song/s-aBc': ['https://soundcloud.com/Artist/Song/s-aBc?si=1'],
  'https://soundcloud.com/artist': ['https://www.soundcloud.com/Artist/'],
  'https://api.soundcloud.com/tracks/123': [
    'https://api-v2.soundcloud.com/tracks/123?client_id=x',
    'https://api.soundcloud.com/tracks/soundcloud%3Atracks%3A123',
    'https://api.soundcloud.com/tracks/soundcloud:tracks:123',
    'https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/123&color=ff5500',
  ],
  'https://api.soundcloud.com/tracks/123?secret_token=s-aBc': [
    'https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/123&secret_token=s-aBc',
  ],
  'https://on.soundcloud.com/AbC1': ['https://on.soundcloud.com/AbC1?si=x', 'http://on.soundcloud.com/AbC1/'],
  [`https://open.spotify.com/track/${SPOTIFY}`]: [
    `spotify:track:${SPOTIFY}`,
    ` SPOTIFY:track:${SPOTIFY} `,
    `https://open.spotify.com/intl-de/track/${SPOTIFY}?si=abc`,
    `https://open.spotify.com/intl-pt-br/track/${SPOTIFY}`,
    `https://open.spotify.com/embed/track/${SPOTIFY}?theme=0`,
    `http://play.spotify.com/track/${SPOTIFY}`,
    `https://open.spotify.com./track/${SPOTIFY}`,
    `open.spotify.com/track/${SPOTIFY}`,
    `https://embed.spotify.com/?uri=spotify:track:${SPOTIFY}`,
    `spotify:Track:${SPOTIFY}`,
  ],
  [`https://open.spotify.com/playlist/${SPOTIFY}`]: [
    `spotify:playlist:${SPOTIFY}`,
    `spotify:user:somebody:playlist:${SPOTIFY}`,
    `https://open.spotify.com/user/somebody/playlist/${SPOTIFY}?si=1`,
  ],
  'https://example.org/a.mp3?a=1&b=2': ['https://example.org/a.mp3?utm_campaign=x&b=2&a=1#t=3'],
  'https://example.org/a?x=%2Fb%20c&y': ['https://me:word@EXAMPLE.org:443/a/?y&x=%2Fb%20c&fbclid=1'],
  'https://example.org': ['https://example.org/', 'https://example.org/?utm_source=x#top'],
  'file:///tmp/a%20b.wav': ['file:///tmp/x/../a b.wav', 'file://localhost/tmp/a%20b.wav#x'],
}
const SPELT = Object.entries(SPELLINGS).flatMap(([link, spellings]) => [link, ...spellings].map(each => [each, link]))

describe('canonicalLink', () => {
  it.each(SPELT)('%s', (spelling, link) => {
    expect(canonicalLink(spelling ?? '')).toBe(link)
  })

  it.each([
    ...['https://www.youtube.com/watch', 'https://www.youtube.com/watch?v=', 'https://www.youtube.com/results?q=x'],
    ...[`https://www.youtube.com/watch?v=${VIDEO}a`, 'https://youtu.be/short', 'https://www.youtube.com/'],
    ...['https://www.youtube.com/embed/videoseries', 'https://www.youtube.com/redirect?q=https://youtu.be/x'],
    ...['https://soundcloud.com/search?q=song', 'https://soundcloud.com/you/likes', 'https://on.soundcloud.com/'],
    ...['https://w.soundcloud.com/player/', 'https://w.soundcloud.com/player/?url=https%3A%2F%2Fevil.example%2Fa'],
    ...['https://api.soundcloud.com/', 'spotify:local:Artist:Album:Title:123', 'spotify:', 'spotify:track:'],
    ...['https://open.spotify.com/', 'https://open.spotify.com/intl-de', 'https://open.spotify.com/track/a-b'],
    ...['ytsearch:song', 'scsearch5:song', 'just words', '', 'javascript:alert(1)', 'http://', 'ftp://a.example/b.mp3'],
  ])('"%s" is no link', link => expect(canonicalLink(link)).toBeUndefined())

  it('two are never one', () => {
    const links = [
      ...['AAAAAAAAAAA', 'BBBBBBBBBBB', 'aaaaaaaaaaa', VIDEO].map(id => `https://youtu.be/${id}`),
      `https://www.youtube.com/playlist?list=${LIST}`,
      'https://www.youtube.com/@artist/videos',
      'https://www.youtube.com/@artist/playlists',
      'https://www.youtube.com/channel/UCaaa',
      'https://www.youtube.com/channel/UCAAA',
      'https://soundcloud.com/artist/track',
      'https://soundcloud.com/artist/track-2',
      'https://soundcloud.com/artist/track/s-aaa',
      'https://soundcloud.com/artist/track/s-AAA',
      'https://soundcloud.com/artist/sets/track',
      'https://on.soundcloud.com/abc',
      'https://on.soundcloud.com/ABC',
      'https://api.soundcloud.com/tracks/1',
      'https://api.soundcloud.com/playlists/1',
      'spotify:track:abc',
      'spotify:track:ABC',
      'spotify:album:abc',
      'https://example.org/get?ref=1',
      'https://example.org/get?ref=2',
      'https://example.org/get?si=1',
      'https://example.org/get?a=1&a=2',
      'https://example.org/get?a=2&a=1',
      'https://example.org/#/one',
      'https://example.org/#/two',
      'http://example.org/',
      'https://www.example.org/',
      'https://example.org:8443/',
      'https://example.org/A',
      'https://example.org/a',
    ]
    const forms = links.map(canonicalLink)
    expect(forms).not.toContain(undefined)
    expect(new Set(forms).size).toBe(links.length)
  })

  it('is its own canonical form, whatever it was made of', () => {
    const hosts = ['youtube.com', 'm.youtube.com', 'youtu.be', 'soundcloud.com', 'api.soundcloud.com']
    const more = ['on.soundcloud.com', 'w.soundcloud.com', 'open.spotify.com', 'spotify.link', 'example.org']
    const word = fc.stringMatching(/^[A-Za-z0-9@%:_.-]{0,12}$/)
    const links = fc
      .tuple(fc.constantFrom(...hosts, ...more), fc.array(word, { maxLength: 4 }), fc.dictionary(word, word))
      .map(([host, path, query]) => `https://${host}/${path.join('/')}?${new URLSearchParams(query)}`)
    const uris = fc.array(word, { minLength: 1, maxLength: 5 }).map(parts => `spotify:${parts.join(':')}`)
    fc.assert(
      fc.property(fc.oneof(links, uris, fc.webUrl(), fc.string()), text => {
        const link = canonicalLink(text)
        if (link === undefined) return
        expect(canonicalLink(link)).toBe(link)
        expect(linkKind(link)).toBe(linkKind(text))
        expect(listKind(link)).toBe(listKind(text))
        expect(linkKey(link)).toBe(linkKey(text))
      }),
      { numRuns: 3000 },
    )
  })
})

describe('linkKey', () => {
  // what is escaped inside another link cannot be found by words of a path
  const plain = SPELT.filter(([spelling]) => !/%2F|file:|\.\.|get\?/.test(spelling ?? ''))
  it.each(plain)('of %s is part of it', spelling => {
    expect(spelling?.toLowerCase()).toContain(linkKey(spelling ?? '')?.toLowerCase())
  })
  it('is found in an embedded player and in escaped paths', () => {
    const player = 'https://w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2Fartist%2Fsome-long-name'
    expect(player).toContain(linkKey(player))
    expect(linkKey('https://example.org/m%C3%BCsik/song.mp3')).toBe('sik/song.mp3')
    expect('https://example.org/müsik/song.mp3').toContain(linkKey('https://example.org/müsik/song.mp3'))
  })
})

describe('linkKind and linkField', () => {
  it.each([
    ['https://notsoundcloud.com/x', 'web', 'sourceUrl'],
    ['https://soundcloud.com.evil.example/x', 'web', 'sourceUrl'],
    ['https://help.soundcloud.com/x', 'web', 'sourceUrl'],
    ['https://on.soundcloud.com/x', 'soundcloud', 'soundcloudUrl'],
    ['https://api-v2.soundcloud.com/tracks/1', 'soundcloud', 'soundcloudUrl'],
    ['https://music.youtube.com/watch?v=x', 'youtube', 'youtubeUrl'],
    ['https://myyoutube.com/watch?v=x', 'web', 'sourceUrl'],
    ['https://open.spotify.com/track/1', 'spotify', 'spotifyUrl'],
    ['https://spotify.link/AbC', 'spotify', 'spotifyUrl'],
    ['spotify:track:1', 'spotify', 'spotifyUrl'],
    ['file:///tmp/a.wav', 'file', 'sourceUrl'],
    ['words', undefined, 'sourceUrl'],
  ])('%s is %s and stands in %s', (link, kind, field) => {
    expect(linkKind(link)).toBe(kind)
    expect(linkField(link)).toBe(field)
  })
})

describe('lists and items', () => {
  it.each([
    [`https://youtu.be/${VIDEO}`, undefined],
    [`https://www.youtube.com/watch?v=${VIDEO}&list=${LIST}`, undefined],
    [`https://www.youtube.com/playlist?list=${LIST}`, 'youtube playlist'],
    ['https://music.youtube.com/browse/MPREb_abc', 'youtube playlist'],
    ['https://www.youtube.com/@artist', 'youtube channel'],
    ['https://www.youtube.com/c/Artist/videos', 'youtube channel'],
    ['https://soundcloud.com/artist/track', undefined],
    ['https://soundcloud.com/artist/track/s-abc', undefined],
    ['https://soundcloud.com/artist/sets/a-set', 'soundcloud set'],
    ['https://soundcloud.com/artist/sets/a-set/s-abc', 'soundcloud set'],
    ['https://soundcloud.com/discover/sets/weekly::somebody', 'soundcloud set'],
    ['https://soundcloud.com/artist/track/recommended', 'soundcloud set'],
    ['https://soundcloud.com/stations/track/artist/track', 'soundcloud set'],
    ['https://soundcloud.com/artist/likes', 'soundcloud likes'],
    ['https://soundcloud.com/artist', 'soundcloud user'],
    ['https://soundcloud.com/artist/sets', 'soundcloud user'],
    ['https://soundcloud.com/artist/tracks', 'soundcloud user'],
    ['https://api.soundcloud.com/tracks/1', undefined],
    ['https://api.soundcloud.com/playlists/1', 'soundcloud set'],
    ['https://api.soundcloud.com/users/1', 'soundcloud user'],
    ['https://on.soundcloud.com/AbC', undefined],
    ['spotify:track:abc', undefined],
    ['spotify:episode:abc', undefined],
    ['spotify:album:abc', 'spotify album'],
    ['spotify:user:x:playlist:abc', 'spotify playlist'],
    ['https://open.spotify.com/intl-de/artist/abc', 'spotify artist'],
    ['https://open.spotify.com/collection/tracks', 'spotify likes'],
    ['https://example.org/playlist', undefined],
    ['words', undefined],
  ])('%s: %s', (link, kind) => expect(listKind(link)).toBe(kind))

  it.each([
    [`https://youtu.be/${VIDEO}?list=${LIST}`, `https://www.youtube.com/playlist?list=${LIST}`],
    [`https://music.youtube.com/watch?v=${VIDEO}&list=RDAMVM${VIDEO}`, undefined],
    [`https://youtu.be/${VIDEO}`, undefined],
    ['https://soundcloud.com/Artist/likes?si=x', 'https://soundcloud.com/artist/likes'],
    ['https://soundcloud.com/artist/track?in=artist/sets/a', undefined],
    ['spotify:album:abc', 'https://open.spotify.com/album/abc'],
  ])('the list of %s is %s', (link, list) => expect(listOf(link)).toBe(list))

  it.each([
    ['https://on.soundcloud.com/AbC', true],
    ['https://api-v2.soundcloud.com/tracks/1', true],
    ['https://spotify.link/AbC', true],
    ['https://soundcloud.com/a/b', false],
    ['spotify:track:abc', false],
    ['https://example.org/a', false],
    ['words', false],
  ])('%s needs a look-up: %s', (link, needed) => expect(needsLookup(link)).toBe(needed))
})
