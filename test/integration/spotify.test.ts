// Reading from Spotify: what is said in our words, and what is not asked twice.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  addedAt,
  type FakeItem,
  idOf,
  isrcOf,
  someTrack,
  someTracks,
  trackAnswer,
} from '../support/spotify/catalogue.ts'
import { openListener } from '../support/spotify/listener.ts'
import { openSpotifyServer, type SpotifyServer } from '../support/spotify-server.ts'

let server: SpotifyServer
let me: Awaited<ReturnType<typeof openListener>>

beforeEach(async () => {
  server = await openSpotifyServer()
  me = await openListener(server)
})
afterEach(async () => {
  await me[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

const LIST = idOf(1, 'P')
const playlist = (items: FakeItem[], more: object = {}) => ({ id: LIST, name: 'Mine', snapshot: 's1', items, ...more })
const titles = (tracks: readonly { title: string }[]) => tracks.map(({ title }) => title)

const playing = (more: object) => ({
  timestamp: 1,
  progress_ms: null,
  context: null,
  is_playing: true,
  currently_playing_type: 'track',
  actions: {},
  ...more,
})

describe('what is playing', () => {
  it('a track, in our words', async () => {
    server.state.playing = playing({
      currently_playing_type: 'track',
      item: trackAnswer(someTrack(5, { ms: 215_333 })),
    })
    expect(await me.spotify.nowPlaying()).toEqual({
      spotifyId: idOf(5),
      title: 'Title 5',
      artists: ['Artist 5'],
      album: 'Album 5',
      isrc: isrcOf(5),
      seconds: 215.333,
      url: `https://open.spotify.com/track/${idOf(5)}`,
    })
  })

  it.each([
    ['nothing (204)', undefined],
    ['an advertisement', playing({ currently_playing_type: 'ad', item: null })],
    [
      'an episode',
      playing({ currently_playing_type: 'episode', item: { type: 'episode', id: idOf(1, 'E'), name: 'E' } }),
    ],
    ['a track that is paused', playing({ is_playing: false, item: trackAnswer(someTrack(1)) })],
  ])('%s is nothing', async (_what, state) => {
    server.state.playing = state
    expect(await me.spotify.nowPlaying()).toBeUndefined()
    expect(server.count('GET /v1/me/player/currently-playing')).toBe(1)
  })
})

describe('liked tracks', () => {
  const like = (count: number) => {
    server.state.liked = someTracks(count).reverse()
  }

  it('are read page after page, as far as asked', async () => {
    like(120)
    const liked = await me.spotify.likedTracks(70)
    expect(liked).toHaveLength(70)
    expect(liked[0]).toMatchObject({ title: 'Title 119', addedAt: addedAt(119) })
    expect(liked[69]?.title).toBe('Title 50')
    expect(server.count('GET /v1/me/tracks')).toBe(2)
  })

  it('read again, cost one request: none, or some, are new', async () => {
    like(120)
    await me.spotify.likedTracks(120)
    expect(server.count('GET /v1/me/tracks')).toBe(3)
    expect(await me.spotify.likedTracks(120)).toHaveLength(120)
    expect(server.count('GET /v1/me/tracks')).toBe(4)
    like(123)
    const liked = await me.spotify.likedTracks(200)
    expect(server.count('GET /v1/me/tracks')).toBe(5)
    expect(titles(liked)).toEqual(titles(server.state.liked.map(({ name }) => ({ title: name }))))
  })

  it('of which one was taken back are read anew', async () => {
    like(120)
    await me.spotify.likedTracks(120)
    server.state.liked = server.state.liked.filter(({ id }) => id !== idOf(60))
    const liked = await me.spotify.likedTracks(120)
    expect(liked).toHaveLength(119)
    expect(titles(liked)).not.toContain('Title 60')
    server.state.liked = [someTrack(500), ...server.state.liked.filter(({ id }) => id !== idOf(61))]
    const later = await me.spotify.likedTracks(120)
    expect(titles(later)).not.toContain('Title 61')
    expect(later[0]?.title).toBe('Title 500')
  })

  it('a track that was liked, taken back and liked again stands once', async () => {
    like(60)
    await me.spotify.likedTracks(60)
    const [first, second, ...rest] = server.state.liked
    server.state.liked = [second, first, ...rest].flatMap(track => track ?? [])
    server.state.likedOn = track => (track === second ? addedAt(900) : addedAt(Number(track.id.slice(1))))
    const liked = await me.spotify.likedTracks(60)
    expect(liked).toHaveLength(60)
    expect(liked[0]).toMatchObject({ title: 'Title 58', addedAt: addedAt(900) })
    expect(new Set(titles(liked)).size).toBe(60)
  })

  it('the newest is as it was, but not those after it: nothing is joined on', async () => {
    like(120)
    await me.spotify.likedTracks(120)
    const [newest, ...rest] = server.state.liked
    server.state.liked = [newest, someTrack(700), ...rest.filter(({ id }) => id !== idOf(3))].flatMap(
      track => track ?? [],
    )
    const liked = await me.spotify.likedTracks(120)
    expect(titles(liked)).toEqual(server.state.liked.map(({ name }) => name))
  })

  it('none', async () => expect(await me.spotify.likedTracks(50)).toEqual([]))
})

describe('playlists', () => {
  it.each([false, true])('are told apart by who may read them (old names: %s)', async isLegacy => {
    server.state.isLegacy = isLegacy
    server.state.playlists = [
      playlist(someTracks(3)),
      playlist([], { id: idOf(2, 'P'), owner: 'friend' }),
      playlist([], { id: idOf(3, 'P'), owner: 'friend', collaborative: true }),
      ...Array.from({ length: 60 }, (_, n) => playlist([], { id: idOf(10 + n, 'P') })),
    ]
    const found = await me.spotify.myPlaylists()
    expect(found).toHaveLength(63)
    expect(found[0]).toEqual({
      id: LIST,
      name: 'Mine',
      snapshot: 's1',
      total: 3,
      url: `https://open.spotify.com/playlist/${LIST}`,
      owner: 'Name of listener',
      isReadable: true,
    })
    expect(found.slice(1, 3).map(({ isReadable }) => isReadable)).toEqual([false, true])
  })

  it.each([false, true])(
    'all tracks, without episodes and what is gone, with local files (old names: %s)',
    async isLegacy => {
      server.state.isLegacy = isLegacy
      const odd: FakeItem[] = ['gone', 'episode', { local: 'My demo', artist: 'Me' }, someTrack(1, { isrc: undefined })]
      server.state.playlists = [playlist([...odd, ...someTracks(120, 10)])]
      const list = await me.spotify.playlistItems(`https://open.spotify.com/playlist/${LIST}?si=abc`)
      const { tracks } = list
      expect(list).toMatchObject({ title: 'Mine', total: 124 })
      expect(list.passedOver).toEqual([
        { index: 1, why: 'Spotify does not have it any more' },
        { index: 2, why: 'it is no track (episode)' },
      ])
      expect(tracks).toHaveLength(122)
      expect(tracks[0]).toEqual({ title: 'My demo', artists: ['Me'], seconds: 180, addedAt: addedAt(2), isLocal: true })
      expect(tracks[1]).toMatchObject({ spotifyId: idOf(1), title: 'Title 1' })
      expect(tracks[1]).not.toHaveProperty('isrc')
      expect(titles(tracks.slice(2))).toEqual(someTracks(120, 10).map(({ name }) => name))
      expect(server.count(`GET /v1/playlists/${LIST}/items`)).toBe(3)
    },
  )

  it('of an unchanged snapshot: no request; of another one: read again', async () => {
    server.state.playlists = [playlist(someTracks(60))]
    const { tracks: before } = await me.spotify.playlistItems(LIST, 's1')
    const asked = server.count()
    expect((await me.spotify.playlistItems(LIST, 's1')).tracks).toEqual(before)
    expect(server.count()).toBe(asked)
    expect(await me.spotify.playlistItems(LIST)).toMatchObject({ title: 'Mine', total: 60, tracks: before })
    expect(server.asked.slice(asked)).toEqual([`GET /v1/playlists/${LIST}?fields=snapshot_id,name`])
    server.state.playlists = [playlist(someTracks(61), { snapshot: 's2' })]
    expect((await me.spotify.playlistItems(LIST, 's2')).tracks).toHaveLength(61)
  })

  it('reading that was cut off goes on where it was, in the next run too', async () => {
    server.state.playlists = [playlist(someTracks(160))]
    server.next(`GET /v1/playlists/${LIST}/items?limit=50&additional_types=track%2Cepisode&offset=100`, () => 'cut')
    await expect(me.spotify.playlistItems(LIST, 's1')).rejects.toMatchObject({ errorClass: 'Transient' })
    const asked = server.count()
    await me.lanes.close()
    await using next = await openListener(server, { varDir: me.varDir })
    const { tracks, total } = await next.spotify.playlistItems(LIST, 's1')
    expect(titles(tracks)).toEqual(someTracks(160).map(({ name }) => name))
    expect(total).toBe(160)
    expect(server.count()).toBe(asked + 2)
  })

  it('a foreign one is refused in plain words, and other requests go on', async () => {
    server.state.playlists = [playlist([], { owner: 'friend' })]
    await expect(me.spotify.playlistItems(LIST, 's1')).rejects.toMatchObject({
      errorClass: 'Input',
      tag: 'Not_Allowed',
      message: expect.stringContaining('only to its owner and to those who work on it (403)'),
    })
    expect(server.count(`GET /v1/playlists/${LIST}`), 'not tried again').toBe(1)
    expect(await me.spotify.likedTracks(5)).toEqual([])
  })

  it('one that is not there, or Spotify’s own', async () => {
    await expect(me.spotify.playlistItems(LIST)).rejects.toMatchObject({ errorClass: 'Input', tag: 'Metadata_Failed' })
    await expect(me.spotify.playlistItems('https://open.spotify.com/album/x')).rejects.toMatchObject({
      errorClass: 'Input',
    })
  })
})

describe('what a list is played from', () => {
  const from = (uri: string, type = 'playlist') =>
    playing({
      item: trackAnswer(someTrack(1)),
      context: { type, uri, href: 'https://api.spotify.com/v1/x', external_urls: { spotify: 'https://x.example' } },
    })

  it.each([
    [`spotify:playlist:${LIST}`, 'playlist'],
    [`spotify:user:somebody:playlist:${LIST}`, 'playlist'],
  ])('%s', async (uri, type) => {
    server.state.playing = from(uri, type)
    expect((await me.spotify.nowPlaying())?.playlist).toBe(`https://open.spotify.com/playlist/${LIST}`)
  })

  it.each([
    ['an album', from(`spotify:album:${idOf(1)}`, 'album')],
    ['liked tracks', from('spotify:user:me:collection', 'collection')],
    ['nothing', playing({ item: trackAnswer(someTrack(1)) })],
  ])('%s is no playlist', async (_, state) => {
    server.state.playing = state
    expect((await me.spotify.nowPlaying())?.playlist).toBeUndefined()
  })
})

describe('albums', () => {
  it('are read page after page, once, and their tracks bear the name', async () => {
    server.state.albums = [{ id: idOf(1, 'L'), name: 'Long one', tracks: someTracks(70) }]
    const album = await me.spotify.album(`spotify:album:${idOf(1, 'L')}`)
    expect(album).toMatchObject({ title: 'Long one', total: 70, passedOver: [] })
    expect(titles(album.tracks)).toEqual(someTracks(70).map(({ name }) => name))
    expect(album.tracks[69]).toMatchObject({ album: 'Long one', artists: ['Artist 69'], spotifyId: idOf(69) })
    expect(album.tracks[69]).not.toHaveProperty('isrc')
    expect(server.count('GET /v1/albums/')).toBe(2)
    expect((await me.spotify.album(idOf(1, 'L'))).tracks).toHaveLength(70)
    expect(server.count('GET /v1/albums/')).toBe(2)
  })

  it('that are not there', async () => {
    await expect(me.spotify.album(idOf(1, 'L'))).rejects.toMatchObject({ errorClass: 'Input' })
    await expect(me.spotify.album('nonsense')).rejects.toMatchObject({ errorClass: 'Input' })
  })
})

describe('single tracks', () => {
  it('are asked once, by id, URI or link', async () => {
    server.state.tracks = [someTrack(1)]
    const found = await me.spotify.track(`spotify:track:${idOf(1)}`)
    expect(found).toMatchObject({ spotifyId: idOf(1), isrc: isrcOf(1) })
    expect(await me.spotify.track(`https://open.spotify.com/intl-de/track/${idOf(1)}?si=1`)).toEqual(found)
    expect(server.count()).toBe(1)
  })

  it('are not asked at all when a list told of them', async () => {
    server.state.playlists = [playlist(someTracks(3))]
    await me.spotify.playlistItems(LIST, 's1')
    const asked = server.count()
    expect(await me.spotify.track(idOf(2))).toMatchObject({ title: 'Title 2' })
    expect(server.count()).toBe(asked)
  })

  it('under another id keep both', async () => {
    server.next('GET /v1/tracks/', () => Response.json(trackAnswer(someTrack(9))))
    expect(await me.spotify.track(idOf(1))).toMatchObject({ spotifyId: idOf(9), askedId: idOf(1) })
  })

  it('that are not there', async () => {
    await expect(me.spotify.track(idOf(1))).rejects.toMatchObject({
      errorClass: 'Input',
      message: `Spotify has no track ${idOf(1)}`,
    })
    await expect(me.spotify.track('nonsense')).rejects.toMatchObject({ errorClass: 'Input' })
  })

  it('by ISRC: only hits that carry it, kept; none is kept for a day', async () => {
    let now = Date.now()
    await using later = await openListener(server, { now: () => now, signIn: { accessEndsAt: now + 1e12 } })
    server.state.tracks = [someTrack(1), someTrack(2, { isrc: isrcOf(1) }), someTrack(3, { isrc: `${isrcOf(1)}9` })]
    const hits = await later.spotify.searchIsrc('gb-aye-00-00001')
    expect(hits.map(({ spotifyId }) => spotifyId)).toEqual([idOf(1), idOf(2)])
    expect(await later.spotify.searchIsrc(isrcOf(1))).toEqual(hits)
    expect(await later.spotify.searchIsrc(isrcOf(7))).toEqual([])
    expect(await later.spotify.searchIsrc(isrcOf(7))).toEqual([])
    expect(server.count('GET /v1/search')).toBe(2)
    now += 25 * 3600_000
    expect(await later.spotify.searchIsrc(isrcOf(7))).toEqual([])
    expect(server.count('GET /v1/search')).toBe(3)
    expect(await later.spotify.searchIsrc('not one')).toEqual([])
    expect(server.count('GET /v1/search')).toBe(3)
  })
})

it('the market is named where it is set', async () => {
  await using abroad = await openListener(server, { market: 'SE' })
  server.state.tracks = [someTrack(1)]
  await abroad.spotify.track(idOf(1))
  await abroad.spotify.searchIsrc(isrcOf(1))
  await abroad.spotify.likedTracks(3)
  expect(server.asked.filter(line => !line.includes('market=SE'))).toEqual([])
})

it('nothing that is gone is asked, and one request at a time', async () => {
  server.state.playlists = [playlist(someTracks(120))]
  server.state.tracks = someTracks(5, 1000)
  const ids = [1000, 1001, 1002, 1003].map(n => idOf(n))
  server.next('GET', pass => new Promise(resolve => setTimeout(() => resolve(pass()), 20)), 50)
  await Promise.all([me.spotify.playlistItems(LIST), me.spotify.likedTracks(9), ...ids.map(id => me.spotify.track(id))])
  expect(server.count()).toBe(9)
  expect(server.mostAtOnce()).toBe(1)
})
