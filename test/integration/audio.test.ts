// Decoding with real programs: every output holds what the source holds, and the figures are right.

import { execFileSync } from 'node:child_process'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { openAudio } from '../../src/audio/audio.ts'
import { decodeOnce } from '../../src/audio/ffmpeg.ts'
import { findProgram } from '../../src/audio/programs.ts'
import { Environment, Transient } from '../../src/errors.ts'
import { runProgram } from '../../src/run-program.ts'
import {
  audioOf,
  type Folder,
  openFolder,
  PROGRAMS,
  type Programs,
  pcmMd5,
  type WavOptions,
  writeWav,
} from '../unit/audio/files.ts'
import { cadence, loop, RATE, sine, whiteNoise } from '../unit/audio/signals.ts'

const FORMATS = ['m4a', 'wav', 'aiff'] as const
const NEVER = new AbortController().signal

const outputsIn = (folder: Folder) =>
  Object.fromEntries(FORMATS.map(format => [format, folder.at(`out.${format}`)])) as Record<
    (typeof FORMATS)[number],
    string
  >

/** Two channels that differ, at full level too. */
function twoChannels(seconds: number): Float32Array[] {
  const [music, noise] = [loop(124, seconds), whiteNoise(seconds, 0.1)]
  return [music, music.map((value, i) => 0.7 * value + (noise[i] ?? 0))]
}

async function convert(
  programs: Programs,
  folder: Folder,
  channels: readonly Float32Array[],
  options: WavOptions = {},
) {
  const input = await writeWav(folder.at("source ü 'x'.wav"), channels, options)
  const audio = audioOf(programs)
  const [facts, outputs] = [await audio.probe(input, NEVER), outputsIn(folder)]
  const { analysis: measured } = await audio.process({ input, facts, outputs, signal: NEVER })
  return { audio, input, facts, outputs, measured }
}

