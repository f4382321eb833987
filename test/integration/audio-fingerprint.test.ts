// The fingerprint is Chromaprint's own, and it knows a recording again whatever was done to it.

import { describe, expect, it } from 'vitest'
import { createFingerprinter } from '../../src/audio/analysis/fingerprint.ts'
import { wordsOf } from '../../src/audio/analysis/fingerprint-words.ts'
import { capabilitiesOf } from '../../src/audio/capabilities.ts'
import { bitErrors } from '../../src/model/fingerprint.ts'
import { runProgram } from '../../src/run-program.ts'
import { type Folder, ffmpeg, openFolder, PROGRAMS, type Programs, writeWav } from '../unit/audio/files.ts'
import { RATE, song } from '../unit/audio/signals.ts'

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8]
const SECONDS = 42
/** Words: fifteen seconds. */
const FAR = 120

const fpcalc = await runProgram('fpcalc', ['-version']).catch(() => undefined)

/** As the product makes it: ffmpeg decodes, both channels are put together, the library listens. */
async function wordsIn(programs: Programs, path: string): Promise<Uint32Array> {
  const chunks: Uint8Array[] = []
  const readStdout = async (stdout: AsyncIterable<Uint8Array>) => {
    for await (const chunk of stdout) chunks.push(chunk)
  }
  const args = ['-v', 'error', '-i', path, '-map', '0:a', '-ac', '2', '-ar', String(RATE), '-f', 'f32le', 'pipe:1']
  await runProgram(programs.ffmpeg, args, { readStdout })
  const bytes = Buffer.concat(chunks)
  const stereo = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
  return wordsOfSamples(Float32Array.from({ length: stereo.length / 2 }, (_, i) => both(stereo, i)))
}

async function wordsOfSamples(mono: Float32Array): Promise<Uint32Array> {
  const fingerprinter = await createFingerprinter()
  fingerprinter.push(mono)
  return wordsOf(fingerprinter.finish() ?? '')
}

const both = (stereo: Float32Array, i: number) => ((stereo[2 * i] ?? 0) + (stereo[2 * i + 1] ?? 0)) / 2

/** The share of words that are the same, over all of the longer. */
function agreement(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let same = 0
  for (let i = 0; i < Math.min(one.length, other.length); i += 1) if (one[i] === other[i]) same += 1
  return same / Math.max(one.length, other.length)
}

const made = new Map<number, Float32Array[]>()

/** Two channels that are not the same. */
function pair(seed: number): Float32Array[] {
  const known = made.get(seed)
  if (known) return known
  const [music, side] = [song(seed, SECONDS), song(seed + 100, SECONDS)]
  const channels = [0.2, -0.2].map(part => music.map((value, i) => value + part * (side[i] ?? 0)))
  made.set(seed, channels)
  return channels
}

let originals: Promise<[number, Uint32Array][]> | undefined

/** Of all pieces, made once. */
function readOriginals(): Promise<[number, Uint32Array][]> {
  originals ??= Promise.all(
    SEEDS.map(async seed => {
      const [left = [], right = []] = pair(seed)
      return [seed, await wordsOfSamples(Float32Array.from(left, (value, i) => (value + (right[i] ?? 0)) / 2))]
    }),
  )
  return originals
}

/** Equal where both hear the same 16 bits; else they round on the way there, each in its own manner. */
const PIECES: [string, number, (programs: Programs, folder: Folder) => Promise<string>][] = [
  ['mono', 1, (_, folder) => writeWav(folder.at('a.wav'), [song(1, SECONDS)])],
  ['stereo', 1, (_, folder) => writeWav(folder.at('a.wav'), pair(2))],
  ['24 bit', 0.98, (_, folder) => writeWav(folder.at('a.wav'), pair(3), { bits: 24 })],
  ['48 kHz', 0.98, (_, folder) => writeWav(folder.at('a.wav'), pair(4), { rate: 48_000 })],
  ['mono at 48 kHz', 0.98, (_, folder) => writeWav(folder.at('a.wav'), [song(5, SECONDS)], { rate: 48_000 })],
  [
    'an MP3 that clips',
    0.98,
    async (programs, folder) => {
      const clipped = pair(6).map(channel => channel.map(value => Math.max(-1, Math.min(1, 4 * value))))
      await writeWav(folder.at('a.wav'), clipped)
      await ffmpeg(programs, ['-i', folder.at('a.wav'), '-b:a', '192k', folder.at('a.mp3')])
      return folder.at('a.mp3')
    },
  ],
]

