// The files that were made, looked at anew before anybody gets them: are they what was asked for, and whole?

import { InputFault, Transient } from '../errors.ts'
import type { AudioFormat } from '../model/audio-format.ts'
import { type Encoding, isTakenOver, rateOf } from './encoders.ts'
import { type AudioFacts, probe } from './probe.ts'

export interface Expected {
  encoding: Encoding
  /** Of the decoded sound. */
  seconds: number
}

/** Frames of 1,152 samples that a lossy encoder may put around the music, a delay in front included. */
const MOST_FRAMES = 3
/** The decoded sound was counted at another rate, to the millisecond. */
const ROUNDING = 0.005

const CODECS: Record<AudioFormat, RegExp> = {
  m4a: /^(alac|aac)$/,
  wav: /^pcm_s(16|24)le$/,
  aiff: /^pcm_s(16|24)be$/,
  flac: /^flac$/,
  mp3: /^mp3$/,
  aac: /^aac$/,
}

/** Whether a file of this format may hold that. */
export const isCodecOf = (format: AudioFormat, codec: string): boolean => CODECS[format].test(codec)

/**
 * All at once, each by ffprobe.
 * @throws Transient naming the first file that is not as asked: the input is not to blame, and another try may go well
 */
export async function checkOutputs(
  ffprobe: string,
  { outputs, signal }: { outputs: Partial<Record<AudioFormat, string>>; signal: AbortSignal },
  expected: Expected,
): Promise<void> {
  const entries = Object.entries(outputs) as [AudioFormat, string][]
  const found = await Promise.all(entries.map(async ([format, path]) => [format, await look(path)] as const))
  const samples = new Set<number>()
  for (const [format, facts] of found) {
    const wrong = typeof facts === 'string' ? facts : differenceOf(format, facts, expected)
    if (wrong) throw new Transient(`the ${format} file was not made as it should be: ${wrong}`)
    if (typeof facts !== 'string' && facts.isLossless) samples.add(Math.round((facts.seconds ?? 0) * facts.sampleRate))
  }
  if (samples.size > 1)
    throw new Transient('the files that were made differ in length', { fields: { samples: [...samples] } })

  async function look(path: string): Promise<AudioFacts | string> {
    try {
      return await probe(ffprobe, path, signal)
    } catch (error) {
      if (error instanceof InputFault) return error.message
      throw error
    }
  }
}

/** What is not as it was asked for; undefined: nothing. */
function differenceOf(format: AudioFormat, facts: AudioFacts, { encoding, seconds }: Expected): string | undefined {
  const asked = encoding.facts
  const isCopy = isTakenOver(format, encoding)
  const rate = isCopy ? asked.sampleRate : rateOf(format, encoding)
  const channels = isCopy ? asked.channels : 2
  const isWrongCodec = format === 'm4a' ? facts.codec !== encoding.m4aCodec : !isCodecOf(format, facts.codec)
  if (isWrongCodec) return `it holds ${facts.codec}`
  if (facts.sampleRate !== rate) return `its sample rate is ${facts.sampleRate} Hz in place of ${rate} Hz`
  if (facts.channels !== channels) return `it has ${facts.channels} channels in place of ${channels}`
  if (facts.isLossless && facts.bitDepth !== asked.bitDepth)
    return `it has ${facts.bitDepth} bits in place of ${asked.bitDepth}`
  const slack = facts.isLossless ? ROUNDING : (MOST_FRAMES * 1152) / rate
  if (facts.seconds === undefined || Math.abs(facts.seconds - seconds) > slack)
    return `it is ${facts.seconds} s long in place of ${seconds} s`
  return undefined
}
