// The stage "enrich", and what of an answer is for a row.

import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { Transient } from '../../../src/errors.ts'
import { askAgainAt, enrichmentOf, lackedBy } from '../../../src/model/enrichment.ts'
import type { Gathered, Metadata, ProviderLine } from '../../../src/model/metadata.ts'
import type { Track } from '../../../src/model/track.ts'
import type { StageContext, TrackWork } from '../../../src/pipeline/stage.ts'
import { enrich } from '../../../src/pipeline/stages/enrich.ts'
import { type Asked, type Gather, openGather } from '../../../src/sources/metadata/gather.ts'
import type { Provider } from '../../../src/sources/metadata/provider.ts'
import { isProved } from '../../../src/sources/metadata/same-recording.ts'
import { openSpotifyProvider } from '../../../src/sources/metadata/spotify.ts'

const KNOWN: Metadata = {
  isrc: 'DEA112400123',
  album: 'Harbour Lights',
  label: 'Quay',
  releaseDate: { text: '2024-05-31', precision: 'day' },
  genre: 'Deep House',
  artworkUrl: 'https://pictures.example/1.jpg',
  links: { spotify: 'https://open.spotify.com/intl-de/track/4uLU6hMCjMI75M1A2tKUQC?si=1' },
}
const answer = (more: Partial<Gathered> = {}): Gathered => ({
  metadata: KNOWN,
  evidence: {},
  artists: [],
  providers: [{ provider: 'deezer', outcome: 'found' }],
  ...more,
})
const NOW = Date.parse('2026-11-21T12:00:00Z')
const DAY_MS = 86_400_000

interface Run {
  row?: Partial<Track>
  work?: Partial<TrackWork>
  signal?: AbortSignal
}

async function enriched(metadata: Gather | undefined, { row = {}, work = {}, signal }: Run = {}) {
  const recorded: unknown[] = []
  const tools = { metadata, now: () => new Date(NOW), enrichedRows: { record: (kept: object) => recorded.push(kept) } }
  const log = { note: vi.fn(), info: vi.fn(), error: vi.fn() }
  const context = { tools, log, signal: signal ?? new AbortController().signal } as unknown as StageContext
  const before = {
    row: { id: 'row-1', title: 'Night Drive', artist: 'Ada Low', ...row },
    source: {},
    facts: { hasPicture: false },
    measured: { seconds: 312, fingerprint: 'AQAD' },
    notes: ['n'],
    ...work,
  } as unknown as TrackWork
  const after = (await enrich.run(before, context)) as TrackWork
  enrich.receipt?.also?.(after, context)
  return { before, after, recorded, log }
}

function asking(gathered: Gathered = answer()) {
  const asked: Asked[] = []
  const metadata: Gather = async question => {
    asked.push(question)
    return gathered
  }
  return { asked, metadata }
}

