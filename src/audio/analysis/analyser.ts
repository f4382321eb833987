// Everything measured from one stream of samples; nothing keeps the samples.

import { createChroma } from './chroma.ts'
import { createFingerprinter } from './fingerprint.ts'
import { estimateKey, type KeyEstimate } from './key.ts'
import { createOnsetEnvelope } from './onset-envelope.ts'
import { estimateTempo, type Tempo } from './tempo.ts'

const RATE = 44_100

export interface Analysis {
  tempo?: Tempo
  key?: KeyEstimate
  /** Chromaprint of the first 120 s, compressed, base64. */
  fingerprint?: string
  /** From the number of samples. */
  seconds: number
  /** Largest absolute sample of the mono mix, 1 = full scale. */
  peak: number
  /** What could not be measured, and why, for people. */
  missing: string[]
}

export interface Analyser {
  /** Mono, 44.1 kHz, any number of samples. */
  push(samples: Float32Array): void
  finish(): Analysis
}

export async function createAnalyser(): Promise<Analyser> {
  const onsets = createOnsetEnvelope()
  const chroma = createChroma()
  const fingerprinter = await createFingerprinter()
  let count = 0
  let peak = 0
  return {
    push(samples) {
      count += samples.length
      for (let i = 0; i < samples.length; i += 1) peak = Math.max(peak, Math.abs(samples[i] ?? 0))
      onsets.push(samples)
      chroma.push(samples)
      fingerprinter.push(samples)
    },
    finish() {
      const tempo = estimateTempo(onsets.finish())
      const profile = chroma.finish()
      const key = profile && estimateKey(profile)
      const fingerprint = fingerprinter.finish()
      const missing = [
        !tempo && 'no tempo: it has no steady beat',
        !key && 'no key: no clear tones',
        !fingerprint && 'no fingerprint: it is too short',
      ].filter(reason => reason !== false)
      return { tempo, key, fingerprint, seconds: count / RATE, peak, missing }
    },
  }
}
