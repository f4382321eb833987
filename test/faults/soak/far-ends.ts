// What stands at the far ends of a track's way: a source that may be away, programs that make audio. Quick, and small.

import { createHash } from 'node:crypto'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Analysis, Curves } from '../../../src/audio/analysis/analysis.ts'
import { Environment, InputFault, Limited, Refused, Transient } from '../../../src/errors.ts'
import type { Tools } from '../../../src/tools.ts'
import type { Gate } from './gate.ts'
import type { Random } from './seed.ts'
import type { VirtualTime } from './virtual-time.ts'

export interface FarEnds {
  time: VirtualTime
  random: Random
  /** Part of the calls that fail. */
  faultPart: () => number
  /** Says that a call failed, and how. */
  onFault: (kind: string) => void
}

const SECONDS = 180
const NO_CURVES: Curves = { waveform: { low: [], high: [], rms: [] }, loudness: [], tempo: [], chroma: [] }

export function farEnds({ time, random, faultPart, onFault }: FarEnds, gate: Gate): Pick<Tools, 'sources' | 'audio'> {
  /** Takes a while, and may fail with any class. */
  async function away(seconds: number, signal?: AbortSignal): Promise<void> {
    await gate.pass()
    await time.sleep(random.between(1, seconds) * 1000)
    signal?.throwIfAborted()
    if (!random.happens(faultPart())) return
    const fault = random.pick(FAULTS)(time.now(), random)
    onFault(fault.name)
    throw fault
  }

  return {
    sources: {
      async fetch(link, { dir, signal, onProgress }) {
        const path = join(dir, 'media.wav')
        const bytes = Buffer.from(`source of ${link}\n`)
        await writeFile(`${path}.part`, bytes.subarray(0, 5))
        await away(40, signal)
        onProgress?.(1, 2)
        await writeFile(path, bytes)
        await gate.pass()
        return { path, origin: 'Direct', bytes: bytes.length, sha256: sha256(bytes), title: 'As the source says' }
      },
      fetchPicture: async () => undefined,
      likes: nobodyAsks,
      playlists: nobodyAsks,
      listing: nobodyAsks,
      search: nobodyAsks,
      describe: nobodyAsks,
    },
    audio: {
      probe: nobodyAsks,
      async check(path, signal) {
        await away(2, signal)
        if (!(await readFile(path, 'utf8')).endsWith('\n')) throw new InputFault('half a source', 'Corrupt_Audio')
        return {
          container: 'wav',
          codec: 'pcm_s16le',
          seconds: SECONDS,
          sampleRate: 44_100,
          channels: 2,
          bitDepth: 16,
          hasPicture: false,
        }
      },
      fingerprint: async () => undefined,
      hear: nobodyAsks,
      async process({ input, outputs, signal }) {
        const source = await readFile(input, 'utf8')
        for (const path of Object.values(outputs)) await writeFile(path, 'half')
        await away(20, signal)
        // two runs of an encoder need not make the same bytes
        for (const [format, path] of Object.entries(outputs))
          await writeFile(path, `${format} ${random.part()} ${source}`)
        await gate.pass()
        const analysis: Analysis = {
          tempo: { bpm: 124 + random.between(0, 4), confidence: 1, alternatives: [] },
          key: { key: { pitchClass: 9, mode: 'minor' }, confidence: 1, tuning: 440 },
          fingerprint: 'AQAAA0mUaEkSRZEGAA',
          seconds: SECONDS,
          loudness: -9.5,
          truePeak: -0.3,
          missing: [],
        }
        return { analysis, curves: NO_CURVES, gain: 0, cpuMs: 900 }
      },
      async tag(path, _format, { title, artist }) {
        await away(1)
        await appendFile(path, `tags ${artist} ${title}\n`)
        await gate.pass()
      },
      picture: async () => undefined,
    },
  }
}

/** One of each class, and one that nobody foresaw. */
const FAULTS: readonly [FaultMaker, ...FaultMaker[]] = [
  () => new Transient('the source did not answer'),
  (now, random) => new Limited('the source wants to be left alone', now + random.between(1, 20) * 60_000),
  () => new Environment('the program for it is missing'),
  () => new InputFault('there is no such recording', 'SC_404'),
  () => new Refused('the link leads where nothing may be asked'),
  () => new TypeError('cannot read properties of undefined'),
]
type FaultMaker = (now: number, random: Random) => Error

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

async function nobodyAsks(): Promise<never> {
  throw new Error('nobody asks')
}
