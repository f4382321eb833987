// Playlists that were taken whole are looked at again by themselves: cheaply, and within a share of the day.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { InputFault } from '../../src/errors.ts'
import { dayOf, nextMidnight } from '../../src/lanes/day.ts'
import { planFeeds, shownFeeds } from '../../src/orchestrator/feeds/plan-feeds.ts'
import { type FeedPlace, LISTS_EVERY, openFeedPlace } from '../support/feed-place.ts'
import { idOf, someTracks } from '../support/spotify/catalogue.ts'

let place: FeedPlace
beforeEach(async () => {
  place = await openFeedPlace()
})
afterEach(() => place[Symbol.asyncDispose]())

const ONLY_LISTS = { settings: { feeds: { likes: 0, playlists: LISTS_EVERY / 1000 } } }
const look = async () => {
  await place.look(ONLY_LISTS)
  place.forward(LISTS_EVERY * 5)
}
const linkOf = (n: number) => `https://open.spotify.com/playlist/${idOf(n, 'P')}`
const list = (n: number, more: object = {}) => ({
  id: idOf(n, 'P'),
  name: `List ${n}`,
  snapshot: `s${n}`,
  items: someTracks(2, n * 10),
  ...more,
})
const requests = async (work: () => Promise<unknown>) => {
  const before = place.spotify.count()
  await work()
  return place.spotify.count() - before
}

describe('playlists at Spotify', () => {
  it('one that was taken whole: a look is one request, and nothing follows where nothing changed', async () => {
    place.spotify.state.playlists = [list(1)]
    await place.playlist(linkOf(1))
    expect(await requests(look)).toBe(1)
    expect(await requests(look)).toBe(1)
    expect(place.queued()).toEqual([])
  })

  it('a change is seen in one request, and is worked on as the playlist was', async () => {
    place.spotify.state.playlists = [list(1)]
    await place.playlist(linkOf(1))
    await look()
    Object.assign(place.spotify.state.playlists[0] ?? {}, { snapshot: 's1b', items: someTracks(3, 10) })
    expect(await requests(look)).toBe(1)
    expect(place.queued()).toEqual([`playlist:${linkOf(1)}`])
    await place.cycle(ONLY_LISTS.settings)
    expect(await place.rows()).toEqual(['Title 10', 'Title 11', 'Title 12'])
    await look()
    expect(place.queued()).toEqual([])
  })

  it('in what changed while it was not looked at, a change is seen by the first look', async () => {
    place.spotify.state.playlists = [list(1)]
    await place.playlist(linkOf(1))
    Object.assign(place.spotify.state.playlists[0] ?? {}, { snapshot: 's1b' })
    await look()
    expect(place.queued()).toEqual([`playlist:${linkOf(1)}`])
  })

  it('many are one request, as long as that is cheaper than asking for each', async () => {
    place.spotify.state.playlists = Array.from({ length: 120 }, (_, at) => list(at))
    for (const n of [1, 2, 40]) await place.playlist(linkOf(n))
    expect(await requests(look)).toBe(1)
    await place.playlist(linkOf(110))
    // the list of them has two pages more, and one playlist is left
    expect(await requests(look)).toBe(2)
  })

  it('one that is gone is said once and asked about once a day; the others go on', async () => {
    place.spotify.state.playlists = [list(1), list(2)]
    for (const n of [1, 2]) await place.playlist(linkOf(n))
    await look()
    place.said()
    place.spotify.state.playlists = [list(2, { snapshot: 's2b' })]
    expect(await requests(look)).toBe(2)
    expect(place.queued()).toEqual([`playlist:${linkOf(2)}`])
    expect(await requests(look)).toBe(1)
    const warned = place.said().filter(line => line.startsWith('warn'))
    expect(warned).toEqual([
      expect.stringMatching(/a list cannot be looked at: List 1: there is no such playlist \(404\)/),
    ])
    place.spotify.state.playlists.push(list(1))
    place.forward(24 * 3600_000)
    await look()
    expect(place.said()).toContain('info: a list can be looked at again')
  })

  it('what was taken in part is not looked at, unless it is asked for; what is not wanted any more, no more', async () => {
    place.spotify.state.playlists = [list(1)]
    await place.playlist(linkOf(1), { limit: 1 })
    expect(await requests(look)).toBe(0)
    await place.playlist(linkOf(1), { limit: 1, watch: true })
    expect(await requests(look)).toBe(1)
    await place.playlist(linkOf(1), { watch: false })
    await place.playlist(linkOf(1))
    expect(await requests(look)).toBe(0)
  })

  it('one that is gone can be looked at no more', async () => {
    place.spotify.state.playlists = [list(1)]
    await place.playlist(linkOf(1))
    place.spotify.state.playlists = []
    await place.playlist(`spotify:playlist:${idOf(1, 'P')}`, { watch: false })
    expect(await requests(look)).toBe(0)
  })

  it('one that failed is tried again when it has changed again', async () => {
    place.spotify.state.playlists = [list(1)]
    await place.playlist(linkOf(1))
    await look()
    Object.assign(place.spotify.state.playlists[0] ?? {}, { snapshot: 's1b', owner: 'somebody' })
    await look()
    const { entries } = await place.cycle(ONLY_LISTS.settings)
    expect(entries.find(({ kind }) => kind === 'playlist')?.outcome.kind).toBe('failed')
    await look()
    expect(place.queued()).toEqual([])
    Object.assign(place.spotify.state.playlists[0] ?? {}, { snapshot: 's1c', owner: undefined })
    await look()
    expect(place.queued()).toEqual([`playlist:${linkOf(1)}`])
  })
})

