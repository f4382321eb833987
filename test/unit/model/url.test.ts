import { describe, expect, it } from 'vitest'
import { canonicalLink, linkKey, linkKind } from '../../../src/model/url.ts'

describe('canonicalLink', () => {
  it.each([
    ['https://youtu.be/dQw4w9WgXcQ?si=abc', 'https://www.youtube.com/watch?v=dQw4w9WgXcQ'],
    ['https://music.youtube.com/watch?v=dQw4w9WgXcQ&list=RDAMVM', 'https://www.youtube.com/watch?v=dQw4w9WgXcQ'],
    ['https://m.youtube.com/shorts/dQw4w9WgXcQ', 'https://www.youtube.com/watch?v=dQw4w9WgXcQ'],
    ['https://SoundCloud.com/Artist/Track/?utm_source=x&si=y', 'https://soundcloud.com/artist/track'],
    ['https://example.org/a.mp3?utm_campaign=x&b=2&a=1#t=3', 'https://example.org/a.mp3?a=1&b=2'],
  ])('%s', (link, expected) => expect(canonicalLink(link)).toBe(expected))

  it('never makes two videos one', () => {
    expect(canonicalLink('https://www.youtube.com/watch?v=AAAAAAAAAAA')).not.toBe(
      canonicalLink('https://www.youtube.com/watch?v=BBBBBBBBBBB'),
    )
  })

  it.each(['https://www.youtube.com/watch', 'ytsearch:song', 'just words', '', 'javascript:alert(1)', 'http://'])(
    '"%s" is no link',
    link => expect(canonicalLink(link)).toBeUndefined(),
  )
})

describe('linkKind and linkKey', () => {
  it('tells hosts apart by name, not by substring', () => {
    expect(linkKind('https://notsoundcloud.com/x')).toBe('web')
    expect(linkKind('https://on.soundcloud.com/x')).toBe('soundcloud')
    expect(linkKind('https://open.spotify.com/track/1')).toBe('spotify')
    expect(linkKind('file:///tmp/a.wav')).toBe('file')
  })

  it('the key is part of every spelling', () => {
    for (const link of ['https://youtu.be/dQw4w9WgXcQ', 'https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3']) {
      expect(link).toContain(linkKey(link))
    }
  })
})
