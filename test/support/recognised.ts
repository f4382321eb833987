// A running program whose recordings are made of numbers, for what is decided about rows that have them.

import { copyFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { madeWords } from '../../scripts/bench/index-prints.ts'
import { createApp } from '../../src/app.ts'
import { createFingerprinter } from '../../src/audio/analysis/fingerprint.ts'
import { wordsOf } from '../../src/audio/analysis/fingerprint-words.ts'
import { loadConfig } from '../../src/config.ts'
import { makeFolders, sumOf } from '../../src/durable-file.ts'
import { silentLog } from '../../src/log.ts'
import type { Track } from '../../src/model/track.ts'
import { trackJob } from '../../src/orchestrator/wishes.ts'
import { indexed } from '../../src/pipeline/recognise/entry.ts'
import type { StageContext, TrackWork } from '../../src/pipeline/stage.ts'
import { newVar } from './cli.ts'
import { MEASURED } from './finished-rows.ts'
import { melody } from './melody.ts'
import { withWorkspace } from './rows.ts'

export const SECONDS = 120
export type Recognised = Awaited<ReturnType<typeof openRecognised>>

const inIndex = (file: Parameters<typeof indexed>[0]) => [indexed(file)].filter(known => known !== undefined)

export async function openRecognised() {
  const varDir = await newVar()
  await withWorkspace(varDir, async () => {}) // without demo rows
  const { signal } = new AbortController()
  const app = await createApp(loadConfig({ varDir, environment: {} }), { logLevel: 'error', dryRun: false, signal })
  const { tools } = app
  const context: StageContext = { tools, signal, log: silentLog, progress() {}, spend() {}, check() {} }
  const tracks = await tools.tracks()

  async function row(title: string): Promise<Track> {
    return tracks.create({ title, artist: 'Ada Low', link: `https://example.org/${encodeURIComponent(title)}.wav` })
  }
  return {
    tools,
    context,
    row,
    /** Its work when its source was fetched. */
    workOf: (track: Track, more: Partial<TrackWork> = {}): TrackWork =>
      ({
        row: track,
        run: `${track.id} 0`,
        staging: join(tools.stagingDir, track.id),
        link: track.sourceUrl,
        source: { path: '/nowhere', sha256: track.id.replaceAll('-', '').repeat(2), bytes: 1 },
        outputs: {},
        sums: {},
        files: {},
        notes: [],
        ...more,
      }) as TrackWork,
    heard: (seed: number, more: object = {}) => ({ words: madeWords(seed), seconds: SECONDS, ...more }),
    /** A row with a file, and its recording. @param seed of its sound; undefined: it has none in the index */
    async finished(title: string, seed: number | undefined, source: object = {}) {
      const track = await row(title)
      const path = join(tools.library.dir, 'Unassigned', `Ada Low - ${title} [${track.id.slice(-8)}].wav`)
      await makeFolders(join(tools.library.dir, 'Unassigned'))
      await writeFile(path, `${title} ${track.id}`)
      const sha256 = await sumOf(path)
      const written = Object.fromEntries(
        Object.entries(source).map(([field, value]) => [field, { how: 'fill', value }]),
      )
      const file = { path, page: track.id, format: 'wav', sha256, link: track.sourceUrl ?? '' }
      const words = seed === undefined ? undefined : madeWords(seed)
      let recording = 0
      await tools.journal.prove({ run: `${track.id} 0`, stage: 'write back' }, { written }, () => {
        tools.journal.recordFile(file)
        tools.journal.recordMeasured(track.id, MEASURED)
        if (words)
          recording = tools.recordings.put({
            title,
            artist: 'Ada Low',
            seconds: SECONDS,
            words,
            files: inIndex(file),
            keys: { pages: [track.id] },
          })
      })
      return { track, file, recording, inIndex: inIndex(file) }
    },
    /** Its job waits. */
    work: (track: Track) => tools.queue.enqueue([trackJob(track, { at: Date.now() })]),
    read: (id: string) => tracks.read(id),
    set: (id: string, properties: object) =>
      withWorkspace(varDir, call => call('PATCH', `pages/${id}`, { properties })),
    patch: (id: string, body: object) => withWorkspace(varDir, call => call('PATCH', `pages/${id}`, body)),
    copy: copyFile,
    measuredSound,
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      await rm(varDir, { recursive: true, force: true })
    },
  }
}

/** What is measured of a song, and its sound as it is asked for. */
async function measuredSound(seed: number) {
  const pcm = melody(30, seed).subarray(WAV_HEADER)
  const samples = Float32Array.from({ length: pcm.length / 4 }, (_, at) => pcm.readInt16LE(at * 4) / 32_768)
  const fingerprinter = await createFingerprinter()
  fingerprinter.push(samples)
  const fingerprint = fingerprinter.finish() ?? ''
  return { words: wordsOf(fingerprint), seconds: 30, analysis: { ...MEASURED, fingerprint, seconds: 30 } }
}
const WAV_HEADER = 44