for (const [name, found] of PROGRAMS) {
  const programs = found ?? { ffmpeg: '', ffprobe: '' }
  describe.skipIf(!found)(name, () => {
    it('makes three files with exactly the samples of the source, and measures it', async () => {
      await using folder = await openFolder()
      const { audio, input, facts, outputs, measured } = await convert(programs, folder, twoChannels(8))
      expect(facts).toMatchObject({ codec: 'pcm_s16le', sampleRate: 44_100, channels: 2, bitDepth: 16, seconds: 8 })
      const source = await pcmMd5(programs, input, 16)
      for (const format of FORMATS) {
        expect(await pcmMd5(programs, outputs[format], 16), format).toBe(source)
        expect(await audio.probe(outputs[format], NEVER)).toMatchObject({
          sampleRate: 44_100,
          channels: 2,
          bitDepth: 16,
        })
      }
      expect((await readFile(outputs.wav)).readUInt16LE(20)).toBe(1)
      expect(measured).toMatchObject({ seconds: 8, missing: [] })
      expect(measured.tempo?.bpm).toBeCloseTo(124, 1)
      expect(measured.key?.key).toEqual({ pitchClass: 9, mode: 'minor' })
    })

    it.each<[string, 16 | 24, number]>([
      ['48 kHz', 16, 48_000],
      ['24 bit', 24, 44_100],
      ['24 bit at 96 kHz', 24, 96_000],
    ])('%s stays as it is', async (_, bits, rate) => {
      await using folder = await openFolder()
      const input = await writeWav(folder.at('a.wav'), twoChannels(4), { rate, bits })
      const [audio, outputs] = [audioOf(programs), outputsIn(folder)]
      const facts = await audio.probe(input, NEVER)
      let floats = 0
      await decode(programs, {
        folder,
        input,
        facts,
        outputs,
        onSamples: async samples => {
          floats += samples.length
          return undefined
        },
      })
      const source = await pcmMd5(programs, input, bits)
      for (const format of FORMATS) {
        expect(await pcmMd5(programs, outputs[format], bits), format).toBe(source)
        expect(await audio.probe(outputs[format], NEVER)).toMatchObject({ sampleRate: rate, bitDepth: bits })
      }
      expect((await readFile(outputs.wav)).readUInt16LE(20)).toBe(1) // 0xFFFE is refused by players
      expect(Math.abs(floats / 2 / RATE - (4 * RATE) / rate)).toBeLessThan(0.01)
    })

    it('mono becomes stereo, as loud in both channels', async () => {
      await using folder = await openFolder()
      const input = await writeWav(folder.at('a.wav'), [cadence({ pitchClass: 4, mode: 'minor' }, 4)])
      const [audio, outputs] = [audioOf(programs), outputsIn(folder)]
      const facts = await audio.probe(input, NEVER)
      expect(facts.channels).toBe(1)
      await decode(programs, { folder, input, facts, outputs })
      const both = await pcmMd5(programs, input, 16, ['-af', 'pan=stereo|c0=c0|c1=c0'])
      for (const format of FORMATS) {
        expect(await audio.probe(outputs[format], NEVER)).toMatchObject({ channels: 2 })
        expect(await pcmMd5(programs, outputs[format], 16), format).toBe(both)
      }
    })

    it.each<[string, WavOptions]>([
      ['44.1 kHz', {}],
      ['48 kHz', { rate: 48_000 }],
    ])('a sine of −23 dBFS has −23 LUFS, at %s', async (_, options) => {
      await using folder = await openFolder()
      const tone = sine(997, 10, 10 ** (-23 / 20))
      const { measured } = await convert(programs, folder, [tone, tone], options)
      expect(Math.abs((measured.loudness ?? 0) + 23)).toBeLessThanOrEqual(0.3)
      expect(Math.abs((measured.truePeak ?? 0) + 23)).toBeLessThanOrEqual(0.3)
    })

    it('makes AAC when it is set, and tells how far it is', async () => {
      await using folder = await openFolder()
      const input = await writeWav(folder.at('a.wav'), twoChannels(12))
      const audio = audioOf(programs, 'aac')
      const facts = await audio.probe(input, NEVER)
      const at: number[] = []
      await audio.process({
        input,
        facts,
        outputs: { m4a: folder.at('a.m4a') },
        signal: NEVER,
        onProgress: seconds => void at.push(seconds),
      })
      const made = await audio.probe(folder.at('a.m4a'), NEVER)
      expect(made).toMatchObject({ codec: 'aac', sampleRate: 44_100, channels: 2, bitDepth: 16 })
      expect(Math.abs((made.seconds ?? 0) - 12)).toBeLessThan(0.1)
      expect(Math.max(...at)).toBeGreaterThan(0)
      expect(Math.max(...at)).toBeLessThanOrEqual(12.1)
    })

    it.each([0, 20, 150])('ends promptly when it is told so after %d ms', async ms => {
      await using folder = await openFolder()
      const input = await writeWav(folder.at('long.wav'), [whiteNoise(60)])
      const audio = audioOf(programs)
      const [facts, stop] = [await audio.probe(input, NEVER), new AbortController()]
      if (ms === 0) stop.abort(new Error('stop'))
      const running = audio.process({ input, facts, outputs: outputsIn(folder), signal: stop.signal })
      const told = expect(running).rejects.toThrow('stop')
      if (ms > 0) await sleep(ms)
      const from = performance.now()
      stop.abort(new Error('stop'))
      await told
      expect(performance.now() - from).toBeLessThan(2000)
      await expect.poll(() => childrenWith(folder.dir)).toBe('')
    })

    it('a receiver that fails is the failure that is told, and ends the program', async () => {
      await using folder = await openFolder()
      const input = await writeWav(folder.at('a.wav'), [whiteNoise(60)])
      const facts = await audioOf(programs).probe(input, NEVER)
      const onSamples = () => Promise.reject(new Error('the thread is gone'))
      const from = performance.now()
      await expect(decode(programs, { folder, input, facts, onSamples })).rejects.toThrow('the thread is gone')
      expect(performance.now() - from).toBeLessThan(2000)
      await expect.poll(() => childrenWith(folder.dir)).toBe('')
    })

    it('a receiver that is slow gets everything, though the program has ended long before', async () => {
      await using folder = await openFolder()
      const input = await writeWav(folder.at('a.wav'), [whiteNoise(8)])
      const facts = await audioOf(programs).probe(input, NEVER)
      let floats = 0
      const onSamples = async (samples: Float32Array) => {
        await sleep(150)
        floats += samples.length
        return undefined
      }
      await decode(programs, { folder, input, facts, onSamples })
      expect(floats).toBe(8 * RATE * 2)
    })

    it('a time limit that is over is worth another try', async () => {
      await using folder = await openFolder()
      const input = await writeWav(folder.at('a.wav'), [whiteNoise(60)])
      const facts = await audioOf(programs).probe(input, NEVER)
      await expect(decode(programs, { folder, input, facts, timeoutMs: 1 })).rejects.toThrow(Transient)
    })

    it('a program that ends long after its last sample has not failed', async () => {
      await using folder = await openFolder()
      const input = await writeWav(folder.at('a.wav'), [whiteNoise(3)])
      const facts = await audioOf(programs).probe(input, NEVER)
      const ffmpeg = await script(folder, `"${programs.ffmpeg}" "$@"; code=$?; exec 1>&-; sleep 0.3; exit $code`)
      await decode({ ...programs, ffmpeg }, { folder, input, facts })
      expect(await pcmMd5(programs, folder.at('out.wav'), 16, ['-af', 'pan=mono|c0=c0'])).toBe(
        await pcmMd5(programs, input, 16),
      )
    })
  })
}

const probedDisk = await smallDisk()
const canMount = probedDisk !== undefined
await probedDisk?.[Symbol.asyncDispose]()

