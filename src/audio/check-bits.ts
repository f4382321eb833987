// Many 24-bit files hold 16 bits and zeros. To say so, every sample is looked at; to say no, the first one that differs.

import { InputFault } from '../errors.ts'
import { runProgram } from '../run-program.ts'
import { type AudioFacts, inputOf, MUSIC_FORMATS, PROTOCOLS } from './probe.ts'

/** Louder than any music that lies in floating-point numbers, 1 being full scale. */
const NO_MUSIC = 1000

interface Source {
  ffmpeg: string
  path: string
  facts: AudioFacts
  signal: AbortSignal
}

/**
 * Bits that are really there. Where it is not certain that the lower ones are empty, they count: nothing is ever lost.
 * @throws InputFault `Corrupt_Audio` when floating-point samples are no numbers
 */
export async function effectiveBits(source: Source): Promise<16 | 24> {
  if (source.facts.bitDepth === 16) return 16
  const isFloat = source.facts.codec.startsWith('pcm_f')
  let isDeep = false
  const isWhole = await decode(source, isFloat ? 'f32le' : 's32le', samples => {
    const found = isFloat ? hasFractions(samples) : hasLowBits(samples)
    isDeep ||= found
    return isDeep && !isFloat
  })
  return isDeep || !isWhole ? 24 : 16
}

function hasLowBits(samples: Buffer): boolean {
  let bits = 0
  for (const value of new Int32Array(samples.buffer)) bits |= value
  return (bits & 0xffff) !== 0
}

function hasFractions(samples: Buffer): boolean {
  let found = false
  for (const value of new Float32Array(samples.buffer)) {
    if (!(value < NO_MUSIC && value > -NO_MUSIC))
      throw new InputFault('the file is damaged: it holds values that are no sound', 'Corrupt_Audio')
    const step = value * 32_768
    if (step !== Math.trunc(step) || step > 32_767 || step < -32_768) found = true
  }
  return found
}

/** Ends the program when it has said enough: the rest would say nothing new. */
class Enough extends Error {}

/** @returns whether it came to its end without an error */
async function decode(source: Source, kind: 's32le' | 'f32le', isEnough: (samples: Buffer) => boolean) {
  const input = [
    '-protocol_whitelist',
    PROTOCOLS,
    '-format_whitelist',
    MUSIC_FORMATS,
    '-i',
    inputOf(source.path, source.facts),
  ]
  const output = ['-map', '0:a:0', '-c:a', `pcm_${kind}`, '-f', kind, 'pipe:1']
  try {
    const { exitCode } = await runProgram(source.ffmpeg, ['-v', 'error', '-nostdin', '-xerror', ...input, ...output], {
      signal: source.signal,
      timeoutMs: 600_000,
      async readStdout(stdout) {
        for await (const samples of wholeSamples(stdout)) if (isEnough(samples)) throw new Enough()
      },
    })
    return exitCode === 0
  } catch (error) {
    if (error instanceof Enough) return true
    throw error
  }
}

/** Copies that begin and end between two samples. */
async function* wholeSamples(stdout: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0)
  for await (const bytes of stdout) {
    const length = rest.length + bytes.length
    const copy = Buffer.from(new ArrayBuffer(length - (length % 4)))
    const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
    copy.set(all.subarray(0, copy.length))
    rest = Buffer.from(all.subarray(copy.length))
    yield copy
  }
}
