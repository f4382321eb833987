// A track that was made of an MP3, and services that come to have other files of it.

import { execFile } from 'node:child_process'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { parseFile } from 'music-metadata'
import { readTags } from '../../src/audio/tags/read.ts'
import { sumOf } from '../../src/durable-file.ts'
import { openBench, text } from './bench.ts'
import { type FakeTrack, openFakeYtdlp } from './fake-ytdlp.ts'
import { melody } from './melody.ts'
import { FFMPEG } from './programs.ts'

const run = promisify(execFile)
export const TITLE = 'Night Ferry'
export const ARTIST = 'Nia Kessler'
const SECONDS = 14
export const UPGRADE = ['batch', '--only', 'upgradable']

export type UpgradePlace = Awaited<ReturnType<typeof openUpgradePlace>>

/** ffmpeg's ways from one file to the next: name, settings. */
type Steps = readonly (readonly [string, ...string[]])[]

/** @param steps from the song to the file that the row leads to */
export async function openUpgradePlace(
  steps: Steps = [['first.mp3', '-b:a', '128k']],
  more: Record<string, string> = {},
) {
  const ytdlp = await openFakeYtdlp()
  const bench = await openBench({ AUDIO_FORMATS: 'wav,m4a', YTDLP_BIN: ytdlp.bin, SEARCH_SOURCES: 'soundcloud' })
  Object.assign(bench.env, { FILE_ROOTS: bench.varDir }, more)
  await ytdlp.holds([])

  /** A file made of the song, or of what `from` names. */
  async function make(name: string, way: readonly string[] = [], from = 'song.wav'): Promise<Buffer> {
    await run(FFMPEG, ['-v', 'error', '-y', '-i', join(bench.varDir, from), ...way, join(bench.varDir, name)])
    return readFile(join(bench.varDir, name))
  }

  await writeFile(join(bench.varDir, 'song.wav'), bright(SECONDS, 7))
  await writeFile(join(bench.varDir, 'other.wav'), bright(SECONDS, 8))
  let first = 'song.wav'
  for (const [name, ...way] of steps) {
    await make(name, way, first)
    first = name
  }
  const id = await bench.addTrack(TITLE, pathToFileURL(join(bench.varDir, first)).href, {
    'Artist Name': text('rich_text', ARTIST),
  })
  const made = await bench.report(['batch'])
  if (made.entries[0]?.outcome.kind !== 'done') throw new Error(`the track was not made: ${JSON.stringify(made)}`)
  const row = () => bench.row(id)
  const paths = async () => {
    const { cell } = await row()
    return ['WAV File Path', 'M4A File Path'].map(name => String(cell(name)))
  }
  return {
    bench,
    ytdlp,
    id,
    link: pathToFileURL(join(bench.varDir, first)).href,
    make,
    row,
    paths,
    sums: async () => Promise.all((await paths()).map(sumOf)),
    tags: async () => Promise.all((await paths()).map(path => readTags(path))),
    /** What each file says of its source, as another library reads it. */
    texts: async () => Promise.all((await paths()).map(sourceTexts)),
    /** Hidden ones, and what lies in the trash, by their content. */
    async trash(): Promise<string[]> {
      const names = (await bench.library()).filter(name => name.startsWith('.trash/'))
      return Promise.all(names.map(name => sumOf(join(bench.libraryDir, name))))
    },
    /** As a DJ program does that keeps something of its own in it. */
    change: (path: string) => appendFile(path, 'cue '),
    async waiting() {
      return (await bench.library()).filter(name => name.includes('.better.'))
    },
    /** What the program's state says, or is made to say. */
    state(sql: string): unknown[] {
      using database = new DatabaseSync(join(bench.varDir, 'orchestrator.db'))
      return database.prepare(sql).all()
    },
    /** How the look for something better ended. */
    async upgrade(more: Record<string, string> = {}) {
      const report = await bench.report(UPGRADE, more)
      return report.entries.map(({ outcome }) => outcome)
    },
    async [Symbol.asyncDispose]() {
      await bench[Symbol.asyncDispose]()
      await ytdlp[Symbol.asyncDispose]()
    },
  }
}

export const upload = (name: string, file: Buffer): FakeTrack => ({
  name,
  title: `${ARTIST} - ${TITLE}`,
  uploader: ARTIST,
  promises: SECONDS,
  file,
})

async function sourceTexts(path: string): Promise<Record<string, string>> {
  const { native } = await parseFile(path)
  const all = Object.values(native).flat()
  const named = (name: string) => all.find(({ id }) => id === `TXXX:${name}` || id === `----:com.apple.iTunes:${name}`)
  const names = { codec: 'SOURCE_CODEC', bitRate: 'SOURCE_BITRATE', cutoff: 'SOURCE_CUTOFF', quality: 'SOURCE_QUALITY' }
  return Object.fromEntries(Object.entries(names).map(([word, name]) => [word, String(named(name)?.value ?? '')]))
}

/** Music whose treble reaches as far as a file can hold it: an encoder's cut is seen in it. */
function bright(seconds: number, seed: number): Buffer {
  const wav = melody(seconds, seed)
  let state = seed
  for (let at = 44; at + 1 < wav.length; at += 2) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const noise = (state / 2 ** 32 - 0.5) * 1600
    wav.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(wav.readInt16LE(at) + noise))), at)
  }
  return wav
}
