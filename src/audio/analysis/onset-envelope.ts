// Onset strength, 100 values a second, streaming. Method: SuperFlux (Böck & Widmer 2013): the rise of each log band
// over the loudest of its neighbours two frames before, so that vibrato is no onset.

import FFT from 'fft.js'
import { GrowingFloats } from './growing.ts'

export const ENVELOPE_RATE = 100
const RATE = 44_100
const SIZE = 2048
const HOP = RATE / ENVELOPE_RATE
const BANDS = 40
const LOWEST_HZ = 27.5
const HIGHEST_HZ = 16_000
/** The lowest bands carry the kick. */
const BASS_BANDS = 8
const BASS_WEIGHT = 1.5

export interface OnsetEnvelope {
  push(samples: Float32Array): void
  /** One value per hop, as a share of the mean level, so that it does not depend on the volume. */
  finish(): Float32Array
}

export function createOnsetEnvelope(): OnsetEnvelope {
  const fft = new FFT(SIZE)
  const pair = new Float64Array(2 * SIZE)
  const spectrum = new Float64Array(2 * SIZE)
  const window = hann(SIZE)
  const edges = bandEdges()
  /** Two frames are transformed at once, one as the real and one as the imaginary part. */
  const needed = SIZE + HOP
  const buffer = new Float32Array(needed)
  let filled = 0
  const history = Array.from({ length: 4 }, () => new Float32Array(BANDS + 2))
  let frame = 0
  let level = 0
  const envelope = new GrowingFloats()

  function analysePair(): void {
    for (let i = 0; i < SIZE; i += 1) {
      const weight = window[i] ?? 0
      pair[2 * i] = (buffer[i] ?? 0) * weight
      pair[2 * i + 1] = (buffer[i + HOP] ?? 0) * weight
    }
    fft.transform(spectrum, pair)
    addFrame(bandLevels(spectrum, edges, 1, slot(frame)))
    addFrame(bandLevels(spectrum, edges, -1, slot(frame)))
    buffer.copyWithin(0, 2 * HOP)
    filled -= 2 * HOP
  }

  const slot = (number: number) => history[number % 4] ?? new Float32Array(BANDS + 2)

  /** Levels stand at 1…BANDS; the edges repeat nothing. */
  function addFrame(levels: Float32Array): void {
    const before = slot(frame + 2) // two frames back, modulo four
    let rise = 0
    for (let band = 1; band <= BANDS; band += 1) {
      level += levels[band] ?? 0
      const reference = Math.max(before[band - 1] ?? 0, before[band] ?? 0, before[band + 1] ?? 0)
      const difference = (levels[band] ?? 0) - reference
      if (difference > 0) rise += band <= BASS_BANDS ? difference * BASS_WEIGHT : difference
    }
    envelope.push(frame < 2 ? 0 : rise)
    frame += 1
  }

  return {
    push(samples) {
      let at = 0
      while (at < samples.length) {
        const take = Math.min(needed - filled, samples.length - at)
        buffer.set(samples.subarray(at, at + take), filled)
        filled += take
        at += take
        if (filled === needed) analysePair()
      }
    },
    finish() {
      const share = level > 0 ? frame / level : 0
      return envelope.toArray().map(rise => rise * share)
    },
  }
}

/** Log magnitudes per band of the real (`sign` 1) or imaginary (−1) frame of a packed pair. */
function bandLevels(
  spectrum: Float64Array,
  edges: readonly number[],
  sign: 1 | -1,
  levels: Float32Array,
): Float32Array {
  for (let band = 0; band < BANDS; band += 1) {
    let sum = 0
    const end = edges[band + 1] ?? 0
    for (let bin = edges[band] ?? 0; bin < end; bin += 1) {
      const mirror = SIZE - bin
      const re = (spectrum[2 * bin] ?? 0) + sign * (spectrum[2 * mirror] ?? 0)
      const im = (spectrum[2 * bin + 1] ?? 0) - sign * (spectrum[2 * mirror + 1] ?? 0)
      sum += Math.sqrt(re * re + im * im) * 0.5
    }
    levels[band + 1] = sum < Infinity ? Math.log10(1 + sum) : 0 // a broken file may decode to NaN
  }
  return levels
}

/** Log-spaced FFT bins, each band at least one bin wide. */
function bandEdges(): number[] {
  const edges = [Math.max(1, Math.round((LOWEST_HZ * SIZE) / RATE))]
  for (let band = 1; band <= BANDS; band += 1) {
    const hertz = LOWEST_HZ * (HIGHEST_HZ / LOWEST_HZ) ** (band / BANDS)
    edges.push(Math.max((edges.at(-1) ?? 0) + 1, Math.round((hertz * SIZE) / RATE)))
  }
  return edges
}

export const hann = (size: number) =>
  Float64Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size))
