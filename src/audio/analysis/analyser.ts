// Everything measured from one stream of samples; nothing keeps the samples.

import type { Analysis, Curves } from './analysis.ts'
import { createChroma } from './chroma.ts'
import { createCutoffMeter } from './cutoff.ts'
import { createFingerprinter } from './fingerprint.ts'
import { estimateKey } from './key.ts'
import { createLoudnessMeter } from './loudness.ts'
import { createOnsetEnvelope } from './onset-envelope.ts'
import { measureTempo, TEMPO_LEAST_SECONDS } from './tempo.ts'
import { createTruePeakMeter } from './true-peak.ts'
import { createWaveform } from './waveform.ts'

const RATE = 44_100
/** Below one step of 16 bits. Chromaprint makes the same fingerprint of every silence. */
const SILENCE = 2 ** -15
const SILENCE_DBTP = -90
/** One block. */
const LOUDNESS_LEAST_SECONDS = 0.4

export interface Analyser {
  /** Stereo at 44.1 kHz, left and right in turn; any number of whole pairs. */
  push(stereo: Float32Array): void
  /** @param fingerprint the one that somebody else made */
  finish(fingerprint?: string): Measured
}

export interface Measured {
  analysis: Analysis
  curves: Curves
}

/** Of less, a fingerprint tells nothing. */
const FINGERPRINT_LEAST_SECONDS = 3

export interface AnalyserOptions {
  /** Whether it makes the fingerprint. */
  fingerprint: boolean
}

export async function createAnalyser(options: AnalyserOptions = { fingerprint: true }): Promise<Analyser> {
  const onsets = createOnsetEnvelope()
  const chroma = createChroma()
  const cutoffMeter = createCutoffMeter()
  const fingerprinter = options.fingerprint ? await createFingerprinter() : undefined
  const loudnessMeter = createLoudnessMeter()
  const truePeakMeter = createTruePeakMeter()
  const waveform = createWaveform()
  let scratch = new Float32Array(0)
  let count = 0
  let silent = true
  return {
    push(stereo) {
      loudnessMeter.push(stereo)
      truePeakMeter.push(stereo)
      if (scratch.length < stereo.length / 2) scratch = new Float32Array(stereo.length / 2)
      const mono = scratch.subarray(0, stereo.length / 2)
      for (let i = 0; i < mono.length; i += 1) {
        const value = ((stereo[2 * i] ?? 0) + (stereo[2 * i + 1] ?? 0)) / 2
        mono[i] = value
        if (value > SILENCE || value < -SILENCE) silent = false
      }
      count += mono.length
      onsets.push(mono)
      chroma.push(mono)
      cutoffMeter.push(mono)
      fingerprinter?.push(mono)
      waveform.push(mono)
    },
    finish(given) {
      const { tempo, curve: tempoCurve } = measureTempo(onsets.finish())
      const profile = chroma.finish()
      const key = profile && estimateKey(profile)
      const made = fingerprinter?.finish()
      const fingerprint = silent || count < FINGERPRINT_LEAST_SECONDS * RATE ? undefined : (given ?? made)
      const { integrated: loudness, range: loudnessRange, shortTerm } = loudnessMeter.finish()
      const seconds = Math.round((count / RATE) * 1000) / 1000
      const truePeak = truePeakMeter.finish()
      const isHeard = truePeak !== undefined && truePeak > SILENCE_DBTP
      const nothing = isHeard ? 'left and right cancel each other' : 'it is silent'
      const because = (reason: string) => (silent && count > 0 ? nothing : reason)
      const noTempo = seconds < TEMPO_LEAST_SECONDS ? 'it is shorter than five seconds' : 'it has no steady beat'
      const missing = [
        !tempo && `no tempo: ${because(noTempo)}`,
        !key && `no key: ${because('no clear tones')}`,
        !fingerprint &&
          `no fingerprint: ${because(count < FINGERPRINT_LEAST_SECONDS * RATE ? 'it is too short' : 'it could not be made')}`,
        loudness === undefined &&
          `no loudness: ${isHeard && seconds < LOUDNESS_LEAST_SECONDS ? 'it is too short' : 'it is silent'}`,
      ].filter(reason => reason !== false)
      const cutoff = cutoffMeter.finish()
      return {
        analysis: { tempo, key, fingerprint, loudness, loudnessRange, truePeak, cutoff, seconds, missing },
        curves: { waveform: waveform.finish(), loudness: shortTerm, tempo: tempoCurve, chroma: chroma.stretches() },
      }
    },
  }
}
