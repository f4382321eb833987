// A playlist step by step: real rows, a real store and a real queue; sources and ends of tracks as a test says.

import { rm } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type App, createApp } from '../../../src/app.ts'
import { loadConfig } from '../../../src/config.ts'
import { Environment, InputFault, Limited, Transient } from '../../../src/errors.ts'
import type { HandlerContext } from '../../../src/handler.ts'
import { done, failed, later, type Outcome } from '../../../src/model/outcome.ts'
import { holdRows } from '../../../src/pipeline/held-rows.ts'
import { runPlaylist } from '../../../src/pipeline/playlist/playlist.ts'
import { MOST_ENTRIES, readPlaylist, remarksOn } from '../../../src/pipeline/playlist/source.ts'
import { byReason } from '../../../src/pipeline/playlist/told.ts'
import type { ListedTrack, Listing } from '../../../src/sources/listing.ts'
import type { Tools } from '../../../src/tools.ts'
import { newVar } from '../../support/cli.ts'
import { saidBy } from '../../support/notion-server.ts'
import { addTracks, withWorkspace } from '../../support/rows.ts'

const LINK = 'https://soundcloud.com/dj/sets/a-set'
const byNumber = (n: number) => `https://api.soundcloud.com/tracks/${n}`

let varDir: string
let app: App
let stop: AbortController
let taken: string[]
let described: string[]

beforeEach(async () => {
  varDir = await newVar()
  await withWorkspace(varDir, async () => {})
  stop = new AbortController()
  const config = loadConfig({ varDir, environment: {} })
  app = await createApp(config, {
    logLevel: 'error',
    dryRun: false,
    signal: new AbortController().signal,
    print: () => {},
  })
  taken = []
  described = []
})
afterEach(async () => {
  await app[Symbol.asyncDispose]()
  await rm(varDir, { recursive: true, force: true })
})

interface Script {
  entries: readonly ListedTrack[]
  more?: Partial<Listing>
  describe?: (link: string) => Promise<ListedTrack>
  ends?: Record<string, Outcome>
  limit?: number
  /** The program is told to end while this is worked on. */
  stopsAt?: string
  /** Other than those of the program. */
  playlists?: Tools['playlists'] | 'none'
}

async function run({
  entries,
  more = {},
  describe: tell,
  ends = {},
  limit,
  stopsAt,
  playlists,
}: Script): Promise<Outcome> {
  const sources: Tools['sources'] = {
    ...app.tools.sources,
    listing: async () => ({ title: 'A set', entries: [...entries], passedOver: [], ...more }),
    async describe(link) {
      described.push(link)
      if (tell) return tell(link)
      const number = link.slice(link.lastIndexOf('/') + 1)
      return { link: `https://soundcloud.com/dj/song-${number}`, title: `Song ${number}`, uploader: 'DJ' }
    },
  }
  const lists = playlists === 'none' ? undefined : (playlists ?? app.tools.playlists)
  const tools = { ...app.tools, sources, playlists: lists }
  const context: HandlerContext = {
    tools,
    log: saidBy().log,
    signal: stop.signal,
    asked: false,
    effect: () => Promise.reject(new Error('nobody asks')),
    async runTrack({ title = '' }) {
      taken.push(title)
      if (title === stopsAt) stop.abort(new Error('by SIGTERM'))
      return stop.signal.aborted ? later('stopped') : (ends[title] ?? done('well'))
    },
    makeTask: () => Promise.reject(new Error('nobody asks')),
    check() {},
    progress() {},
    expect() {},
  }
  return runPlaylist(await readPlaylist(tools, { link: LINK }), context, { limit })
}

const named = (name: string): ListedTrack => ({
  link: `https://soundcloud.com/dj/${name}`,
  title: name,
  uploader: 'DJ',
})
const unnamed = (n: number): ListedTrack => ({ link: byNumber(n) })
const rows = async () => (await (await app.tools.tracks()).listAll()).map(({ title }) => title)

