// New likes at Spotify and SoundCloud become rows, each once, in as few requests as can tell.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Environment } from '../../src/errors.ts'
import { findOrCreateFound } from '../../src/pipeline/find-or-create-track.ts'
import { type FeedPlace, LIKES_EVERY, openFeedPlace } from '../support/feed-place.ts'
import { addedAt, someTrack, someTracks } from '../support/spotify/catalogue.ts'
import { apiError } from '../support/spotify-server.ts'

let place: FeedPlace
beforeEach(async () => {
  place = await openFeedPlace()
})
afterEach(() => place[Symbol.asyncDispose]())

const LIKES = 'GET /v1/me/tracks'
/** The newest first, as Spotify lists them. */
const likedUpTo = (newest: number, count: number) => someTracks(count, newest - count + 1).reverse()

/** A look that finds nothing new. */
async function firstLook(liked = likedUpTo(100, 60)): Promise<void> {
  place.spotify.state.liked = liked
  await place.cycle()
  await later()
}
const later = async () => place.forward(LIKES_EVERY * 1.2)
const keyOf = (id: string) => `like:https://open.spotify.com/track/${id}`
const likesQueued = () => place.queued().filter(key => key.startsWith('like:'))
const like = (...numbers: number[]) => place.spotify.state.liked.unshift(...numbers.map(n => someTrack(n)))

