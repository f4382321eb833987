import { describe, expect, it } from 'vitest'
import { isrcOf } from '../../../src/model/metadata.ts'
import { spotifyIdIn } from '../../../src/model/url/spotify.ts'

const ID = '4uLU6hMCjMI75M1A2tKUQC'

describe('ids', () => {
  it.each([
    ID,
    ` ${ID} `,
    `spotify:track:${ID}`,
    `/com/spotify/track/${ID}`,
    `https://open.spotify.com/track/${ID}`,
    `https://open.spotify.com/intl-de/track/${ID}?si=1#x`,
    `http://open.spotify.com/embed/track/${ID}/`,
  ])('%s is a track', text => expect(spotifyIdIn('track', text)).toBe(ID))

  it.each([
    '',
    `${ID}x`,
    ID.slice(1),
    `spotify:episode:${ID}`,
    `spotify:playlist:${ID}`,
    `https://open.spotify.com/track/${ID}x`,
    `https://open.spotify.com.evil.example/track/${ID}`,
    `https://evil.example/?https://open.spotify.com/track/${ID}`,
    'spotify:local:a:b:c:1',
  ])('%s is none', text => expect(spotifyIdIn('track', text)).toBeUndefined())

  it('a playlist is another thing', () => {
    expect(spotifyIdIn('playlist', `https://open.spotify.com/playlist/${ID}?si=1`)).toBe(ID)
    expect(spotifyIdIn('playlist', `spotify:track:${ID}`)).toBeUndefined()
  })
})

describe('ISRC', () => {
  it.each(['GBAYE0601498', 'gb-aye-06-01498', ' GB AYE 06 01498 '])('%s', text =>
    expect(isrcOf(text)).toBe('GBAYE0601498'),
  )
  it.each(['', 'GBAYE060149', 'GBAYE06014988', '1BAYE0601498'])('"%s" is none', text =>
    expect(isrcOf(text)).toBeUndefined(),
  )
})
