// Files that were replaced by others: each is heard before a word is written into it.

import { execFile } from 'node:child_process'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type App, createApp } from '../../src/app.ts'
import type { Analysis } from '../../src/audio/analysis/analysis.ts'
import { readTags } from '../../src/audio/tags/read.ts'
import { writeTags } from '../../src/audio/tags/write.ts'
import { loadConfig } from '../../src/config.ts'
import { sumOf } from '../../src/durable-file.ts'
import { silentLog } from '../../src/log.ts'
import type { AudioFormat } from '../../src/model/audio-format.ts'
import { verifyRows } from '../../src/orchestrator/verify-rows.ts'
import { newVar } from '../support/cli.ts'
import { type FinishedTrack, finishTrack } from '../support/finished-formats.ts'
import { melody } from '../support/melody.ts'
import { FFMPEG } from '../support/programs.ts'
import { withWorkspace } from '../support/rows.ts'
import { samplesOf } from '../support/samples.ts'

const SECONDS = 12
const OWN = 5
const FOREIGN = 77

const run = promisify(execFile)
const signal = new AbortController().signal
let varDir: string
let app: App
let samples: string
beforeEach(async () => {
  varDir = await newVar()
  await withWorkspace(varDir, async () => {}) // without demo rows
  app = await createApp(loadConfig({ varDir, environment: {} }), { logLevel: 'error', dryRun: false, signal })
})
afterEach(async () => {
  await app[Symbol.asyncDispose]()
  await rm(varDir, { recursive: true, force: true })
})

/** A finished track of twelve seconds, in WAV and the formats. */
async function finish(formats: readonly AudioFormat[], isMeasured = true): Promise<FinishedTrack> {
  const track = await finishTrack(app.tools, 'Song', [])
  const { tools } = app
  const path = track.row.path
  const own = { page: track.row.id, sha256: 'ab' }
  const values = { title: 'Song', artist: 'Ada Low', own, madeOf: { codec: 'pcm_s16le', isLossless: true } }
  await writeFile(path, melody(SECONDS, OWN))
  const facts = await tools.audio.probe(path, signal)
  const { analysis } = await tools.audio.process({ input: path, facts, outputs: {}, signal })
  await writeTags(path, 'wav', values)
  const files = { wav: path } as FinishedTrack['files']
  for (const format of formats) {
    files[format] = path.replace(/wav$/, format)
    await run(FFMPEG, ['-v', 'error', '-y', '-i', path, '-map', '0:a', '-map_metadata', '-1', files[format]])
    await writeTags(files[format], format, values)
  }
  const { fingerprint, ...rest } = analysis
  const measured: Analysis = { ...rest, ...(isMeasured && { fingerprint }) }
  const known = await Promise.all(
    Object.entries(files).map(async ([format, at]) => ({ format, path: at, sha256: await sumOf(at) })),
  )
  await tools.store.commit(() => {
    tools.journal.recordMeasured(track.row.id, measured)
    for (const file of known) tools.journal.recordFile({ ...file, page: track.row.id, link: '' })
  })
  samples = await samplesOf(path)
  return { ...track, files }
}

/** Of its files: the row is not told what is measured. */
async function found() {
  const wish = { full: false, repair: true, tell: false, readOnly: false }
  const { rows } = await verifyRows({ tools: app.tools, log: silentLog, signal, view: { progress() {} } }, wish)
  const ofFiles = rows.flatMap(({ findings }) => findings.filter(({ kind }) => kind !== 'Not_In_Notion'))
  return ofFiles.map(one => [one.kind, one.repair?.split(':')[0], one.result])
}

const trashed = async () =>
  (await readdir(join(app.tools.library.dir, '.trash'), { recursive: true }).catch(() => [])).filter(name =>
    /\.[a-z0-9]+$/.test(name),
  )

describe('a file that was replaced by another recording of its length', () => {
  it.each([true, false])('is never tagged: it goes to the trash and is made again (measured: %s)', async isMeasured => {
    const { files } = await finish(['aiff'], isMeasured)
    await writeFile(files.wav, melody(SECONDS, FOREIGN))
    const foreign = await sumOf(files.wav)
    expect(await found()).toEqual([['Other_Recording', 're-make', 'mended']])
    expect(await samplesOf(files.wav)).toBe(samples)
    const [kept = ''] = await trashed()
    expect(await sumOf(join(app.tools.library.dir, '.trash', kept))).toBe(foreign)
    expect(await found()).toEqual([])
  })

  it('is left to a person where no other file of the track is whole', async () => {
    const { files } = await finish(['mp3'])
    await writeFile(files.wav, melody(SECONDS, FOREIGN))
    const foreign = await sumOf(files.wav)
    expect(await found()).toEqual([['Other_Recording', undefined, undefined]])
    expect([await sumOf(files.wav), await trashed()]).toEqual([foreign, []])
  })

  it('is left alone, too, where nothing tells what it should sound like', async () => {
    const { files } = await finish([], false)
    await writeFile(files.wav, melody(SECONDS, FOREIGN))
    const foreign = await sumOf(files.wav)
    expect(await found()).toEqual([['Untagged', undefined, undefined]])
    expect(await sumOf(files.wav)).toBe(foreign)
  })

  it('is not what a lost one is made of', async () => {
    const { files } = await finish(['aiff'])
    await writeFile(files.wav, melody(SECONDS, FOREIGN))
    await rm(files.aiff)
    expect(await found()).toEqual([
      ['Not_There', undefined, undefined],
      ['Other_Recording', undefined, undefined],
    ])
  })
})

describe('a file that was replaced by a copy of its own recording', () => {
  async function replaceByLossy(path: string): Promise<void> {
    const [song, lossy] = [join(varDir, 'song.wav'), join(varDir, 'song.mp3')]
    await writeFile(song, melody(SECONDS, OWN))
    await run(FFMPEG, ['-v', 'error', '-y', '-i', song, '-b:a', '32k', lossy])
    await run(FFMPEG, ['-v', 'error', '-y', '-i', lossy, '-map_metadata', '-1', '-t', String(SECONDS), path])
  }
  const sourceOf = async (path: string) => {
    const { has, madeOf } = await readTags(path)
    return [has.has('title'), madeOf, has.has('sourceQuality')]
  }

  it('is tagged, but for what it was made of: nobody knows that', async () => {
    const { files } = await finish([])
    await replaceByLossy(files.wav)
    expect(await found()).toEqual([['Untagged', 're-tag', 'mended']])
    expect(await sourceOf(files.wav)).toEqual([true, undefined, true])
    await writeTags(files.wav, 'wav', { genre: 'House' })
    expect(await found()).toEqual([])
  })

  it('and what is made of it says no more', async () => {
    const { files } = await finish(['aiff'])
    await replaceByLossy(files.wav)
    await found()
    await rm(files.aiff)
    expect(await found()).toEqual([['Not_There', 're-make', 'mended']])
    expect(await sourceOf(files.aiff)).toEqual([true, undefined, true])
  })

  it('is tagged only as long as it is what was heard', async () => {
    const { files } = await finish([])
    await replaceByLossy(files.wav)
    const { hear } = app.tools.audio
    app.tools.audio.hear = async (path, options) => {
      const heard = await hear(path, options)
      await writeFile(files.wav, melody(SECONDS, FOREIGN))
      return heard
    }
    const [[kind, , result] = []] = await found()
    expect([kind, result]).toEqual(['Untagged', { notYet: `${files.wav} was changed meanwhile` }])
    expect((await readTags(files.wav)).own).toBeUndefined()
  })
})