describe('surroundings that are not fit', () => {
  const programs = PROGRAMS.find(([, found]) => found)?.[1] ?? { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' }
  const facts = {
    container: 'wav',
    codec: 'pcm_s16le',
    sampleRate: 44_100,
    channels: 1,
    bitDepth: 16,
    hasPicture: false,
  } as const

  it.each(['ffmpeg', 'ffprobe'] as const)('%s set to a place where it is not: says what installs it', async name => {
    const missing = () => findProgram(name, '/no/such/program')
    expect(missing).toThrow(Environment)
    expect(() => findProgram(name, '/tmp')).toThrow(Environment) // a folder is no program
    expect(missing).toThrow(/"\/no\/such\/program".*apt install ffmpeg/)
    const audio = openAudio({ [`${name}Bin`]: '/no/such/program', m4aCodec: 'alac', timeoutMs: 1000 })
    const asked = async () =>
      name === 'ffprobe'
        ? audio.probe('/tmp/x', NEVER)
        : audio.process({ input: '/tmp/x', facts, outputs: {}, signal: NEVER })
    await expect(asked()).rejects.toThrow(Environment)
  })

  it.each([
    ['cannot be loaded', 'case "$*" in *-i*) exit 127;; esac', Environment],
    ['lacks an encoder', `case "$*" in *-i*) echo "Unknown encoder 'alac'" >&2; exit 1;; esac`, Environment],
    ['is killed from outside', 'case "$*" in *-i*) kill -9 $$;; esac', Transient],
  ])('ffmpeg %s: no word against the recording', async (_, body, kind) => {
    await using folder = await openFolder()
    const input = await writeWav(folder.at('a.wav'), [whiteNoise(1)])
    const ffmpeg = await script(folder, body)
    await expect(decode({ ...programs, ffmpeg }, { folder, input, facts })).rejects.toThrow(kind)
  })

  it('ffmpeg that does not start at all does not hang', async () => {
    await using folder = await openFolder()
    const input = await writeWav(folder.at('a.wav'), [whiteNoise(1)])
    await expect(decode({ ...programs, ffmpeg: folder.dir }, { folder, input, facts })).rejects.toThrow(Environment)
    await expect(decode({ ...programs, ffmpeg: folder.at('no') }, { folder, input, facts })).rejects.toThrow(
      Environment,
    )
  })

  it('ffprobe cannot be loaded: no word against the recording', async () => {
    await using folder = await openFolder()
    const input = await writeWav(folder.at('a.wav'), [whiteNoise(1)])
    const ffprobe = await script(folder, 'exit 127')
    await expect(audioOf({ ...programs, ffprobe }).probe(input, NEVER)).rejects.toThrow(Environment)
  })

  it.skipIf(!canMount).each(FORMATS)('a full disk is no damaged recording (%s; needs root and tmpfs)', async format => {
    await using disk = await smallDisk()
    await using folder = await openFolder()
    const input = await writeWav(folder.at('No space.wav'), [whiteNoise(10)])
    for (const [, found] of PROGRAMS) {
      const outputs = { [format]: `${disk?.dir}/out.${format}` }
      const failing = found && decode(found, { folder, input, facts, outputs })
      if (failing) await expect(failing).rejects.toThrow('the disk is full')
    }
  })
})

interface Decode {
  folder: Folder
  input: string
  facts: Parameters<typeof decodeOnce>[0]['facts']
  outputs?: Record<string, string>
  timeoutMs?: number
  onSamples?: (samples: Float32Array) => Promise<undefined>
}

const decode = ({ ffmpeg }: Programs, { folder, outputs = { wav: folder.at('out.wav') }, ...job }: Decode) =>
  decodeOnce({
    ffmpeg,
    m4aCodec: 'alac',
    signal: NEVER,
    timeoutMs: 60_000,
    onSamples: async () => undefined,
    ...job,
    outputs,
  })

async function script(folder: Folder, body: string): Promise<string> {
  const path = folder.at('program')
  await writeFile(path, `#!/bin/sh\n${body}\n`)
  await chmod(path, 0o755)
  return path
}

/** Command lines of running programs that name the folder. */
async function childrenWith(dir: string): Promise<string> {
  const { stdout } = await runProgram('ps', ['-eo', 'stat=,args='])
  return stdout
    .split('\n')
    .filter(line => line.includes(dir) && !line.startsWith('Z'))
    .join('\n')
}

/** 256 kB that are full soon; undefined where nothing may be mounted. */
async function smallDisk(): Promise<(AsyncDisposable & { dir: string }) | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined
  const folder = await openFolder()
  const dir = folder.at('disk')
  await mkdir(dir)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', dir], { stdio: 'ignore' })
  } catch {
    await folder[Symbol.asyncDispose]()
    return undefined
  }
  return {
    dir,
    async [Symbol.asyncDispose]() {
      execFileSync('umount', [dir])
      await folder[Symbol.asyncDispose]()
    },
  }
}
