// The music sync step by step: real rows and a real queue, sources and ends of tracks as a test says.

import { rm } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type App, createApp } from '../../../src/app.ts'
import { loadConfig } from '../../../src/config.ts'
import { Environment, InputFault, Limited } from '../../../src/errors.ts'
import type { HandlerContext } from '../../../src/handler.ts'
import { blocked, done, failed, later, type Outcome, retry, skipped } from '../../../src/model/outcome.ts'
import type { Track } from '../../../src/model/track.ts'
import { runChain } from '../../../src/pipeline/chain/chain.ts'
import type { Listing } from '../../../src/sources/listing.ts'
import type { Tools } from '../../../src/tools.ts'
import { newVar } from '../../support/cli.ts'
import { saidBy } from '../../support/notion-server.ts'
import { addTracks, withWorkspace } from '../../support/rows.ts'

const NOBODY: Listing = { entries: [], passedOver: [] }
const likesOf = (...names: string[]): Listing => ({
  entries: names.map(name => ({ link: `https://soundcloud.com/dj/${name}`, title: name, uploader: 'DJ' })),
  passedOver: [],
})

let varDir: string
let app: App
let stop: AbortController
let taken: string[]
let receipts: Map<string, unknown>

beforeEach(async () => {
  varDir = await newVar()
  await withWorkspace(varDir, async () => {})
  stop = new AbortController()
  const config = loadConfig({ varDir, environment: {} })
  app = await createApp(config, { logLevel: 'error', dryRun: false, signal: stop.signal, print: () => {} })
  taken = []
  receipts = new Map()
})
afterEach(async () => {
  await app[Symbol.asyncDispose]()
  await rm(varDir, { recursive: true, force: true })
})

interface Script {
  likes?: () => Promise<Listing>
  /** By the title of what is taken; default: done. */
  ends?: Record<string, Outcome>
  rows?: readonly Track[]
  /** The program is told to end while this is worked on. */
  stopsAt?: string
  now?: () => Date
}

function run({ likes = async () => NOBODY, ends = {}, rows = [], stopsAt, now = app.tools.now }: Script) {
  const { log, lines } = saidBy()
  const tools: Tools = { ...app.tools, now, soundcloudProfile: 'me', sources: { ...app.tools.sources, likes } }
  const context: HandlerContext = {
    tools,
    log,
    signal: stop.signal,
    asked: false,
    async effect(name, { form, run: make }) {
      if (!receipts.has(name)) receipts.set(name, await make())
      return form.parse(receipts.get(name))
    },
    async runTrack({ title = '' }) {
      taken.push(title)
      if (title === stopsAt) stop.abort(new Error('by SIGTERM'))
      return ends[title] ?? done('well')
    },
    makeTask: () => Promise.reject(new Error('nobody asks')),
    check() {},
    progress() {},
    expect() {},
  }
  return { lines, outcome: runChain(context, async () => rows) }
}

async function rowsOf(...titles: string[]): Promise<Track[]> {
  const ids = await addTracks(
    varDir,
    titles.map(title => ({ title, url: `https://example.com/${title}.wav` })),
  )
  const tracks = await app.tools.tracks()
  return await Promise.all(ids.map(id => tracks.read(id)))
}

const lookAt = (outcome: Outcome, at: string) => outcome.looks?.find(look => look.at === at)

