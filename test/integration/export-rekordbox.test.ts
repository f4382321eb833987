// Finished rows as rekordbox's collection: which row becomes which track, and what is said of it.

import { existsSync } from 'node:fs'
import { copyFile, rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type App, createApp } from '../../src/app.ts'
import { writeTags } from '../../src/audio/tags/write.ts'
import { loadConfig } from '../../src/config.ts'
import { Environment } from '../../src/errors.ts'
import type { DjTrack } from '../../src/library/rekordbox-xml.ts'
import { collectionOf } from '../../src/orchestrator/export-collection.ts'
import type { DjWish } from '../../src/pipeline/export/dj-track.ts'
import { newVar, orchestrator } from '../support/cli.ts'
import { type FinishedRow, finishRow, MEASURED } from '../support/finished-rows.ts'
import { childOf, hasPython, readXml } from '../support/python-xml.ts'
import { withWorkspace } from '../support/rows.ts'

let varDir: string
let app: App
const signal = new AbortController().signal
beforeEach(async () => {
  varDir = await newVar()
  await withWorkspace(varDir, async () => {}) // without demo rows
  app = await createApp(loadConfig({ varDir, environment: {} }), { logLevel: 'error', dryRun: false, signal })
})
afterEach(async () => {
  await app[Symbol.asyncDispose]()
  await rm(varDir, { recursive: true, force: true })
})

async function collect(wish: DjWish = {}) {
  const collection = collectionOf({ tools: app.tools, signal, view: { progress() {} }, wish })
  const tracks: DjTrack[] = []
  for await (const track of collection.tracks) tracks.push(track)
  return { tracks, playlists: collection.playlists(), sums: collection.sums }
}

const set = (id: string, properties: object) =>
  withWorkspace(varDir, call => call('PATCH', `pages/${id}`, { properties }))
const text = (content: string) => ({ rich_text: [{ text: { content } }] })

function measure(row: FinishedRow, analysis: object): Promise<void> {
  return app.tools.store.commit(() => app.tools.journal.recordMeasured(row.id, { ...MEASURED, ...analysis }))
}

const GRID = { bpm: 120, grid: { firstBeat: 0.25, firstDownbeat: 1.25 } }

describe('a track of the collection', () => {
  it('says what its row says, what was measured, and what its file says', async () => {
    const row = await finishRow(app.tools, 'Song (Extended Mix)')
    await measure(row, { tempo: GRID, seconds: 61.25 })
    await writeTags(row.path, 'wav', { comment: 'https://example.org/x' })
    await set(row.id, { Rating: { number: 4 }, Album: text('LP'), 'Release Date': { date: { start: '2024-05-31' } } })
    const { tracks } = await collect()
    expect(tracks).toEqual([
      expect.objectContaining({
        ...{ path: row.path, format: 'wav', title: 'Song (Extended Mix)', artist: 'Ada Low', album: 'LP', year: 2024 },
        ...{ mix: 'Extended Mix', seconds: 61.25, bpm: 120, key: 'Am', rating: 4, sampleRate: 44_100, bitRate: 1411 },
        ...{ comment: '[source: https://example.org/x]', grid: { firstBeat: 0.25, beatInBar: 3, bpm: 120 } },
        addedOn: expect.stringMatching(/^20\d\d-\d\d-\d\d$/),
      }),
    ])
    expect((await collect({ key: 'camelot' })).tracks[0]?.key).toBe('8A')
  })

  it('has the tempo and key of a person, and then no grid', async () => {
    const row = await finishRow(app.tools, 'Mine')
    await measure(row, { tempo: GRID })
    await set(row.id, { Tempo: { number: 60 }, 'Key ': text('who knows') })
    const [track] = (await collect({ key: 'camelot' })).tracks
    expect([track?.bpm, track?.key, track?.grid]).toEqual([60, 'who knows', undefined])
  })

  it('has no grid where none was measured', async () => {
    await finishRow(app.tools, 'Free')
    expect((await collect()).tracks[0]).toMatchObject({ bpm: 120, grid: undefined })
  })

  it('is its first file in the order AIFF, WAV, M4A, or the one that is asked for', async () => {
    const row = await finishRow(app.tools, 'Three')
    const other = (ending: string) => row.path.replace(/wav$/, ending)
    for (const ending of ['aiff', 'm4a']) await copyFile(row.path, other(ending))
    await set(row.id, { 'AIFF File Path': text(other('aiff')), 'M4A File Path': text(other('m4a')) })
    const chosen = async (wish: DjWish) => (await collect(wish)).tracks.map(({ path }) => path)
    expect(await chosen({})).toEqual([other('aiff')])
    expect(await chosen({ format: 'm4a' })).toEqual([other('m4a')])
    await unlink(other('aiff'))
    expect(await chosen({})).toEqual([row.path])
    expect(await chosen({ format: 'flac' })).toEqual([row.path])
    await unlink(row.path)
    expect(await chosen({})).toEqual([other('m4a')])
  })
})

