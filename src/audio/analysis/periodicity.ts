// What repeats in an envelope: its spectrum and its autocorrelation.

import FFT from 'fft.js'
import { ENVELOPE_RATE } from './onset-envelope.ts'

/** Share of the level. Measured: held tones and chords up to 0.002 (leakage of their frames), noise 0.01, music from 0.03. */
const LEAST_MOVEMENT = 0.005
const MEAN_SECONDS = 0.8

export interface Periodicity {
  /** |DFT| at each bin of the padded transform. */
  magnitude: Float64Array
  binsPerHertz: number
  /** Autocorrelation of each lag, 1 at lag 0. */
  repetition: Float64Array
}

/** Less its mean over ±0.8 s, clipped at four sigma, mean zero; undefined when less moves than `least`. */
export function normalise(envelope: Float32Array, least = LEAST_MOVEMENT): Float64Array | undefined {
  const reach = Math.round(MEAN_SECONDS * ENVELOPE_RATE)
  const length = envelope.length
  const sums = new Float64Array(length + 1)
  for (let i = 0; i < length; i += 1) sums[i + 1] = (sums[i] ?? 0) + (envelope[i] ?? 0)
  const result = new Float64Array(length)
  let power = 0
  for (let i = 0; i < length; i += 1) {
    const from = Math.max(0, i - reach)
    const to = Math.min(length, i + reach + 1)
    const value = (envelope[i] ?? 0) - ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from)
    result[i] = value
    power += value * value
  }
  const sigma = Math.sqrt(power / Math.max(1, length))
  if (!(sigma > least)) return undefined
  let mean = 0
  for (let i = 0; i < length; i += 1) {
    const value = Math.min(result[i] ?? 0, 4 * sigma)
    result[i] = value
    mean += value / length
  }
  for (let i = 0; i < length; i += 1) result[i] = (result[i] ?? 0) - mean
  return result
}

/** One zero-padded transform gives the spectrum and, from its power, the autocorrelation. */
export function periodicity(envelope: Float64Array, longestLag: number, padding: 2 | 4): Periodicity {
  const size = 2 ** Math.ceil(Math.log2(padding * envelope.length))
  const fft = transformOf(size)
  const input = new Float64Array(size)
  input.set(envelope)
  const spectrum = new Float64Array(2 * size)
  fft.realTransform(spectrum, input)
  const half = size / 2
  const magnitude = new Float64Array(half)
  const power = new Float64Array(size)
  for (let bin = 0; bin < half; bin += 1) {
    const squared = (spectrum[2 * bin] ?? 0) ** 2 + (spectrum[2 * bin + 1] ?? 0) ** 2
    magnitude[bin] = Math.sqrt(squared)
    power[bin] = squared
    if (bin > 0) power[size - bin] = squared
  }
  fft.realTransform(spectrum, power)
  const zero = spectrum[0] || 1
  const count = Math.min(envelope.length - 1, longestLag) + 1
  const repetition = new Float64Array(count)
  for (let lag = 0; lag < count; lag += 1) repetition[lag] = (spectrum[2 * lag] ?? 0) / zero
  return { magnitude, binsPerHertz: size / ENVELOPE_RATE, repetition }
}

/** The last transform is kept: stretches of one length follow each other. */
let kept: { size: number; fft: FFT } | undefined

function transformOf(size: number): FFT {
  if (kept?.size !== size) kept = { size, fft: new FFT(size) }
  return kept.fft
}

/** Mean autocorrelation over the first eight beats, the fourth (the bar) a little more. */
export function beatStrength(repetition: Float64Array, bpm: number): number {
  const lag = (60 * ENVELOPE_RATE) / bpm
  let sum = 0
  for (let beat = 1; beat <= 8; beat += 1) sum += Math.max(0, near(repetition, beat * lag)) * (beat === 4 ? 1.3 : 1)
  return sum / 8.3
}

/** The largest within a frame of a position. */
export const near = (values: Float64Array, position: number) =>
  Math.max(at(values, position - 1), at(values, position), at(values, position + 1))

/** Linear between two values; 0 outside. */
export function at(values: Float64Array, position: number): number {
  const index = Math.floor(position)
  if (index < 0 || index + 1 >= values.length) return 0
  const share = position - index
  return (values[index] ?? 0) * (1 - share) + (values[index + 1] ?? 0) * share
}
