// A local file measured, and nothing made of it.

import type { Audio, Processed } from './audio.ts'
import type { AudioFacts } from './probe.ts'

export interface MeasuredFile extends Pick<Processed, 'analysis' | 'curves'> {
  facts: AudioFacts
}

export interface MeasureOptions {
  signal: AbortSignal
  /** 0 to 1. */
  onProgress?: (fraction: number) => void
}

/** @throws InputFault `Not_Audio` or `Corrupt_Audio`; Environment when a program is missing */
export async function measureFile(audio: Audio, path: string, options: MeasureOptions): Promise<MeasuredFile> {
  const facts = await audio.check(path, options.signal)
  const { analysis, curves } = await audio.process({ input: path, facts, outputs: {}, ...options })
  return { facts, analysis, curves }
}