describe('a source', () => {
  it.each([
    ['that is parked', new Limited('SoundCloud wants a pause', 9), 'SoundCloud wants a pause'],
    ['whose program is missing', new Environment('yt-dlp is needed'), 'yt-dlp is needed'],
    ['whose address is wrong', new InputFault('there is no such profile', 'No_Source'), 'there is no such profile'],
    ['with a bug', new TypeError('x is not a function'), 'an unexpected fault: x is not a function'],
  ])('%s is left out, and the next row is taken', async (_, error, text) => {
    const { outcome, lines } = run({ likes: () => Promise.reject(error), rows: await rowsOf('waiting') })
    const ended = await outcome
    expect(ended).toMatchObject({ kind: 'done', text: 'waiting: well' })
    expect(lookAt(ended, 'SoundCloud likes')).toEqual({ at: 'SoundCloud likes', state: 'away', text })
    expect(lines.some(line => line.startsWith('error: '))).toBe(error instanceof TypeError)
  })

  it('that has likes no more from one day to the next is not believed for a week', async () => {
    const looks = async (names: string[], days: number) => {
      now += days * 86_400_000
      const { outcome } = run({ likes: async () => likesOf(...names), now: () => new Date(now) })
      return lookAt(await outcome, 'SoundCloud likes')
    }
    let now = Date.parse('2026-11-22T12:00:00Z')
    expect(await looks([], 0)).toMatchObject({ state: 'asked', text: 'nothing' })
    expect(await looks(['a'], 0)).toMatchObject({ state: 'asked' })
    expect(await looks([], 1)).toMatchObject({
      state: 'away',
      text: expect.stringMatching(/^SoundCloud answers that me has no likes, but there were some 22 Nov/),
    })
    expect(await looks([], 6)).toMatchObject({ state: 'asked', text: 'nothing' })
  })

  it('that is asked while the program stops is no source that is away: the sync ends', async () => {
    const reason = new Error('by SIGTERM')
    const likes = async () => {
      stop.abort(reason)
      throw new Environment('cut off')
    }
    await expect(run({ likes, rows: await rowsOf('waiting') }).outcome).rejects.toBe(reason)
    expect(taken).toEqual([])
  })

  it('gives at most five, and says which of them are no tracks', async () => {
    const likes = async () => ({ ...likesOf('a', 'b', 'c', 'd', 'e', 'f'), passedOver: [{ index: 2, why: 'a set' }] })
    const ends = Object.fromEntries([...'abcdef'].map(title => [title, failed('gone', 'SC_404')]))
    const ended = await run({ likes, ends }).outcome
    expect(taken).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(lookAt(ended, 'SoundCloud likes')?.text).toBe(
      `6 found; passed over: number 2 (a set); ${[...'abcde'].map(title => `DJ – ${title} (failed: gone)`).join('; ')}`,
    )
    expect(ended).toMatchObject({ kind: 'done', text: 'no track wants work' })
  })
})

describe('what is found', () => {
  it.each([
    ['retry', retry('a time-out')],
    ['blocked', blocked('ffmpeg is missing')],
    ['failed', failed('gone', 'SC_404')],
    ['skipped', skipped('another machine has it')],
  ])('and ends in %s is passed over: the next one is taken', async (kind, ended) => {
    const outcome = await run({ likes: async () => likesOf('a', 'b'), ends: { a: ended } }).outcome
    expect(outcome).toMatchObject({ kind: 'done', text: 'DJ – b: well' })
    expect(lookAt(outcome, 'SoundCloud likes')?.text).toContain(`DJ – a (${kind}: ${ended.text})`)
  })

  it('and is cut off by the end of the program ends the sync', async () => {
    const ends = { a: later('stopped: by SIGTERM') }
    const outcome = await run({ likes: async () => likesOf('a', 'b'), ends, stopsAt: 'a' }).outcome
    expect(outcome).toMatchObject({ kind: 'retry', free: true })
    expect(taken).toEqual(['a'])
  })
})

describe('the next row', () => {
  it('ends the sync when it is to be tried again', async () => {
    const rows = await rowsOf('one', 'two')
    expect(await run({ rows, ends: { one: retry('a time-out') } }).outcome).toMatchObject({ kind: 'retry' })
    expect(taken).toEqual(['one'])
  })

  it('that fails makes place for the one after it, five times', async () => {
    const rows = await rowsOf('1', '2', '3', '4', '5', '6')
    const ends = Object.fromEntries(rows.map(({ title = '' }) => [title, failed('gone')]))
    expect(await run({ rows, ends: { 1: failed('gone'), 2: skipped('taken') } }).outcome).toMatchObject({
      kind: 'done',
      text: '3: well',
      notes: ['1 failed: gone'],
    })
    receipts.clear()
    taken = []
    expect(await run({ rows, ends }).outcome).toMatchObject({ kind: 'failed' })
    expect(taken).toEqual(['1', '2', '3', '4', '5'])
  })
})

describe('after a death', () => {
  it('what was taken and is done counts: nothing else is taken', async () => {
    const [before, other] = await rowsOf('before', 'other')
    await (await app.tools.tracks()).update(before?.id ?? '', { downloaded: true })
    receipts.set('take-1', before?.id)
    const outcome = await run({ rows: other ? [other] : [] }).outcome
    expect(outcome).toMatchObject({ kind: 'done', text: 'before: it was done before the sync was cut off' })
    expect(taken).toEqual([])
  })

  it.each([
    ['is not done', async () => {}],
    ['was removed', (id: string) => withWorkspace(varDir, call => call('PATCH', `pages/${id}`, { in_trash: true }))],
  ])('what was taken and %s is left for its own job: the next one is taken', async (_, change) => {
    const [before, other] = await rowsOf('before', 'other')
    await change(before?.id ?? '')
    receipts.set('take-1', before?.id)
    expect((await run({ rows: other ? [other] : [] }).outcome).text).toBe('other: well')
    expect(receipts.get('take-2')).toBe(other?.id)
  })
})