describe('likes at Spotify', () => {
  it('what was liked before is not taken; it is said', async () => {
    await firstLook()
    expect(await place.rows()).toEqual([])
    expect(place.spotify.count(LIKES)).toBe(1)
    expect(place.said()).toContain(
      'info: they are looked at from here on; 60 that were liked before are not taken by this',
    )
  })

  it('nothing new: one request and nothing else', async () => {
    await firstLook()
    const before = place.spotify.count()
    await place.look()
    expect(place.spotify.count() - before).toBe(1)
    expect(place.queued()).toEqual([])
  })

  it('is not asked before its time; then once, however many times were missed', async () => {
    await firstLook()
    await place.look()
    await place.look()
    expect(place.spotify.count(LIKES)).toBe(2)
    place.forward(30 * LIKES_EVERY)
    await place.look()
    await place.look()
    expect(place.spotify.count(LIKES)).toBe(3)
  })

  it('a change is found in one request: rows with title, artist, id and code', async () => {
    await firstLook()
    like(102, 101)
    await place.cycle()
    expect(place.spotify.count(LIKES)).toBe(2)
    expect(await place.rows()).toEqual(['Title 101', 'Title 102'])
    await later()
    await place.cycle()
    expect(await place.rows()).toEqual(['Title 101', 'Title 102'])
  })

  it('more than a page: read by a job, to the first that was there before', async () => {
    await firstLook()
    place.spotify.state.liked = likedUpTo(165, 120)
    await place.cycle()
    // a look, then two pages and the first again: nothing moved meanwhile
    expect(place.spotify.count(LIKES)).toBe(1 + 1 + 2 + 1)
    const rows = await place.rows()
    expect(rows).toHaveLength(65)
    expect(new Set(rows).size).toBe(65)
    await later()
    await place.cycle()
    expect(await place.rows()).toHaveLength(65)
  })

  it.each([
    ['one is liked', () => void like(300)],
    ['one is liked no more', () => void place.spotify.state.liked.splice(5, 1)],
    [
      'one comes and one goes',
      () => {
        place.spotify.state.liked.splice(5, 1)
        like(300)
      },
    ],
  ])('%s while the pages are read: none is left out, none comes twice', async (_what, change) => {
    await firstLook()
    place.spotify.state.liked = likedUpTo(160, 120)
    place.spotify.next(`${LIKES}?limit=50&offset=50`, async pass => {
      const answer = await pass()
      change()
      return answer
    })
    await place.look()
    expect(place.queued()).toEqual(['likes:spotify likes'])
    await place.readOn('spotify likes')
    const isNew = ({ id }: { id: string }) => Number(id.slice(1)) > 100
    expect(likesQueued().sort()).toEqual(
      place.spotify.state.liked
        .filter(isNew)
        .map(({ id }) => keyOf(id))
        .sort(),
    )
  })

  it('two in the very second of the newest: the one that was not there is taken', async () => {
    place.spotify.state.likedOn = ({ id }) => addedAt(Math.min(100, Number(id.slice(1))))
    await firstLook()
    place.spotify.state.liked.splice(1, 0, someTrack(101))
    await place.cycle()
    expect(await place.rows()).toEqual(['Title 101'])
  })

  it('liked no more: nothing is taken, nothing goes; liked again: the same row', async () => {
    await firstLook()
    like(101)
    await place.cycle()
    place.spotify.state.liked = place.spotify.state.liked.slice(3)
    await later()
    await place.cycle()
    expect(await place.rows()).toEqual(['Title 101'])
    place.spotify.state.likedOn = ({ id }) => addedAt(Number(id.slice(1)) === 101 ? 500 : Number(id.slice(1)))
    like(101)
    await later()
    await place.cycle()
    expect(await place.rows()).toEqual(['Title 101'])
  })

  it('an answer that lags behind makes nothing new twice', async () => {
    await firstLook()
    like(101)
    await place.look()
    const [newest, ...older] = place.spotify.state.liked
    place.spotify.state.liked = older
    await later()
    await place.cycle()
    if (newest) place.spotify.state.liked = [newest, ...older]
    await later()
    await place.look()
    expect(place.queued()).toEqual([])
  })

  it('10,000 likes cost one request', async () => {
    await firstLook(likedUpTo(10_100, 10_000))
    like(10_101)
    await place.cycle()
    expect(place.spotify.count(LIKES)).toBe(2)
    expect(await place.rows()).toEqual(['Title 10101'])
  })

  it('taken as a playlist before, they are worked on as one', async () => {
    const link = 'https://open.spotify.com/collection/tracks'
    place.spotify.state.liked = likedUpTo(3, 3)
    await place.playlist(link)
    await place.look()
    like(7)
    await later()
    await place.look()
    expect(place.queued()).toEqual([`playlist:${link}`])
    await place.cycle()
    expect(await place.rows()).toEqual(['Title 1', 'Title 2', 'Title 3', 'Title 7'])
  })

  it('another account begins anew', async () => {
    await firstLook()
    const { tools } = place
    const spotify = tools().spotify
    if (!spotify) throw new Error('Spotify is set up')
    like(101)
    const other = { ...spotify, state: async () => ({ signedIn: true, account: { id: 'somebody else' } }) }
    await place.look({ tools: { ...tools(), spotify: other } })
    expect(place.queued()).toEqual([])
  })

  it('an account that is not known for a while is the same: nothing that was liked meanwhile is lost', async () => {
    await firstLook()
    const { tools } = place
    const spotify = tools().spotify
    if (!spotify) throw new Error('Spotify is set up')
    like(101)
    await place.look({ tools: { ...tools(), spotify: { ...spotify, state: async () => ({ signedIn: true }) } } })
    expect(place.queued()).toHaveLength(1)
    like(102)
    await later()
    await place.look()
    expect(place.queued()).toHaveLength(2)
  })

  it('the sync and the look meet the same like at once: one row', async () => {
    await firstLook()
    like(101)
    await place.cycle({ sync: 'force' })
    expect(await place.rows()).toContain('Title 101')
    expect((await place.rows()).filter(title => title === 'Title 101')).toHaveLength(1)
  })

  it('whoever looks for one track at once finds one row', async () => {
    const { tracks, ledger } = place.tools()
    const deps = { tracks: await tracks(), ledger }
    const find = { title: 'Title 1', artist: 'Artist 1', spotifyIds: [someTrack(1).id] }
    const found = await Promise.all(Array.from({ length: 5 }, () => findOrCreateFound(deps, find)))
    expect(new Set(found.map(row => row?.id)).size).toBe(1)
    expect(await place.rows()).toEqual(['Title 1'])
  })

  it('a time-out is tried later and later, and said once; what is new then is not lost', async () => {
    await firstLook()
    place.said()
    like(101)
    place.spotify.next(LIKES, () => apiError(503, 'Service unavailable'), 2)
    await place.look()
    await later()
    await place.look()
    expect(place.said()).toEqual(['warn: a list cannot be looked at: Spotify does not work just now (503)'])
    await later()
    await place.look()
    expect(place.spotify.count(LIKES)).toBe(3) // twice as long after the second
    await later()
    await place.cycle()
    expect(await place.rows()).toEqual(['Title 101'])
    expect(place.said()).toContain('info: a list can be looked at again')
  })

  it('the program ends after the answer, or after the jobs: nothing is lost, nothing comes twice', async () => {
    await firstLook()
    like(101)
    const { store, ...tools } = place.tools()
    const died = new Error('the program died')
    const dead = { ...tools, store: { ...store, commit: async () => Promise.reject(died) } }
    await expect(place.look({ tools: dead })).rejects.toThrow(died)
    await place.reopen()
    await place.look()
    expect(place.queued()).toHaveLength(1)
    await place.reopen()
    await later()
    await place.look()
    expect(place.queued()).toHaveLength(1)
    await place.cycle()
    expect(await place.rows()).toEqual(['Title 101'])
  })

  it('nothing is asked where it is switched off, by its setting or with the sync', async () => {
    await place.look({ settings: { feeds: { likes: 0, playlists: 0 } } })
    await place.look({ settings: { sync: 'off' } })
    expect(place.spotify.count()).toBe(0)
  })
})