describe('the rows of the collection', () => {
  it('of one recording are one track: the row that has the files, also when it is the younger', async () => {
    const [older, owner] = [await finishRow(app.tools, 'Older'), await finishRow(app.tools, 'Owner')]
    await app.tools.store.commit(() => {
      app.tools.journal.forgetFile(older.path)
      app.tools.merges.put(older.id, { recording: 1, owner: owner.id })
    })
    const { tracks, sums } = await collect()
    expect(tracks.map(({ title }) => title)).toEqual(['Owner'])
    expect(sums).toMatchObject({ tracks: 1, shared: 1, withoutFile: 0 })
  })

  it('that name one file are one track', async () => {
    const [one, two] = [await finishRow(app.tools, 'One'), await finishRow(app.tools, 'Two')]
    await app.tools.store.commit(() => app.tools.journal.forgetFile(two.path))
    await set(two.id, { 'WAV File Path': text(one.path) })
    expect((await collect()).sums).toMatchObject({ tracks: 1, shared: 1 })
  })

  it('whose files are gone, or lie where nothing is looked at, are named and left out', async () => {
    const [gone, elsewhere] = [await finishRow(app.tools, 'Gone'), await finishRow(app.tools, 'Elsewhere')]
    await finishRow(app.tools, 'Here')
    await unlink(gone.path)
    await app.tools.store.commit(() => app.tools.journal.forgetFile(elsewhere.path))
    await writeFile(join(varDir, 'elsewhere.wav'), '')
    await set(elsewhere.id, { 'WAV File Path': text(join(varDir, 'elsewhere.wav')) })
    const { tracks, sums } = await collect()
    expect(tracks.map(({ title }) => title)).toEqual(['Here'])
    expect(sums).toMatchObject({ withoutFile: 2, without: ['Ada Low – Gone', 'Ada Low – Elsewhere'] })
  })

  it('stand in the playlists the program knows, in their order; a list without any is left out', async () => {
    const [one, two] = [await finishRow(app.tools, 'One'), await finishRow(app.tools, 'Two')]
    const lists = app.tools.knownPlaylists
    const entry = (page: string) => ({ entry: page, page, artist: '', title: '', seconds: 0, path: '' })
    await lists.keep({ key: 'list', title: 'Night drive', page: '' })
    for (const [at, page] of [two.id, '', one.id, two.id].entries()) await lists.keepEntry('list', at, entry(page))
    await lists.keep({ key: 'none', title: 'Nothing yet', page: '' })
    await lists.keepEntry('none', 0, entry(''))
    const { tracks, playlists } = await collect()
    const id = (title: string) => tracks.find(track => track.title === title)?.id
    expect(playlists).toEqual([{ title: 'Night drive', ids: [id('Two'), id('One'), id('Two')] }])
  })

  it('of a volume that is away are not asked for', async () => {
    await finishRow(app.tools, 'Away')
    await rm(app.tools.library.dir, { recursive: true })
    await expect(collect()).rejects.toThrow(Environment)
  })
})

describe.skipIf(!hasPython)('orchestrator export rekordbox (needs python3)', () => {
  it('writes the file beside a running program; a dry run writes nothing; wrong use is told', {
    timeout: 60_000,
  }, async () => {
    const row = await finishRow(app.tools, 'Song')
    const run = (...args: string[]) => orchestrator(['export', 'rekordbox', ...args, '--var', varDir])
    const path = join(varDir, 'exports', 'rekordbox.xml')
    const planned = await run('--dry-run', '--json')
    expect(JSON.parse(planned.stdout)).toMatchObject({ exitCode: 0, path, written: false, tracks: 1 })
    expect(existsSync(path)).toBe(false)
    const written = await run()
    expect([written.code, written.stdout]).toEqual([0, `1 track and 0 playlists are in ${path}\n`])
    const [track] = childOf(readXml(path), 'COLLECTION').children
    expect(decodeURIComponent(track?.attributes.Location ?? '')).toBe(`file://localhost${row.path}`)
    await writeFile(path, 'mine')
    expect(await run()).toMatchObject({ code: 2, stderr: expect.stringContaining('was not written by this program') })
    expect(await run('--format', 'ogg')).toMatchObject({ code: 2 })
  })
})
