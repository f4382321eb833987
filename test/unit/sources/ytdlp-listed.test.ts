import { describe, expect, it } from 'vitest'
import { parseList } from '../../../src/sources/ytdlp-listed.ts'

const VIDEO = 'dQw4w9WgXcQ'
const url = `https://www.youtube.com/watch?v=${VIDEO}`
const read = (entries: unknown[], more: object = {}, site: 'youtube' | 'soundcloud' = 'youtube') =>
  parseList(JSON.stringify({ _type: 'playlist', title: 'A list', entries, ...more }), site)

describe('the entries of a list', () => {
  it('of YouTube: title, channel and length; a channel made for an artist names the artist', () => {
    const { entries } = read([
      { id: VIDEO, url, title: 'A Song', channel: 'Somebody', duration: 212, ie_key: 'Youtube' },
      { id: VIDEO, url: `https://music.youtube.com/watch?v=${VIDEO}`, title: 'B', uploader: 'The Artist - Topic' },
      { url: `https://www.youtube.com/shorts/${VIDEO}` },
    ])
    expect(entries).toEqual([
      { link: url, id: VIDEO, title: 'A Song', uploader: 'Somebody', seconds: 212 },
      { link: url, id: VIDEO, title: 'B', uploader: 'The Artist - Topic', artist: 'The Artist' },
      { link: url },
    ])
  })

  it.each<[string, unknown, RegExp]>([
    ['nothing', null, /not there any more/],
    ['something odd', 'text', /not there any more/],
    ['no link', { title: 'x' }, /no link/],
    ['a link of another kind', { url: 'ytsearch:x', title: 'x' }, /no link/],
    ['a private one', { url, title: '[Private video]' }, /private/],
    ['a deleted one', { url, title: '[Deleted video]' }, /deleted/],
    ['a live stream', { url, live_status: 'is_live' }, /live stream/],
    ['one to come', { url, live_status: 'is_upcoming' }, /not published/],
    ['one for members', { url, availability: 'subscriber_only' }, /members/],
    ['one for subscribers', { url, availability: 'premium_only' }, /subscribers/],
    ['one behind a login', { url, availability: 'needs_auth' }, /login/],
    ['a list', { url: 'https://www.youtube.com/playlist?list=PLabc', title: 'x' }, /a list/],
    ['a channel', { url: 'https://www.youtube.com/@somebody', title: 'x' }, /a list/],
  ])('%s is passed over, and the others are not', (_, entry, why) => {
    const { entries, passedOver } = read([{ url, title: 'x' }, entry, { url, title: 'y' }])
    expect(entries.map(({ title }) => title)).toEqual(['x', 'y'])
    expect(passedOver).toEqual([{ index: 2, why: expect.stringMatching(why) }])
  })

  it.each([
    ['public', 1],
    ['unlisted', 1],
    [undefined, 1],
  ])('what is %s is there', (availability, expected) => {
    expect(read([{ url, availability, live_status: 'was_live' }]).entries).toHaveLength(expected)
  })

  it('counts as the list does', () => {
    const { passedOver, total } = read([{ url }, null, null], { requested_entries: [4, 5, 7], playlist_count: 90 })
    expect(passedOver.map(({ index }) => index)).toEqual([5, 7])
    expect(total).toBe(90)
  })

  it('SoundCloud: thirty seconds to the point are a preview, and an album is one only by its kind', () => {
    const link = 'https://soundcloud.com/a/b'
    const of = (entry: object) => read([{ url: link, ...entry }], {}, 'soundcloud').entries[0]
    expect(of({ duration: 30 })).toMatchObject({ isPreview: true })
    expect(of({ duration: 30.1 })?.isPreview).toBeUndefined()
    expect(read([{ url, duration: 30 }]).entries[0]?.isPreview).toBeUndefined()
    expect(of({ album: 'X', album_type: 'playlist' })?.album).toBeUndefined()
    expect(of({ album: 'X', album_type: 'ep' })).toMatchObject({ album: 'X' })
    expect(of({ artists: ['A', 'B'] })).toMatchObject({ artist: 'A, B' })
    expect(of({ channel_is_verified: true })).toMatchObject({ isVerified: true })
    expect(of({ webpage_url: 'https://soundcloud.com/a/c' })).toMatchObject({ link: 'https://soundcloud.com/a/c' })
  })

  it.each(['', 'null', '[]', '{"title": "a track"}', '{"_type": "playlist"}', 'hello'])('%j is no list', text => {
    expect(() => parseList(text, 'youtube')).toThrow(/no list/)
  })
})