describe('sets at SoundCloud', () => {
  const A = 'https://soundcloud.com/dj/sets/a'
  const B = 'https://soundcloud.com/dj/sets/b'

  it('a set that changed is worked on again; one that is gone is said once, and the others go on', async () => {
    const { lists } = place.soundcloud
    const watch = (link: string) =>
      place.tools().store.commit(() => {
        const { feeds, knownPlaylists } = place.tools()
        void knownPlaylists.keep({ key: link, title: `Set ${link.at(-1)}`, page: '' })
        feeds.watch(link, true)
      })
    Object.assign(lists, { [A]: [], [B]: [] })
    await watch(A)
    await watch(B)
    await look()
    expect(place.queued()).toEqual([])
    Object.assign(lists, { [A]: new InputFault('it is not there any more (404)', 'SC_404'), [B]: ['one'] })
    for (let round = 0; round < 3; round += 1) await look()
    expect(place.queued()).toEqual([`playlist:${B}`])
    expect(place.said()).toEqual([
      'warn: a list cannot be looked at: it is not there any more (404)',
      'info: something new is taken',
    ])
  })
})

describe('a share of the day', () => {
  beforeEach(async () => {
    place.spotify.state.playlists = [list(1)]
    await place.playlist(linkOf(1))
  })

  it('looking stops at its share, says so once, and begins again the next day', async () => {
    const tools = place.tools()
    await tools.store.commit(() => tools.feeds.spend('spotify', dayOf(place.clock.now), 250))
    expect(await requests(() => place.look(ONLY_LISTS))).toBe(0)
    expect(await requests(() => place.look(ONLY_LISTS))).toBe(0)
    expect(place.said().filter(line => line.includes('that looking may spend are spent'))).toHaveLength(1)
    place.clock.now = nextMidnight(place.clock.now) + 1
    expect(await requests(() => place.look(ONLY_LISTS))).toBe(1)
  })

  it('and takes nothing of the last quarter of a day, which is for what people ask for', async () => {
    const tools = place.tools()
    const lane = { name: 'spotify', state: 'open', running: 0, waiting: 0, spentToday: 751, budget: 1000 } as const
    const busy = { ...tools, lanes: { ...tools.lanes, status: () => [lane] } }
    expect(await requests(() => place.look({ ...ONLY_LISTS, tools: busy }))).toBe(0)
    expect(place.said().some(line => line.includes('751 of its 1000 requests of today are spent'))).toBe(true)
  })

  it('however many lists there are: the intervals grow until a day of looks fits', async () => {
    const tools = place.tools()
    const feeds = {
      ...tools.feeds,
      watched: () => Array.from({ length: 2000 }, (_, at) => `https://soundcloud.com/dj/sets/s${at}`),
    }
    const { costs } = shownFeeds({ ...tools, feeds }, place.settingsOf(ONLY_LISTS.settings))
    expect(costs).toEqual([{ lane: 'soundcloud', perDay: 1125, share: 1250, budget: 5000, today: 0 }])
  })

  it('is told: when it was looked at, when next, and what all of it costs', async () => {
    const settings = place.settingsOf({})
    const planned = () => planFeeds(place.tools(), settings)
    expect(await planned()).toEqual([
      { name: 'spotify likes', label: 'Spotify likes', would: 'look', because: 'it is due; at most 96 requests a day' },
      {
        name: 'spotify playlists',
        label: 'Spotify playlists (1)',
        would: 'look',
        because: 'it is due; at most 24 requests a day',
      },
    ])
    await place.look()
    expect((await planned()).map(({ because }) => because)).toEqual([
      'due in 15 min; at most 96 requests a day',
      'due in 60 min; at most 24 requests a day',
    ])
    const { feeds, costs } = shownFeeds(place.tools(), settings)
    expect(feeds[1]).toMatchObject({ lookedAt: new Date(place.clock.now).toISOString(), trouble: null })
    expect(costs).toEqual([{ lane: 'spotify', perDay: 120, share: 250, budget: 1000, today: 2 }])
  })
})
