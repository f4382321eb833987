import { describe, expect, it } from 'vitest'
import { Environment, InputFault, Limited, Transient } from '../../../src/errors.ts'
import type { Candidate, Wish } from '../../../src/model/match/types.ts'
import { searchSources } from '../../../src/pipeline/search-sources.ts'
import { isSearchable, wishOf } from '../../../src/pipeline/search-wish.ts'
import type { StageContext, TrackWork } from '../../../src/pipeline/stage.ts'
import { findSource } from '../../../src/pipeline/stages/find-source.ts'
import { verifyAudio } from '../../../src/pipeline/stages/verify-audio.ts'
import type { ListedTrack } from '../../../src/sources/listing.ts'

const WISH: Wish = { title: 'Night Ferry', artist: 'Nia Kessler', seconds: 200 }
const ROW = { id: 'x', createdAt: '', editedAt: '', inTrash: false, downloaded: false, tags: [] }
const NONE: ReadonlyMap<string, string> = new Map()

type Place = 'soundcloud' | 'youtube'

interface Services {
  /** By service, or why it cannot be asked. */
  hits?: Partial<Record<Place, readonly ListedTrack[] | Error>>
  /** By link: what the service says of it, beside what the hit says. */
  told?: Record<string, Partial<ListedTrack> | Error>
  spotify?: { track(what: string): Promise<{ title: string; artists: string[]; seconds?: number }> }
  searchSources?: readonly Place[]
}

function contextOf({ hits = {}, told = {}, spotify, searchSources = ['soundcloud', 'youtube'] }: Services) {
  const asked: string[] = []
  const all = Object.values(hits).flatMap(found => (found instanceof Error ? [] : found))
  const sources = {
    async search(where: Place, words: string) {
      asked.push(`${where}: ${words}`)
      const found = hits[where] ?? []
      if (found instanceof Error) throw found
      return { entries: found, passedOver: [] }
    },
    async describe(link: string) {
      asked.push(link)
      const more = told[link]
      if (more instanceof Error) throw more
      return { ...all.find(hit => hit.link === link), ...more }
    },
  }
  const context = {
    tools: { sources, searchSources, spotify, undone: { find: () => undefined } },
    log: { note: () => {}, info: () => {} },
    signal: new AbortController().signal,
    progress: () => {},
  } as unknown as StageContext // all that is asked for
  return { asked, context }
}

const hit = (name: string, more: Partial<ListedTrack> = {}): ListedTrack => ({
  link: `https://soundcloud.com/somebody/${name}`,
  title: 'Nia Kessler - Night Ferry',
  uploader: 'somebody',
  seconds: 200,
  ...more,
})
const video = (name: string, more: Partial<ListedTrack> = {}) =>
  hit(name, { link: `https://www.youtube.com/watch?v=${name}`, ...more })
const linksOf = (candidates: readonly Candidate[]) => candidates.map(({ link }) => link.split(/[/=]/).at(-1))

