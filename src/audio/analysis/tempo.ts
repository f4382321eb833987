// Tempo from the onset envelope: where its autocorrelation and its spectrum agree, then refined by the spectrum's
// higher harmonics. Method: ACF × DFT (Peeters 2006), log-Gaussian octave prior around 125 BPM (after Parncutt 1994).

import FFT from 'fft.js'
import type { Tempo } from './analysis.ts'
import { ENVELOPE_RATE } from './onset-envelope.ts'

const SLOWEST = 50
const FASTEST = 215
const PRIOR = { centre: 125, octaves: 0.5 }
/** Less cannot be judged. */
export const TEMPO_LEAST_SECONDS = 5
/** A set of an hour has no single tempo; the middle ten minutes speak for it, and memory stays small. */
const MOST_FRAMES = 600 * ENVELOPE_RATE
/** Onsets that repeat less than this at any tempo are no beat (of the envelope's own power). */
const LEAST_REPETITION = 0.06
/** Share of the level. Measured: held tones and chords up to 0.002 (leakage of their frames), noise 0.01, music from 0.03. */
const LEAST_MOVEMENT = 0.005
/** The envelope of exactly five seconds lacks the length of its last frames. */
const MARGIN_SECONDS = 0.1

/** @returns undefined when there is no steady beat, or less than five seconds */
export function estimateTempo(rawEnvelope: Float32Array): Tempo | undefined {
  const envelope = normalise(middle(rawEnvelope))
  if (!envelope || envelope.length < (TEMPO_LEAST_SECONDS - MARGIN_SECONDS) * ENVELOPE_RATE) return undefined
  const { magnitude, binsPerHertz, repetition } = transform(envelope)
  let best = { bpm: 0, score: 0, strength: 0 }
  for (let bpm = SLOWEST; bpm <= FASTEST; bpm *= 1.002) {
    const strength = beatStrength(repetition, bpm)
    const f = (bpm / 60) * binsPerHertz
    const periodicity =
      at(magnitude, f) + 0.8 * at(magnitude, 2 * f) + 0.2 * at(magnitude, 3 * f) + 0.6 * at(magnitude, 4 * f)
    const distance = Math.log2(bpm / PRIOR.centre) / PRIOR.octaves
    const score = strength * periodicity * Math.exp(-0.5 * distance * distance)
    if (score > best.score) best = { bpm, score, strength }
  }
  if (best.strength < LEAST_REPETITION + 2 / Math.sqrt(envelope.length)) return undefined
  const bpm = refine(envelope, best.bpm)
  return { bpm, confidence: Math.min(1, Math.round(best.strength * 100) / 100), alternatives: octavesOf(bpm) }
}

function middle(envelope: Float32Array): Float32Array {
  const start = Math.max(0, Math.floor((envelope.length - MOST_FRAMES) / 2))
  return envelope.subarray(start, start + MOST_FRAMES)
}

/** Less its mean over ±0.8 s, clipped at four sigma, mean zero; undefined when nothing moves. */
function normalise(envelope: Float32Array): Float64Array | undefined {
  const reach = Math.round(0.8 * ENVELOPE_RATE)
  const sums = new Float64Array(envelope.length + 1)
  for (const [i, value] of envelope.entries()) sums[i + 1] = (sums[i] ?? 0) + value
  const result = new Float64Array(envelope.length)
  for (let i = 0; i < envelope.length; i += 1) {
    const [from, to] = [Math.max(0, i - reach), Math.min(envelope.length, i + reach + 1)]
    result[i] = (envelope[i] ?? 0) - ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from)
  }
  const sigma = Math.sqrt(result.reduce((sum, value) => sum + value * value, 0) / Math.max(1, result.length))
  if (!(sigma > LEAST_MOVEMENT)) return undefined
  for (const [i, value] of result.entries()) result[i] = Math.min(value, 4 * sigma)
  const mean = result.reduce((sum, value) => sum + value, 0) / result.length
  return result.map(value => value - mean)
}