const TRANSFORMATIONS: [string, string[]][] = [
  ['at 48 kHz', ['-ar', '48000', 'b.wav']],
  ['6 dB quieter', ['-af', 'volume=-6dB', 'b.flac']],
  ['MP3 128k', ['-b:a', '128k', 'b.mp3']],
  ['MP3 64k mono', ['-ac', '1', '-b:a', '64k', 'b.mp3']],
  ['AAC 128k', ['-c:a', 'aac', '-b:a', '128k', 'b.m4a']],
  ['Opus 96k', ['-ar', '48000', '-c:a', 'libopus', '-b:a', '96k', 'b.opus']],
  ['3 dB louder, limited', ['-af', 'volume=3dB,alimiter=limit=0.9', 'b.wav']],
  ['2 s of silence in front', ['-af', 'adelay=2000|2000', 'b.wav']],
  ['without its first 5 s', ['-ss', '5', 'b.wav']],
  ['ALAC', ['-c:a', 'alac', 'b.m4a']],
  ['with more bass and less treble', ['-af', 'bass=g=3,treble=g=-3', 'b.wav']],
  ['faded in and out', ['-af', `afade=t=in:d=3,afade=t=out:st=${SECONDS - 4}:d=4`, 'b.wav']],
]

for (const [name, found] of PROGRAMS) {
  const programs = found ?? { ffmpeg: '', ffprobe: '' }
  describe.skipIf(!found)(name, () => {
    it.skipIf(!fpcalc).each(PIECES)('%s: the words of fpcalc -raw (needs fpcalc on PATH)', async (_, share, make) => {
      await using folder = await openFolder()
      const path = await make(programs, folder)
      const theirs = await rawOf(path)
      expect(theirs.length).toBeGreaterThan(250)
      expect(agreement(await wordsIn(programs, path), theirs)).toBeGreaterThanOrEqual(share)
      if (!(await capabilitiesOf(programs.ffmpeg)).muxers.has('chromaprint')) return
      const muxer = await ffmpeg(programs, ['-i', path, '-f', 'chromaprint', '-fp_format', 'base64', '-'])
      expect(agreement(wordsOf(muxer.trim()), theirs)).toBeGreaterThanOrEqual(share)
    })

    it('the same recording stays under 0.10 whatever is done to it, and different ones stay over 0.28', async () => {
      await using folder = await openFolder()
      const originals = await readOriginals()
      const same: Record<string, number> = {}
      for (const [index, [what, options]] of TRANSFORMATIONS.entries()) {
        const [seed, words] = originals[index % originals.length] ?? [0, new Uint32Array(0)]
        const [path, target] = [await writeWav(folder.at('a.wav'), pair(seed)), folder.at(options.at(-1) ?? '')]
        await ffmpeg(programs, ['-i', path, ...options.slice(0, -1), target])
        same[what] = bitErrors(words, await wordsIn(programs, target), FAR)?.errors ?? 1
      }
      const different = originals.flatMap(([, words], index) =>
        originals.slice(index + 1).map(([, other]) => bitErrors(words, other, FAR)?.errors ?? 0),
      )
      for (const [what, errors] of Object.entries(same)) expect(errors, what).toBeLessThanOrEqual(0.1)
      expect(Math.min(...different)).toBeGreaterThanOrEqual(0.28)
    })
  })
}

/** Its exit code is 3 for every file under 120 seconds, so it is not asked. */
async function rawOf(path: string): Promise<number[]> {
  const { stdout } = await runProgram('fpcalc', ['-raw', path])
  const words = /^FINGERPRINT=(.*)$/m.exec(stdout)?.[1] ?? ''
  return words.split(',').map(word => Number(word) >>> 0)
}