describe('candidates of a search', () => {
  it('are the likeliest hits, not the first, and each is described once', async () => {
    const wrong = ['a', 'b', 'c', 'd'].map(name => hit(name, { title: `Nia Kessler - Night Ferry (${name} Remix)` }))
    const { asked, context } = contextOf({ hits: { soundcloud: [...wrong, hit('right')] } })
    const { candidates } = await searchSources(WISH, NONE, context)
    expect(linksOf(candidates)).toContain('right')
    expect(candidates).toHaveLength(3)
    expect(asked.slice(0, 1)).toEqual(['soundcloud: Nia Kessler Night Ferry'])
    expect(asked.filter(one => one.startsWith('https:'))).toHaveLength(3)
  })

  it('keep the service’s word for an account', async () => {
    const told = { [video('a').link]: { isVerified: true } }
    const { candidates } = await searchSources(WISH, NONE, contextOf({ hits: { youtube: [video('a')] }, told }).context)
    expect(candidates).toMatchObject([{ source: 'youtube', isVerified: true }])
  })

  it('leave places to others when they were refused before', async () => {
    const all = ['a', 'b', 'c', 'd'].map(name => hit(name))
    const refused = new Map(all.slice(0, 3).map(({ link }) => [link, 'no']))
    const { candidates } = await searchSources(WISH, refused, contextOf({ hits: { soundcloud: all } }).context)
    expect(linksOf(candidates)).toEqual(['d'])
  })

  it('are left out when the service does not give them out, and others have their places', async () => {
    const gone = hit('gone')
    const told = { [gone.link]: new InputFault('it has been removed', 'SC_404') }
    const { candidates, fault } = await searchSources(
      WISH,
      NONE,
      contextOf({ hits: { soundcloud: [gone, hit('one'), hit('three'), hit('two')] }, told }).context,
    )
    expect(linksOf(candidates).sort()).toEqual(['one', 'three', 'two'])
    expect(fault).toBeUndefined()
  })

  it('keep the title they were listed under: what a service heard in a video names no version', async () => {
    const fast = video('fast', { title: 'Nia Kessler - Night Ferry (nightcore)' })
    const told = { [fast.link]: { title: 'Night Ferry', artist: 'Nia Kessler' } }
    const { candidates } = await searchSources(WISH, NONE, contextOf({ hits: { youtube: [fast] }, told }).context)
    expect(candidates).toMatchObject([{ title: 'Nia Kessler - Night Ferry (nightcore)', artist: undefined }])
  })

  it('have the credits of a channel made for the label’s delivery, and no account’s own name as one', async () => {
    const topic = video('topic', { title: 'Night Ferry', uploader: 'Nia Kessler - Topic', artist: 'Nia Kessler' })
    const own = hit('own', { uploader: 'Nia Kessler', artist: 'Nia Kessler' })
    const credited = hit('credited', { artist: 'Nia Kessler' })
    const { candidates } = await searchSources(
      WISH,
      NONE,
      contextOf({ hits: { soundcloud: [own, credited], youtube: [topic] } }).context,
    )
    const found = Object.fromEntries(candidates.map(({ link, artist, isTopic }) => [link, { artist, isTopic }]))
    expect(found).toEqual({
      [own.link]: { artist: undefined, isTopic: false },
      [credited.link]: { artist: 'Nia Kessler', isTopic: false },
      [topic.link]: { artist: 'Nia Kessler', isTopic: true },
    })
  })

  it('of one service count while another is away, and that is said', async () => {
    const away = new Transient('SoundCloud does not answer')
    const { candidates, fault } = await searchSources(
      WISH,
      NONE,
      contextOf({ hits: { soundcloud: away, youtube: [video('there')] } }).context,
    )
    expect(linksOf(candidates)).toEqual(['there'])
    expect(fault).toBe(away)
  })
})

describe('what is looked for', () => {
  const spotify = { track: async () => ({ title: 'Night Ferry (Live)', artists: ['Nia', 'Jo'], seconds: 201.5 }) }

  it('is the row’s own title and artist, with the length from Spotify', async () => {
    const row = { ...ROW, title: 'Night Ferry', artist: 'Nia', spotifyId: 'abc' }
    expect(await wishOf(row, contextOf({ spotify }).context)).toMatchObject({
      title: 'Night Ferry',
      artist: 'Nia',
      seconds: 201.5,
    })
  })

  it('is what Spotify says where the row says nothing', async () => {
    expect(await wishOf({ ...ROW, spotifyUrl: 'spotify:track:abc' }, contextOf({ spotify }).context)).toMatchObject({
      title: 'Night Ferry (Live)',
      artist: ['Nia', 'Jo'],
    })
  })

  it('is known without Spotify where nobody is signed in; a pause is waited for', async () => {
    const row = { ...ROW, title: 'Night Ferry', artist: 'Nia', spotifyId: 'abc' }
    const failing = (error: Error) => contextOf({ spotify: { track: () => Promise.reject(error) } }).context
    const wish = await wishOf(row, failing(new Environment('nobody is signed in')))
    expect(wish).toEqual({ title: 'Night Ferry', artist: 'Nia' })
    await expect(wishOf(row, failing(new Limited('wait', 1)))).rejects.toBeInstanceOf(Limited)
  })

  it.each([
    ['title and artist', { title: 'a', artist: 'b' }, {}, true],
    ['a title alone', { title: 'a' }, {}, false],
    ['an id, and nobody to ask', { spotifyId: 'abc' }, {}, false],
    ['an id, and Spotify to ask', { spotifyId: 'abc' }, { spotify }, true],
    ['everything, and the search is off', { title: 'a', artist: 'b' }, { spotify, searchSources: [] }, false],
  ] as const)('%s', (_what, row, services, can) =>
    expect(isSearchable({ ...ROW, ...row }, contextOf(services).context.tools)).toBe(can),
  )
})

