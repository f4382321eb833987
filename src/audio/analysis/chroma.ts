// Pitch-class profile of the whole track, streaming: spectral peaks below 1,200 Hz, whitened, folded with their
// sub-harmonics (after Gómez 2006, HPCP).

import FFT from 'fft.js'
import { hann } from './onset-envelope.ts'

const RATE = 44_100
const DECIMATE = 4
const LOW_RATE = RATE / DECIMATE
const TAPS = 31
const SIZE = 8192
const HOP = 4096
const LOWEST_BIN = Math.ceil((60 * SIZE) / LOW_RATE)
const HIGHEST_BIN = Math.floor((1200 * SIZE) / LOW_RATE)
const PEAK_OVER_MEAN = 1.5
const SUBHARMONIC_DECAY = 0.6
/** A peak this far above its surroundings is a tone; noise stays below. */
const TONE_OVER_MEAN = 4
/** Share of the peaks' weight that must lie in tones. Measured: noise and drums 0.00, music under loud noise 0.36, music 0.6 to 1. */
const LEAST_TONALITY = 0.05
/** Less is a chord or two: it would be some key's, but tells none. */
const LEAST_SECONDS = 3

export interface Chroma {
  push(samples: Float32Array): void
  /** Twelve values from C, loudest 1; undefined for less than three seconds, or when there was no tone, only noise or drums. */
  finish(): Float64Array | undefined
}

export function createChroma(): Chroma {
  const low = createDecimator()
  const fft = new FFT(SIZE)
  const window = hann(SIZE)
  const buffer = new Float64Array(SIZE)
  const windowed = new Float64Array(SIZE)
  const spectrum = new Float64Array(2 * SIZE)
  const magnitude = new Float64Array(HIGHEST_BIN * 2)
  const total = new Float64Array(12)
  let tones = 0
  let loudness = 0
  let filled = 0
  let count = 0

  function analyseFrame(): void {
    let energy = 0
    for (let i = 0; i < SIZE; i += 1) {
      windowed[i] = (buffer[i] ?? 0) * (window[i] ?? 0)
      energy += (buffer[i] ?? 0) ** 2
    }
    fft.realTransform(spectrum, windowed)
    for (let bin = 0; bin < magnitude.length; bin += 1)
      magnitude[bin] = Math.hypot(spectrum[2 * bin] ?? 0, spectrum[2 * bin + 1] ?? 0)
    const { classes: frame, tonality } = foldPeaks(magnitude)
    const strength = energy < Infinity ? Math.sqrt(energy) : 0 // a broken file may decode to NaN
    tones += tonality * strength
    loudness += strength
    const most = Math.max(...frame)
    if (most > 0)
      for (let pitch = 0; pitch < 12; pitch += 1)
        total[pitch] = (total[pitch] ?? 0) + ((frame[pitch] ?? 0) / most) * strength
    buffer.copyWithin(0, HOP)
    filled = SIZE - HOP
  }

  return {
    push(samples) {
      count += samples.length
      low.push(samples, value => {
        buffer[filled++] = value
        if (filled === SIZE) analyseFrame()
      })
    },
    finish() {
      if (count < LEAST_SECONDS * RATE) return undefined
      const most = Math.max(...total)
      return most > 1e-6 && tones >= LEAST_TONALITY * loudness
        ? total.map(value => (value / most < 0.2 ? 0 : value / most))
        : undefined
    },
  }
}

/** Peaks of one frame on twelve classes, and how much of them are tones. */
function foldPeaks(magnitude: Float64Array): { classes: Float64Array; tonality: number } {
  const sums = new Float64Array(magnitude.length + 1)
  for (let bin = 0; bin < magnitude.length; bin += 1) sums[bin + 1] = (sums[bin] ?? 0) + (magnitude[bin] ?? 0)
  const meanOf = (from: number, to: number) => ((sums[to] ?? 0) - (sums[from] ?? 0)) / Math.max(1, to - from)
  const classes = new Float64Array(12)
  let [tones, all] = [0, 0]
  for (let bin = LOWEST_BIN; bin <= HIGHEST_BIN; bin += 1) {
    const [left = 0, peak = 0, right = 0] = magnitude.subarray(bin - 1, bin + 2)
    if (peak <= left || peak < right || peak < 1e-4) continue
    const mean = meanOf(Math.floor(bin / 2 ** (1 / 3)), Math.min(magnitude.length, Math.ceil(bin * 2 ** (1 / 3)) + 1))
    if (peak < PEAK_OVER_MEAN * mean) continue
    const offset = (0.5 * (left - right)) / (left - 2 * peak + right)
    const weight = Math.sqrt(peak / mean)
    all += weight
    if (peak > TONE_OVER_MEAN * mean) tones += weight
    addPeak(classes, ((bin + offset) * LOW_RATE) / SIZE, weight)
  }
  return { classes, tonality: all > 0 ? tones / all : 0 }
}

/** A peak speaks for its own pitch and, less and less, for those whose harmonic it may be. */
function addPeak(frame: Float64Array, hertz: number, weight: number): void {
  for (let divisor = 1; divisor <= 4; divisor += 1) {
    const pitch = 12 * Math.log2(hertz / divisor / 440) + 69
    const nearest = Math.round(pitch)
    const closeness = Math.cos((pitch - nearest) * Math.PI) // 1 in tune, 0 a quarter tone off
    const index = ((nearest % 12) + 12) % 12
    frame[index] = (frame[index] ?? 0) + Math.max(0, closeness) * weight * SUBHARMONIC_DECAY ** (divisor - 1)
  }
}

/** A quarter of the rate, through a windowed-sinc low-pass. */
function createDecimator() {
  const filter = lowPass()
  const delay = new Float64Array(TAPS * 2)
  let position = 0
  let phase = 0
  return {
    push(samples: Float32Array, emit: (value: number) => void): void {
      for (let i = 0; i < samples.length; i += 1) {
        delay[position] = samples[i] ?? 0
        delay[position + TAPS] = samples[i] ?? 0 // twice, so that the newest TAPS values always lie together
        position = (position + 1) % TAPS
        phase = (phase + 1) % DECIMATE
        if (phase !== 0) continue
        let sum = 0
        for (let tap = 0; tap < TAPS; tap += 1) sum += (filter[tap] ?? 0) * (delay[position + tap] ?? 0)
        emit(sum)
      }
    },
  }
}

function lowPass(): Float64Array {
  const cutoff = 0.8 / DECIMATE
  const taps = Float64Array.from({ length: TAPS }, (_, i) => {
    const x = i - (TAPS - 1) / 2
    const sinc = x === 0 ? cutoff : Math.sin(Math.PI * cutoff * x) / (Math.PI * x)
    return sinc * (0.54 - 0.46 * Math.cos((2 * Math.PI * i) / (TAPS - 1)))
  })
  const gain = taps.reduce((sum, tap) => sum + tap, 0)
  return taps.map(tap => tap / gain)
}
