// Everything measured from one stream of samples; nothing keeps the samples.

import { createChroma } from './chroma.ts'
import { createFingerprinter } from './fingerprint.ts'
import { estimateKey, type KeyEstimate } from './key.ts'
import { createLoudnessMeter } from './loudness.ts'
import { createOnsetEnvelope } from './onset-envelope.ts'
import { estimateTempo, type Tempo } from './tempo.ts'
import { createTruePeakMeter } from './true-peak.ts'

const RATE = 44_100

export interface Analysis {
  tempo?: Tempo
  key?: KeyEstimate
  /** Chromaprint of the first 120 s, compressed, base64. */
  fingerprint?: string
  /** From the number of samples. */
  seconds: number
  /** Integrated loudness, LUFS. */
  loudness?: number
  /** True peak, dBTP. */
  truePeak?: number
  /** What could not be measured, and why, for people. */
  missing: string[]
}

export interface Analyser {
  /** Stereo at 44.1 kHz, left and right in turn; any number of whole pairs. */
  push(stereo: Float32Array): void
  finish(): Analysis
}

export async function createAnalyser(): Promise<Analyser> {
  const onsets = createOnsetEnvelope()
  const chroma = createChroma()
  const fingerprinter = await createFingerprinter()
  const loudnessMeter = createLoudnessMeter()
  const truePeakMeter = createTruePeakMeter()
  let scratch = new Float32Array(0)
  let count = 0
  return {
    push(stereo) {
      loudnessMeter.push(stereo)
      truePeakMeter.push(stereo)
      if (scratch.length < stereo.length / 2) scratch = new Float32Array(stereo.length / 2)
      const mono = scratch.subarray(0, stereo.length / 2)
      for (let i = 0; i < mono.length; i += 1) mono[i] = ((stereo[2 * i] ?? 0) + (stereo[2 * i + 1] ?? 0)) / 2
      count += mono.length
      onsets.push(mono)
      chroma.push(mono)
      fingerprinter.push(mono)
    },
    finish() {
      const tempo = estimateTempo(onsets.finish())
      const profile = chroma.finish()
      const key = profile && estimateKey(profile)
      const fingerprint = fingerprinter.finish()
      const loudness = loudnessMeter.finish()
      const missing = [
        !tempo && 'no tempo: it has no steady beat',
        !key && 'no key: no clear tones',
        !fingerprint && 'no fingerprint: it is too short',
        loudness === undefined && 'no loudness: it is silent',
      ].filter(reason => reason !== false)
      return { tempo, key, fingerprint, loudness, truePeak: truePeakMeter.finish(), seconds: count / RATE, missing }
    },
  }
}