describe('verify audio', () => {
  const verify = (seconds: number, choice?: Partial<Candidate>, promisedSeconds?: number) =>
    verifyAudio.run(
      {
        row: ROW,
        source: { path: '/x', sha256: 'a'.repeat(64), promisedSeconds },
        choice,
        notes: [],
      } as unknown as TrackWork,
      {
        tools: { audio: { check: async () => ({ seconds }) }, maxTrackSeconds: 600, quarantineDir: '/nowhere' },
      } as unknown as StageContext,
    )

  it('holds the file to the length that the recording was chosen by', async () => {
    await expect(verify(30, { seconds: 200 })).rejects.toMatchObject({ tag: 'Preview_Only' })
    await expect(verify(150, { seconds: 200 }, 150)).rejects.toMatchObject({ tag: 'Corrupt_Audio' })
    expect(await verify(201, { seconds: 200 })).toMatchObject({ facts: { seconds: 201 } })
    expect(await verify(30)).toMatchObject({ facts: { seconds: 30 } })
  })
})

describe('find source', () => {
  const run = (row: object, services: Services = {}) =>
    findSource.run({ row: { ...ROW, ...row }, notes: [] } as unknown as TrackWork, contextOf(services).context)

  it('takes a link of the row and searches nothing', async () => {
    const { asked, context } = contextOf({})
    const row = { ...ROW, title: 'a', artist: 'b', sourceUrl: 'https://example.org/a.mp3' }
    const work = { row, notes: [] } as unknown as TrackWork
    expect(await findSource.run(work, context)).toMatchObject({ link: row.sourceUrl })
    expect(asked).toEqual([])
  })

  it('waits where nothing can search', async () => {
    const off = { searchSources: [] }
    expect(await run({ title: 'a', artist: 'b' }, off)).toMatchObject({ kind: 'blocked' })
    expect(await run({ title: 'a', artist: 'b', spotifyId: 'abc' }, off)).toMatchObject({
      kind: 'blocked',
      text: expect.stringContaining('Spotify'),
    })
    expect(await run({ spotifyId: 'abc' })).toMatchObject({ kind: 'blocked' })
  })

  it.each([
    ['https://music.apple.com/de/album/a/1?i=2', 'Apple Music'],
    ['https://www.deezer.com/track/1', 'Deezer'],
    ['https://open.spotify.com./track/4uLU6hMCjMI75M1A2tKUQC', 'Spotify'],
  ])('never takes %s: another link of the row, else it waits', async (sourceUrl, service) => {
    const youtubeUrl = 'https://www.youtube.com/watch?v=dQw4w9WgXcQ'
    expect(await run({ sourceUrl, youtubeUrl })).toMatchObject({ link: youtubeUrl })
    expect(await run({ sourceUrl })).toMatchObject({
      kind: 'blocked',
      text: expect.stringContaining(`only link is of ${service}`),
    })
  })

  it('tells a person of a broken link and searches nothing in its place', async () => {
    await expect(run({ title: 'a', artist: 'b', sourceUrl: 'htp:/nonsense' })).rejects.toMatchObject({
      tag: 'No_Source',
    })
  })
})