describe('the stage "enrich"', () => {
  it('asks with what was measured and is in the file, for what the row lacks, and keeps only that', async () => {
    const { asked, metadata } = asking()
    const row = { label: 'Mine', genre: 'Mine' }
    const facts = { hasPicture: true, tags: { isrc: 'DEA112400123', album: 'On the file' } } as TrackWork['facts']
    const { after, recorded } = await enriched(metadata, { row, work: { facts } })
    expect(asked[0]).toMatchObject({
      wish: { title: 'Night Drive', artist: 'Ada Low', album: 'On the file', seconds: 312, isrc: 'DEA112400123' },
      audio: { fingerprint: 'AQAD', seconds: 312 },
      wants: ['isrc', 'releaseDate'],
      patience: expect.any(AbortSignal),
    })
    expect(after.found).toEqual({
      isrc: 'DEA112400123',
      releaseDate: '2024-05-31',
      spotifyUrl: 'https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC',
      spotifyId: '4uLU6hMCjMI75M1A2tKUQC',
    })
    expect(recorded).toEqual([{ page: 'row-1', name: '["Night Drive","Ada Low"]', againAt: NOW + 30 * DAY_MS }])
  })

  it('the picture is asked for where neither the row nor the file has one', async () => {
    const { metadata } = asking()
    expect((await enriched(metadata)).after.found?.artworkUrl).toBe(KNOWN.artworkUrl)
    const row = { artworkUrl: 'https://mine.example/1.png' }
    expect((await enriched(metadata, { row })).after.found).not.toHaveProperty('artworkUrl')
  })

  it.each<[string, Run]>([
    [
      'nothing is lacking',
      { row: { isrc: 'I', album: 'A', label: 'L', releaseDate: '2024', genre: 'G', artworkUrl: 'u' } },
    ],
    ['the recording has no name', { row: { title: undefined } }],
    ['nobody is known by name', { row: { artist: undefined } }],
  ])('asks nobody where %s', async (_, run) => {
    const { asked, metadata } = asking()
    const { before, after, recorded } = await enriched(metadata, run)
    expect(after).toBe(before)
    expect(asked).toEqual([])
    expect(recorded).toEqual([])
  })

  it('does nothing where no service is on', async () => {
    const { before, after } = await enriched(undefined)
    expect(after).toBe(before)
  })

  it('takes nothing of another recording than the one that is heard, and says so', async () => {
    const fingerprint = { verdict: 'other', score: 0.99, knownAs: ['Bo – Day Drive', 'Bo – Drive', 'x'] } as const
    const { after } = await enriched(asking(answer({ fingerprint })).metadata)
    expect(after.found).toEqual({})
    expect(after.notes).toEqual(['n', 'by its sound it is Bo – Day Drive or Bo – Drive'])
  })

  it('a fault of its own stops no track; a stop does', async () => {
    const broken: Gather = () => Promise.reject(new TypeError('a bug'))
    const { before, after, log } = await enriched(broken)
    expect(after).toBe(before)
    expect(log.error).toHaveBeenCalledOnce()
    const stop = AbortSignal.abort(new Error('enough'))
    await expect(enriched(broken, { signal: stop })).rejects.toThrow('enough')
  })
})

describe('patience', () => {
  const provider = (name: Provider['name'], find: Provider['find']): Provider => ({ name, turn: 'first', find })
  const quick = provider('deezer', async () => ({ label: 'Quay' }))
  const slow = provider('itunes', async ({ signal }) => {
    await sleep(60_000, undefined, { signal }).catch(() => {})
    throw new Transient('cut off')
  })

  it('who has not answered by then is not waited for, and the others count', async () => {
    const patience = new AbortController()
    const asking = openGather([quick, slow])({
      wish: { title: 'T' },
      signal: new AbortController().signal,
      patience: patience.signal,
    })
    patience.abort()
    const { metadata, providers } = await asking
    expect(metadata.label).toBe('Quay')
    expect(providers).toEqual([
      { provider: 'deezer', outcome: 'found' },
      { provider: 'itunes', outcome: 'waits', because: 'it did not answer in time' },
    ])
  })
})