describe('entries', () => {
  it('are worked on in their order; one that fails takes nothing from the others', async () => {
    const ends = { b: failed('gone', 'SC_404') }
    const outcome = await run({ entries: ['a', 'b', 'c'].map(named), ends })
    expect(outcome).toMatchObject({ kind: 'done', text: 'A set: 3 entries, 3 rows made, 2 done now, 1 failed' })
    expect(taken).toEqual(['a', 'b', 'c'])
  })

  it('that stand twice in the list are one row and one run', async () => {
    await run({ entries: [named('a'), named('b'), named('a')] })
    expect(taken).toEqual(['a', 'b'])
    expect(await rows()).toEqual(['a', 'b'])
    expect(app.tools.knownPlaylists.entries(LINK).map(({ title }) => title)).toEqual(['a', 'b', 'a'])
  })

  it('that the list does not name are asked for once, and known from then on', async () => {
    const entries = [unnamed(1), unnamed(2)]
    await run({ entries })
    expect(await rows()).toEqual(['Song 1', 'Song 2'])
    expect(described).toEqual([byNumber(1), byNumber(2)])
    await run({ entries: [...entries, unnamed(3)] })
    expect(described).toEqual([byNumber(1), byNumber(2), byNumber(3)])
    expect(await rows()).toHaveLength(3)
  })

  it('that lead to a row there is already get no other', async () => {
    await addTracks(varDir, [{ title: 'Mine', soundcloud: 'https://m.soundcloud.com/DJ/song-1?si=x' }])
    await run({ entries: [unnamed(1)] })
    expect(await rows()).toEqual(['Mine'])
    expect(taken).toEqual(['Mine'])
  })

  it('that are dead are passed over with why, and have no row', async () => {
    const tell = () => Promise.reject(new InputFault('SoundCloud has no such track (404)', 'SC_404'))
    const outcome = await run({ entries: [unnamed(1), named('b')], describe: tell })
    expect(outcome).toMatchObject({
      kind: 'done',
      notes: expect.arrayContaining([`${byNumber(1)}: SoundCloud has no such track (404)`]),
    })
    expect(await rows()).toEqual(['b'])
  })

  it('whose rows a person threw away are not made again', async () => {
    await run({ entries: [named('a')] })
    const [row] = await (await app.tools.tracks()).listAll()
    await withWorkspace(varDir, call => call('PATCH', `pages/${row?.id}`, { in_trash: true }))
    const outcome = await run({ entries: [named('a')] })
    expect(outcome).toMatchObject({ notes: expect.arrayContaining(['DJ – a: it is in the trash']) })
    expect(await rows()).toEqual([])
  })
})

describe('a service that is away while it is asked about entries', () => {
  it.each([
    ['broken', new Transient('SoundCloud does not answer')],
    ['a program missing', new Environment('yt-dlp is needed')],
    ['parked', new Limited('SoundCloud wants a pause', Date.now() + 3600_000)],
  ])('%s: the others are done, and the playlist comes back', async (_, fault) => {
    const tell = () => Promise.reject(fault)
    const entries = [...[1, 2, 3, 4, 5, 6].map(unnamed), named('b')]
    const outcome = await run({ entries, describe: tell })
    expect(outcome).toMatchObject({
      kind: 'retry',
      free: true,
      text: expect.stringContaining(`6 not known yet: ${fault.message}`),
    })
    const { notBefore = 0 } = outcome.kind === 'retry' ? outcome : {}
    expect(notBefore).toBeGreaterThan(Date.now() + 60_000)
    expect(described, 'not asked on and on').toHaveLength(3)
    expect(taken).toEqual(['b'])
    expect(await run({ entries })).toMatchObject({ kind: 'done' })
    expect(await rows()).toHaveLength(7)
  })

  it('a short pause is waited for', async () => {
    let asked = 0
    const tell = async (link: string) => {
      asked += 1
      if (asked === 1) throw new Limited('busy', Date.now() + 50)
      return { link: 'https://soundcloud.com/dj/song-1', title: link }
    }
    expect(await run({ entries: [unnamed(1)], describe: tell })).toMatchObject({ kind: 'done' })
    expect(described).toHaveLength(2)
  })
})

describe('the end', () => {
  it('by a stop of the program is no end of the playlist', async () => {
    const entries = Array.from({ length: 20 }, (_, n) => named(`song ${n}`))
    await expect(run({ entries, stopsAt: 'song 2' })).rejects.toThrow('by SIGTERM')
    expect(taken.length).toBeLessThan(20)
    expect(await rows()).toHaveLength(20)
  })

  it('--limit leaves the others as they are', async () => {
    const entries = ['a', 'b', 'c', 'd'].map(named)
    const outcome = await run({ entries, limit: 2 })
    expect(outcome.text).toBe('A set: 4 entries, 2 rows made, 2 done now; 2 entries were not looked at (--limit)')
    expect(await rows()).toEqual(['a', 'b'])
  })

  it('tells what the service says and did not give', async () => {
    const passedOver = [{ index: 2, why: 'it is private' }]
    const outcome = await run({ entries: [named('a')], more: { total: 5, passedOver } })
    expect(outcome).toMatchObject({
      text: 'A set: 2 entries, 1 no track, 1 row made, 1 done now; the service says 5 entries, and 2 came',
      notes: expect.arrayContaining(['number 2: it is private']),
    })
  })
})

