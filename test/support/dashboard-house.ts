// The dashboard over the program's own state, filled with tracks of every kind and with names that mean harm.

import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createApp } from '../../src/app.ts'
import { writeTags } from '../../src/audio/tags/write.ts'
import type { WatchedCluster } from '../../src/cluster/machines/watch.ts'
import { dashboardPages } from '../../src/commands/dashboard-pages.ts'
import { loadConfig } from '../../src/config.ts'
import { Limited } from '../../src/errors.ts'
import type { Job } from '../../src/model/job.ts'
import { failed } from '../../src/model/outcome.ts'
import { inputOf, type Track } from '../../src/model/track.ts'
import { trackJob } from '../../src/orchestrator/wishes.ts'
import { keepWaveform } from '../../src/pipeline/keep-waveform.ts'
import { openLive } from '../../src/web/dashboard/live.ts'
import { serveWatch } from '../../src/web/open-web.ts'
import { openPulse } from '../../src/web/pulse.ts'
import { coverPng } from '../../src/workspace/demo/demo-cover.ts'
import { newVar } from './cli.ts'
import { melody } from './melody.ts'
import { withWorkspace } from './rows.ts'

export const TOKEN = 'a-token-of-some-length'
export const SECONDS = 40
export const MADE_UP = 120
/** Names that other people may give: markup, marks that turn the direction, no letters at all, very many. */
export const HOSTILE = [
  '<img src=x onerror="window.harmed=1">',
  '"><script>window.harmed=1</script><svg/onload=window.harmed=1>',
  '\u202Egnp.exe\u202E \u2067right to left',
  'W'.repeat(5000),
  '\u200b\u200b\u2060',
  '🎧'.repeat(200),
  `Z${'\u0351\u036b\u0343'.repeat(100)}algo`,
  'שיר של אהבה – المعزوفة',
]
const LINKS = ['https://soundcloud.com/ada-low/night-drive', 'https://soundcloud.com/ada-low/night-drive-2']
const QUARTER_MS = 86_400_000 / 4

export type DashboardHouse = Awaited<ReturnType<typeof openDashboardHouse>>

interface HouseOptions {
  token?: string
  cluster?: WatchedCluster
}