describe('Spotify among the services', () => {
  const ID = '4uLU6hMCjMI75M1A2tKUQC'
  const track = {
    title: 'Night Drive',
    artists: ['Ada Low'],
    isrc: 'DEA112400123',
    seconds: 312,
    url: `https://open.spotify.com/track/${ID}`,
  }
  const asksSpotify = (signedIn = true) => {
    const asked: string[] = []
    const provider = openSpotifyProvider({
      state: async () => ({ signedIn }),
      track: async id => {
        asked.push(id)
        return track
      },
      searchIsrc: async isrc => {
        asked.push(isrc)
        return [{ ...track, title: 'Night Drive (Live)', seconds: 400 }, track]
      },
    })
    const deezer: Provider = {
      name: 'deezer',
      turn: 'first',
      find: async ({ wish }) => (wish.seconds ? { isrc: track.isrc } : undefined),
    }
    const gather = openGather([provider, deezer], isProved)
    const ask = (question: Partial<Asked>) =>
      gather({ wish: { title: 'Night Drive', artist: 'Ada Low' }, signal: new AbortController().signal, ...question })
    return { asked, ask }
  }
  const wish = { title: 'Night Drive', artist: 'Ada Low' }

  it('by the row’s id, which is proof without a length, but not against one', async () => {
    const { asked, ask } = asksSpotify()
    expect((await ask({ spotifyId: ID })).metadata).toMatchObject({ isrc: track.isrc, seconds: 312 })
    expect((await ask({ spotifyId: ID, wish: { ...wish, seconds: 330 } })).metadata.links).toEqual({})
    expect(asked).toEqual([ID, ID])
  })

  it('by the code of the row, or the one that another found; the same recording among its releases', async () => {
    const { asked, ask } = asksSpotify()
    expect((await ask({ wish: { ...wish, isrc: 'DE-A11-24-00123' } })).metadata.links.spotify).toBe(track.url)
    expect((await ask({ wish: { ...wish, seconds: 311 } })).metadata.links.spotify).toBe(track.url)
    expect(asked).toEqual([track.isrc, track.isrc])
  })

  it('not at all while nobody is signed in', async () => {
    const { asked, ask } = asksSpotify(false)
    expect((await ask({ spotifyId: ID })).providers[0]).toEqual({ provider: 'spotify', outcome: 'unknown' })
    expect(asked).toEqual([])
  })
})

describe('what an answer is for a row', () => {
  const WANTS = ['isrc', 'album', 'label', 'releaseDate', 'genre'] as const

  it('only what was asked for; a month is as it is', () => {
    const metadata: Metadata = { ...KNOWN, releaseDate: { text: '2024-05', precision: 'month' }, links: {} }
    expect(enrichmentOf(answer({ metadata }), {}, ['releaseDate'])).toEqual({ releaseDate: '2024-05' })
  })

  it.each([
    [{ spotifyId: '4uLU6hMCjMI75M1A2tKUQC' }, ['spotifyUrl']],
    [{ spotifyUrl: 'spotify:track:4uLU6hMCjMI75M1A2tKUQC' }, ['spotifyId']],
    [{ spotifyUrl: 'https://open.spotify.com/track/another' }, []],
    [{ spotifyId: 'another' }, []],
    [{ spotifyUrl: 'a note of mine' }, []],
  ])('a row that has %j gets %j', (row, fields) => {
    expect(Object.keys(enrichmentOf(answer(), row, [])).sort()).toEqual(fields)
  })

  it('an album at Spotify is no track', () => {
    const metadata: Metadata = { links: { spotify: 'https://open.spotify.com/album/4uLU6hMCjMI75M1A2tKUQC' } }
    expect(enrichmentOf(answer({ metadata }), {}, WANTS)).toEqual({})
  })

  it('a field without a column is not lacked', () =>
    expect(lackedBy({ isrc: 'I', genre: undefined }, ['label', 'tempo'])).toEqual(['album', 'releaseDate', 'genre']))
})

describe('asking again', () => {
  const lines = (all: Partial<Record<ProviderLine['provider'], ProviderLine['outcome']>>): ProviderLine[] =>
    Object.entries(all).map(([provider, outcome]) => ({ provider, outcome }) as ProviderLine)

  it.each([
    [{ deezer: 'found', musicbrainz: 'unknown' }, 30],
    [{ deezer: 'unknown', musicbrainz: 'unknown', coverart: 'unknown' }, 30],
    [{ deezer: 'found', itunes: 'not needed', spotify: 'not set up' }, 30],
    [{ deezer: 'found', musicbrainz: 'failed' }, 1],
    [{ deezer: 'waits', musicbrainz: 'unknown' }, 1],
    [{ deezer: 'failed', coverart: 'unknown', acoustid: 'unknown' }, undefined],
    [{ spotify: 'not set up' }, undefined],
    [{}, undefined],
  ] as const)('%j: in %s days', (outcomes, days) =>
    expect(askAgainAt(lines(outcomes), NOW)).toBe(days && NOW + days * DAY_MS),
  )
})