/** One zero-padded transform gives the spectrum and, from its power, the autocorrelation (1 at lag 0). */
function transform(envelope: Float64Array) {
  const size = 2 ** Math.ceil(Math.log2(4 * envelope.length))
  const fft = new FFT(size)
  const input = new Float64Array(size)
  input.set(envelope)
  const spectrum = new Float64Array(2 * size)
  fft.realTransform(spectrum, input)
  const half = size / 2
  const magnitude = new Float64Array(half)
  const power = new Float64Array(2 * size)
  for (let bin = 0; bin < half; bin += 1) {
    const squared = (spectrum[2 * bin] ?? 0) ** 2 + (spectrum[2 * bin + 1] ?? 0) ** 2
    magnitude[bin] = Math.sqrt(squared)
    power[2 * bin] = squared
    if (bin > 0) power[2 * (size - bin)] = squared
  }
  fft.transform(spectrum, power)
  const zero = spectrum[0] ?? 1
  const longest = Math.min(envelope.length - 1, Math.ceil((8 * 60 * ENVELOPE_RATE) / SLOWEST) + 2)
  const repetition = Float64Array.from({ length: longest + 1 }, (_, lag) => (spectrum[2 * lag] ?? 0) / zero)
  return { magnitude, binsPerHertz: size / ENVELOPE_RATE, repetition }
}

/** Mean autocorrelation over the first eight beats, the fourth (the bar) a little more. */
function beatStrength(repetition: Float64Array, bpm: number): number {
  const lag = (60 * ENVELOPE_RATE) / bpm
  let sum = 0
  for (let beat = 1; beat <= 8; beat += 1) {
    const near = Math.max(at(repetition, beat * lag - 1), at(repetition, beat * lag), at(repetition, beat * lag + 1))
    sum += Math.max(0, near) * (beat === 4 ? 1.3 : 1)
  }
  return sum / 8.3
}

/** Within ±1.5 %, in 0.01 BPM steps, by the exact spectrum at the beat and its 2nd, 4th and 8th harmonic. */
function refine(envelope: Float64Array, rough: number): number {
  const match = (bpm: number) =>
    [1, 2, 4, 8].reduce(
      (sum, harmonic, i) => sum + ([1, 1.2, 1.2, 0.6][i] ?? 0) * magnitudeAt(envelope, (harmonic * bpm) / 60),
      0,
    )
  const bestOf = (centre: number, reach: number, step: number) => {
    let best = { bpm: centre, value: -1 }
    for (let i = -Math.ceil(reach / step); i <= Math.ceil(reach / step); i += 1) {
      const bpm = centre + i * step
      const value = match(bpm)
      if (value > best.value) best = { bpm, value }
    }
    return best.bpm
  }
  const seconds = envelope.length / ENVELOPE_RATE
  const coarse = bestOf(rough, rough * 0.015, Math.max(0.01, 2 / seconds))
  return Math.round(bestOf(Math.round(coarse * 100) / 100, Math.max(0.02, 3 / seconds), 0.01) * 100) / 100
}

/** |DFT| at one frequency, by Goertzel's recurrence. */
function magnitudeAt(envelope: Float64Array, hertz: number): number {
  const omega = (2 * Math.PI * hertz) / ENVELOPE_RATE
  const factor = 2 * Math.cos(omega)
  let [last, previous] = [0, 0]
  for (let i = 0; i < envelope.length; i += 1) {
    const next = (envelope[i] ?? 0) + factor * last - previous
    previous = last
    last = next
  }
  return Math.sqrt(Math.max(0, last * last + previous * previous - factor * last * previous))
}

/** Linear between two values; 0 outside. */
function at(values: Float64Array, position: number): number {
  const index = Math.floor(position)
  if (index < 0 || index + 1 >= values.length) return 0
  const share = position - index
  return (values[index] ?? 0) * (1 - share) + (values[index + 1] ?? 0) * share
}

const octavesOf = (bpm: number) =>
  [bpm / 2, bpm * 2].filter(other => other >= SLOWEST && other <= FASTEST).map(other => Math.round(other * 100) / 100)