describe('the page of Playlists', () => {
  const pages = async () => (await (await app.tools.playlists?.())?.listAll()) ?? []

  it('is one, by its link, however the list is called now', async () => {
    await run({ entries: [named('a')] })
    await run({ entries: [named('a'), named('b')], more: { title: 'Renamed' } })
    expect(await pages()).toMatchObject([{ title: 'A set', link: LINK }])
    const rowsNow = await (await app.tools.tracks()).listAll()
    expect(rowsNow.map(({ playlistIds }) => playlistIds)).toEqual([[(await pages())[0]?.id], [(await pages())[0]?.id]])
  })

  it('is added to a row that has others, which stay', async () => {
    const other = await (await app.tools.playlists?.())?.create({ title: 'A person’s own' })
    await run({ entries: [named('a')] })
    const [row] = await (await app.tools.tracks()).listAll()
    await withWorkspace(varDir, call =>
      call('PATCH', `pages/${row?.id}`, { properties: { Playlists: { relation: [{ id: other?.id }] } } }),
    )
    await run({ entries: [named('a')] })
    const [after] = await (await app.tools.tracks()).listAll()
    expect(after?.playlistIds).toEqual([other?.id, (await pages()).find(({ title }) => title === 'A set')?.id])
  })

  it.each([
    ['that is not set', 'none' as const, 'no Playlists database is set (PLAYLISTS_DB_ID)'],
    [
      'that does not fit',
      () => Promise.reject(new Environment('rows lead to another database')),
      'Playlists: rows lead to another database',
    ],
  ])('in a database %s is left out, and said', async (_, playlists, why) => {
    const outcome = await run({ entries: [named('a')], playlists })
    expect(outcome).toMatchObject({ kind: 'done', notes: [why] })
    expect(taken).toEqual(['a'])
    expect(await pages()).toEqual([])
  })

  it('is made, and each row, when Notion’s budget is spent for a short while', async () => {
    let asked = 0
    const playlists = async () => {
      asked += 1
      if (asked === 1) throw new Limited('Notion gets no more than 180', Date.now() + 60)
      const table = await app.tools.playlists?.()
      if (!table) throw new Error('there is no such table')
      return table
    }
    expect(await run({ entries: [named('a')], playlists })).toMatchObject({ kind: 'done', notes: [] })
    expect(await pages()).toHaveLength(1)
  })

  it('is not made by a run that Notion does not answer', async () => {
    const playlists = () => Promise.reject(new Transient('Notion does not answer'))
    await expect(run({ entries: [named('a')], playlists })).rejects.toThrow('Notion does not answer')
    expect(await rows()).toEqual([])
  })
})

describe('a remark on a list', () => {
  const listOf = (count: number, total?: number, passed = 0) => ({
    key: LINK,
    title: 'A set',
    total,
    entries: Array.from({ length: count }, () => ({})),
    passedOver: Array.from({ length: passed }, (_, at) => ({ index: at + 1, why: 'gone' })),
  })

  it.each([
    ['as many as the service says', listOf(3, 3), []],
    ['with those that are no tracks', listOf(2, 3, 1), []],
    ['where the service names no total', listOf(3), []],
    ['fewer', listOf(2, 3), ['the service says 3 entries, and 2 came']],
    ['more', listOf(4, 3), ['the service says 3 entries, and 4 came']],
    ['the most that are read', listOf(MOST_ENTRIES, 7000), ['only the first 5000 entries are read, of 7000']],
    ['the most, of nobody knows how many', listOf(MOST_ENTRIES), ['only the first 5000 entries are read']],
    ['exactly the most', listOf(MOST_ENTRIES, MOST_ENTRIES), []],
  ])('%s', (_, list, expected) => expect(remarksOn(list)).toEqual(expected))
})

it('of many with one reason the first are named', () => {
  const told = [
    { name: 'x', why: 'gone' },
    ...Array.from({ length: 6 }, (_, n) => ({ name: `song ${n}`, why: 'no link' })),
  ]
  expect(byReason(told)).toEqual(['x: gone', 'song 0; song 1; song 2 and 3 more: no link'])
})

describe('rows that are looked up', () => {
  it('few: each by itself; many: all are read once, and found by link, id, code and names', async () => {
    const [byLink = '', byName = ''] = await addTracks(varDir, [
      { title: 'A', soundcloud: 'https://soundcloud.com/dj/a?si=1' },
      { title: 'Bé', artist: 'Somebody' },
    ])
    const tracks = await app.tools.tracks()
    let reads = 0
    const counted = {
      ...tracks,
      listAll() {
        reads += 1
        return tracks.listAll()
      },
    }
    const facts = new Map<string, string>()
    const ledger = {
      fact: (name: string) => facts.get(name),
      setFact: (name: string, value: string) => void facts.set(name, value),
    }
    await holdRows({ tracks: counted, ledger }, 5)
    expect(reads).toBe(0)
    const { tracks: held } = await holdRows({ tracks: counted, ledger }, 60)
    expect(reads).toBe(1)
    expect((await held.listByLink('https://soundcloud.com/dj/a')).map(({ id }) => id)).toEqual([byLink])
    expect((await held.listAlike({ title: 'BÉ ', artist: 'somebody' })).map(({ id }) => id)).toEqual([byName])
    const made = await held.create({ title: 'C', spotifyId: '4uLU6hMCjMI75M1A2tKUQC', isrc: 'GBAYE0000001' })
    expect(await held.listBySpotifyId('4uLU6hMCjMI75M1A2tKUQC')).toEqual([made])
    expect(await held.listAlike({ title: 'x', artist: 'y', isrc: 'gbaye0000001' })).toEqual([made])
    expect(await held.listByLink('https://soundcloud.com/dj/b')).toEqual([])
    await holdRows({ tracks: counted, ledger }, 5)
    expect(reads, 'the table is small: one request tells all').toBe(2)
  })
})