describe('nobody signed in', () => {
  it('is said once, asks nobody, and takes nothing from SoundCloud', async () => {
    await using signedOut = await openFeedPlace({ signedOut: true, environment: { SOUNDCLOUD_PROFILE: 'me' } })
    signedOut.soundcloud.likes = ['a']
    for (let round = 0; round < 3; round += 1) {
      await signedOut.look()
      signedOut.forward(LIKES_EVERY * 2)
    }
    expect(signedOut.spotify.count()).toBe(0)
    expect(signedOut.soundcloud.asked).toHaveLength(3)
    const warned = signedOut.said().filter(line => line.startsWith('warn'))
    expect(warned).toHaveLength(1)
    expect(warned[0]).toMatch(/a list cannot be looked at: nobody is signed in/)
  })
})

describe('likes at SoundCloud', () => {
  let mine: FeedPlace
  beforeEach(async () => {
    mine = await openFeedPlace({ signedOut: true, environment: { SOUNDCLOUD_PROFILE: 'me' } })
  })
  afterEach(() => mine[Symbol.asyncDispose]())
  const names = (from: number, count: number) => Array.from({ length: count }, (_, at) => `song-${from - at}`)
  const look = async () => {
    await mine.look()
    mine.forward(LIKES_EVERY * 5)
  }

  it('the first page is all that is asked for, and nothing follows where nothing is new', async () => {
    mine.soundcloud.likes = names(1000, 1000)
    await look()
    await look()
    expect(mine.soundcloud.asked).toEqual([200, 200])
    expect(mine.queued()).toEqual([])
  })

  it('new ones are taken, each once; what comes up from below is not new', async () => {
    mine.soundcloud.likes = names(1000, 1000)
    await look()
    mine.soundcloud.likes.splice(10, 3)
    mine.soundcloud.likes.unshift('new-2', 'new-1')
    await look()
    expect(mine.queued().sort()).toEqual(['new-1', 'new-2'].map(name => `like:https://soundcloud.com/dj/${name}`))
    await look()
    expect(mine.queued()).toHaveLength(2)
  })

  it('more than a page of new ones is read further by a job', async () => {
    mine.soundcloud.likes = names(1000, 1000)
    await look()
    mine.soundcloud.likes.unshift(...names(2000, 210))
    await look()
    expect(mine.queued()).toEqual(['likes:soundcloud likes me'])
    await look() // a list is not looked at while a job reads it
    expect(mine.soundcloud.asked).toEqual([200, 200])
    const { text } = await mine.readOn('soundcloud likes me')
    expect(text).toBe('210 new ones of SoundCloud likes are taken')
    expect(mine.soundcloud.asked).toEqual([200, 200, 5000])
    expect(mine.queued().filter(key => key.startsWith('like:'))).toHaveLength(210)
  })

  it('a profile of which nothing is known any more begins anew, and says so', async () => {
    mine.soundcloud.likes = names(1000, 1000)
    await look()
    mine.soundcloud.likes = names(9000, 1000)
    await look()
    const { entries } = await mine.cycle()
    expect(entries.find(({ label }) => label === 'SoundCloud likes')?.outcome.text).toMatch(
      /^0 new ones .*; nothing of what was liked before is among them/,
    )
    expect(await mine.rows()).toEqual([])
  })

  it.each([0, 20])('an answer that is cut short, after %s, makes nothing new when the rest is back', async count => {
    mine.soundcloud.likes = names(1000, 150)
    const all = [...mine.soundcloud.likes]
    await look()
    mine.soundcloud.likes = all.slice(0, count)
    await look()
    mine.soundcloud.likes = ['new-1', ...all]
    await look()
    await look()
    expect(mine.queued()).toEqual(['like:https://soundcloud.com/dj/new-1'])
  })

  it('yt-dlp is missing: said once, tried more and more seldom', async () => {
    mine.soundcloud.fault = new Environment('yt-dlp is not there')
    for (let round = 0; round < 12; round += 1) {
      await mine.look()
      mine.forward(LIKES_EVERY * 1.2)
    }
    expect(mine.soundcloud.asked.length).toBeLessThan(6)
    expect(mine.said().filter(line => line.includes('yt-dlp'))).toHaveLength(1)
  })
})