export async function openDashboardHouse({ token, cluster }: HouseOptions = { token: TOKEN }) {
  const varDir = await newVar()
  await withWorkspace(varDir, async () => {})
  const environment = { ...(token !== undefined && { DASHBOARD_TOKEN: token }), AUDIO_FORMATS: 'wav' }
  const config = loadConfig({ varDir, environment })
  const signal = new AbortController().signal
  const app = await createApp(config, { logLevel: 'error', dryRun: false, signal, print: () => {} })
  const { tools } = app
  const live = openLive()
  const pulse = openPulse(60_000)
  const shown = cluster ? { ...app, tools: { ...tools, cluster } } : app
  const addPages = dashboardPages(shown, {
    live,
    pulse,
    readiness: async () => [],
    now: Date.now,
    onJobs() {},
    onWake() {},
  })
  const metrics = { contentType: 'text/plain', text: async () => '' }
  const serve = (port: number) =>
    serveWatch({ port }, { metrics, readiness: async () => [], token, log: app.log, addPages })
  const rows = await makeRows()
  await makeFile(rows.song)
  await fillStore()
  let listener = await serve(0)

  async function makeRows() {
    const tracks = await tools.tracks()
    const hostile: Track[] = []
    for (const [index, title] of HOSTILE.entries())
      hostile.push(await tracks.create({ title, artist: HOSTILE[(index + 1) % HOSTILE.length] ?? '' }))
    const [song, broken, unsure, next] = [
      await tracks.create({ title: 'Night Drive', artist: 'Ada Low' }),
      await tracks.create({ title: 'Gone', artist: 'Ada Low' }),
      await tracks.create({ title: 'Which One', artist: 'Ada Low' }),
      await tracks.create({ title: 'In Work', artist: 'Ada Low' }),
    ]
    return { hostile, song, broken, unsure, next }
  }

  /** A file that can be played, with a picture in it, and its waveform. */
  async function makeFile(song: Track): Promise<void> {
    const path = join(config.libraryDir, 'Night Drive.wav')
    await mkdir(config.libraryDir, { recursive: true })
    await writeFile(path, melody(SECONDS, 7))
    const picture = join(varDir, 'cover.png')
    await writeFile(picture, coverPng([200, 80, 40]))
    await writeTags(path, 'wav', { title: 'Night Drive', artist: 'Ada Low', picture })
    const high = Array.from({ length: 400 }, (_, at) => Math.abs(Math.sin(at / 9) * Math.cos(at / 50)))
    const curves = { waveform: { high, low: high.map(value => -value), rms: high.map(value => value / 2) } }
    await keepWaveform(song, curves, { tools, log: app.log })
    tools.journal.recordFile({ path, page: song.id, format: 'wav', sha256: 'a'.repeat(64), link: LINKS[0] ?? '' })
    tools.journal.recordMeasured(song.id, measured(124, 9))
    done(song.id, 'Ada Low – Night Drive', 0)
  }

  async function fillStore(): Promise<void> {
    for (const [index, row] of rows.hostile.entries()) await fail(row, `${HOSTILE[index]} could not be had`)
    await fail(rows.broken, 'SoundCloud says that the track is gone')
    await tools.store.commit(() =>
      tools.searches.end(rows.unsure.id, {
        input: inputOf(rows.unsure),
        ended: 'asked',
        links: LINKS,
        offered: LINKS.map((_link, index) => ({ shown: HOSTILE[index] ?? '', because: 'two fit equally well' })),
      }),
    )
    await fail(rows.unsure, 'two recordings fit equally well')
    await tools.lanes
      .run('soundcloud', async () => {
        throw new Limited(`it wants no requests ${HOSTILE[0]}`, Date.now() + 3_600_000)
      })
      .catch(() => {})
    await tools.store.commit(makeUp)
    for (const stage of ['download', 'analyse', 'convert'])
      tools.costs.record({ run: 'r', stage, wallMs: 1500, cpuMs: 200, bytes: 1000 })
    live.polled({
      problems: [{ step: HOSTILE[0] ?? '', reason: HOSTILE[3] ?? '', mends: false }],
      leftAlone: [{ id: 'x', title: HOSTILE[1] ?? '', because: HOSTILE[3] ?? '' }],
      waiting: [{ id: rows.hostile[0]?.id ?? '', label: HOSTILE[3] ?? '', because: HOSTILE[2] ?? '' }],
    })
  }

  function makeUp(): void {
    for (let index = 0; index < MADE_UP; index += 1) {
      const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`
      tools.journal.recordMeasured(id, measured(90 + (index % 50), index % 12))
      done(id, `${HOSTILE[index % HOSTILE.length]} – Made Up ${index}`, (MADE_UP - index) * QUARTER_MS)
    }
  }

  function done(page: string, label: string, agoMs: number): void {
    const endedAt = Date.now() - agoMs
    const reason = '124.00 BPM, A minor'
    tools.ledger.recordRun({
      handler: 'track',
      subject: `track:${page}`,
      label,
      outcome: 'done',
      reason,
      startedAt: endedAt - 3000,
      endedAt,
    })
  }

  async function begin(row: Track): Promise<Job> {
    await tools.queue.enqueue([trackJob(row, { asked: true })])
    const [job] = await tools.queue.claim({ pool: 'tracks', limit: 1 })
    if (!job) throw new Error('its job was not there')
    return job
  }

  async function fail(row: Track, reason: string): Promise<void> {
    await tools.queue.finish(await begin(row), failed(reason), { startedAt: Date.now() - 2000 })
  }

  return {
    tools,
    live,
    rows,
    links: LINKS,
    get url() {
      return listener.url
    },
    /** A job of the row runs from now on. */
    begin,
    /** Nobody answers any more, until `resume`. */
    stop: () => listener[Symbol.asyncDispose](),
    async resume() {
      listener = await serve(listener.port)
    },
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]()
      await app[Symbol.asyncDispose]()
      await rm(varDir, { recursive: true, force: true })
    },
  }
}

const measured = (bpm: number, pitchClass: number) => ({
  seconds: SECONDS,
  loudness: -8.4,
  truePeak: -0.3,
  tempo: { bpm, confidence: 0.9, alternatives: [] },
  key: { key: { pitchClass, mode: 'minor' }, confidence: 0.7, tuning: 0 },
})
