// What services say meets what a person does to the row meanwhile.

import { rm } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type App, createApp } from '../../src/app.ts'
import { cycleDeps } from '../../src/commands/cycle-deps.ts'
import { loadConfig } from '../../src/config.ts'
import type { Gathered, Metadata } from '../../src/model/metadata.ts'
import type { TrackChanges } from '../../src/model/track.ts'
import { enrichRows } from '../../src/orchestrator/enrich-rows.ts'
import { noView } from '../../src/orchestrator/view.ts'
import type { Asked } from '../../src/sources/metadata/gather.ts'
import { newVar } from '../support/cli.ts'
import { withWorkspace } from '../support/rows.ts'

const SPOTIFY = {
  spotifyUrl: 'https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC',
  spotifyId: '4uLU6hMCjMI75M1A2tKUQC',
}
const METADATA: Metadata = {
  isrc: 'DEA112400123',
  album: 'Harbour Lights',
  label: 'Quay',
  releaseDate: { text: '2024-05-31', precision: 'day' },
  genre: 'Deep House',
  links: { spotify: SPOTIFY.spotifyUrl },
}
const RELEASE = {
  isrc: 'DEA112400123',
  album: 'Harbour Lights',
  label: 'Quay',
  releaseDate: '2024-05-31',
  genre: 'Deep House',
}
const ANSWER: Gathered = {
  metadata: METADATA,
  evidence: {},
  artists: [],
  providers: [{ provider: 'deezer', outcome: 'found' }],
}

let varDir: string
let app: App
beforeEach(async () => {
  varDir = await newVar()
  await withWorkspace(varDir, async () => {}) // without demo rows
  const config = loadConfig({ varDir, environment: {} })
  app = await createApp(config, { logLevel: 'error', dryRun: false, signal: new AbortController().signal })
})
afterEach(async () => {
  await app[Symbol.asyncDispose]()
  await rm(varDir, { recursive: true, force: true })
})

async function addRow(changes: TrackChanges): Promise<string> {
  const tracks = await app.tools.tracks()
  const { id } = await tracks.create({ title: 'Night Drive', artist: 'Ada Low' })
  await tracks.update(id, changes)
  return id
}
const readRow = async (id: string) => (await app.tools.tracks()).read(id)

/** @param meanwhile done while services are asked */
async function enrich(meanwhile: (asked: Asked) => Promise<unknown> = async () => {}, answer = ANSWER) {
  const asked: Asked[] = []
  const metadata = async (question: Asked) => {
    asked.push(question)
    await meanwhile(question)
    return answer
  }
  const signal = new AbortController().signal
  const asking = { ...app, tools: { ...app.tools, metadata, artists: undefined } }
  const { entries, problems } = await enrichRows(cycleDeps({ app: asking, signal }, noView), 50)
  expect(problems).toEqual([])
  return { asked, outcomes: entries.map(({ outcome }) => outcome) }
}

describe('a row that is enriched', () => {
  it('gets all of it in one read and one write, and the link of a finished track', async () => {
    const id = await addRow({ downloaded: true, duration: 312 })
    let before = 0
    const { outcomes } = await enrich(async () => {
      before = app.notion.requests
    })
    expect(outcomes).toMatchObject([{ kind: 'done', notes: [] }])
    expect(app.notion.requests - before).toBe(2)
    expect(await readRow(id)).toMatchObject({ ...RELEASE, ...SPOTIFY })
  })

  it('gets no link while it is not done: with it, it would ask for other work', async () => {
    const id = await addRow({ duration: 312 })
    await enrich()
    const { spotifyUrl, spotifyId, ...row } = await readRow(id)
    expect(row).toMatchObject(RELEASE)
    expect({ spotifyUrl, spotifyId }).toEqual({})
  })

  it('what a person filled in meanwhile stays, the rest is written', async () => {
    const id = await addRow({ downloaded: true, duration: 312 })
    const { outcomes } = await enrich(async () => (await app.tools.tracks()).update(id, { label: 'Mine' }))
    expect(outcomes).toMatchObject([{ kind: 'done', notes: ['label: Mine is kept'] }])
    expect(await readRow(id)).toMatchObject({ ...RELEASE, label: 'Mine' })
  })

  it('another title meanwhile: nothing is written, and it is asked about by its new one', async () => {
    const id = await addRow({ downloaded: true, duration: 312 })
    const { outcomes } = await enrich(async () => (await app.tools.tracks()).update(id, { title: 'Day Drive' }))
    expect(outcomes).toMatchObject([{ kind: 'skipped', text: expect.stringContaining('edited meanwhile') }])
    expect(await readRow(id)).not.toMatchObject({ isrc: expect.anything() })
    const { asked } = await enrich()
    expect(asked.map(({ wish }) => wish.title)).toEqual(['Day Drive'])
    expect((await enrich()).asked).toEqual([])
  })

  it('is asked about by what was measured of it, too', async () => {
    const id = await addRow({ downloaded: true })
    await app.tools.store.commit(() => app.tools.journal.recordMeasured(id, { seconds: 311.5, fingerprint: 'AQAD' }))
    expect((await enrich()).asked).toEqual([])
    await (await app.tools.tracks()).update(id, { duration: 312 })
    const { asked } = await enrich()
    expect(asked).toMatchObject([{ wish: { seconds: 312 }, audio: { seconds: 311.5, fingerprint: 'AQAD' } }])
  })

  it('nothing of another recording than the one that was heard', async () => {
    const id = await addRow({ downloaded: true, duration: 312 })
    const fingerprint = { verdict: 'other', score: 0.99, knownAs: ['Bo – Drive'] } as const
    const { outcomes } = await enrich(undefined, { ...ANSWER, fingerprint })
    expect(outcomes).toMatchObject([{ kind: 'skipped', text: 'by its sound it is Bo – Drive: nothing is taken over' }])
    expect(await readRow(id)).not.toMatchObject({ isrc: expect.anything() })
  })
})
