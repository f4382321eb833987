// Onset strength, 100 values a second, streaming. Method: SuperFlux (Böck & Widmer 2013): the rise of each log band
// over the loudest of its neighbours two frames before, so that vibrato is no onset. Kick, snare and hats lie in bands
// of their own, and coarse chroma, ten times a second, tells where the harmony changes.

import FFT from 'fft.js'
import { GrowingFloats } from './growing.ts'

export const ENVELOPE_RATE = 100
const RATE = 44_100
const SIZE = 2048
const HOP = RATE / ENVELOPE_RATE
const BANDS = 40
const LOWEST_HZ = 27.5
const HIGHEST_HZ = 16_000
/** The lowest bands, to 190 Hz, carry the kick. */
const BASS_BANDS = 8
const BASS_WEIGHT = 1.5
/** First bands of the snare's noise (1.1 kHz) and of the hats (6.3 kHz). */
const SNARE_BAND = 24
const HAT_BAND = 35
/** The kick is judged by its power, not by its logarithm: a bass is softer. 130 Hz. */
const LAST_KICK_BIN = 6
export const FRAMES_PER_HARMONY = 10
/** Twelve pitch classes of 0.37 to 3 kHz and the seven bins of the bass. */
export const HARMONY_SIZE = 19

export interface OnsetEnvelope {
  push(samples: Float32Array): void
  finish(): Onsets
}

/** One value per hop, as a share of the mean level, so that it does not depend on the volume. */
export interface Onsets {
  all: Float32Array
  low: Float32Array
  snare: Float32Array
  high: Float32Array
  /** `HARMONY_SIZE` magnitudes for each ten frames. */
  harmony: Float32Array
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
  const [all, low, snare, high] = [new GrowingFloats(), new GrowingFloats(), new GrowingFloats(), new GrowingFloats()]
  const harmony = new GrowingFloats()
  const kicks = new Float64Array(4)
  let kickLevel = 0
  const tones = new Float64Array(HARMONY_SIZE + 1)

  function analysePair(): void {
    for (let i = 0; i < SIZE; i += 1) {
      const weight = window[i] ?? 0
      pair[2 * i] = (buffer[i] ?? 0) * weight
      pair[2 * i + 1] = (buffer[i + HOP] ?? 0) * weight
    }
    fft.transform(spectrum, pair)
    addFrame(bandLevels(spectrum, 1))
    addFrame(bandLevels(spectrum, -1))
    buffer.copyWithin(0, 2 * HOP)
    filled -= 2 * HOP
  }

  const slot = (number: number) => history[number % 4] ?? new Float32Array(BANDS + 2)

  /** Levels stand at 1…BANDS; the edges repeat nothing. */
  function addFrame(levels: Float32Array): void {
    const before = slot(frame + 2) // two frames back, modulo four
    const rises = [0, 0, 0, 0]
    for (let band = 1; band <= BANDS; band += 1) {
      level += levels[band] ?? 0
      const reference = Math.max(before[band - 1] ?? 0, before[band] ?? 0, before[band + 1] ?? 0)
      const part = band <= BASS_BANDS ? 0 : band < SNARE_BAND ? 1 : band < HAT_BAND ? 2 : 3
      rises[part] = (rises[part] ?? 0) + Math.max(0, (levels[band] ?? 0) - reference)
    }
    const [bass = 0, middle = 0, noise = 0, top = 0] = frame < 2 ? [] : rises
    all.push(bass * BASS_WEIGHT + middle + noise + top)
    const now = kicks[frame % 4] ?? 0
    kickLevel += now
    low.push(frame < 2 ? 0 : Math.max(0, now - (kicks[(frame + 2) % 4] ?? 0)))
    snare.push(noise)
    high.push(top)
    frame += 1
    if (frame % FRAMES_PER_HARMONY > 0) return
    for (let i = 0; i < HARMONY_SIZE; i += 1) harmony.push(tones[i] ?? 0)
    tones.fill(0)
  }

  /** Log magnitudes per band of the real (`sign` 1) or imaginary (−1) frame of a packed pair. */
  function bandLevels(spectrum: Float64Array, sign: 1 | -1): Float32Array {
    const levels = slot(frame)
    let [kick, last, beforeLast] = [0, 0, 0]
    for (let band = 0; band < BANDS; band += 1) {
      let sum = 0
      const end = edges[band + 1] ?? 0
      for (let bin = edges[band] ?? 0; bin < end; bin += 1) {
        const mirror = SIZE - bin
        const re = (spectrum[2 * bin] ?? 0) + sign * (spectrum[2 * mirror] ?? 0)
        const im = (spectrum[2 * bin + 1] ?? 0) - sign * (spectrum[2 * mirror + 1] ?? 0)
        const magnitude = Math.sqrt(re * re + im * im) * 0.5
        sum += magnitude
        if (bin <= LAST_KICK_BIN) kick += magnitude
        if (last > beforeLast && last > magnitude) addTone(bin - 1, last)
        beforeLast = last
        last = magnitude
      }
      levels[band + 1] = sum < Infinity ? Math.log10(1 + sum) : 0 // a broken file may decode to NaN
    }
    kicks[frame % 4] = kick < Infinity ? kick : 0
    return levels
  }

  function addTone(bin: number, magnitude: number): void {
    const tone = TONES[bin] ?? HARMONY_SIZE
    tones[tone] = (tones[tone] ?? 0) + magnitude
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
      const shares = (rises: GrowingFloats) => rises.toArray().map(rise => rise * share)
      return {
        all: shares(all),
        low: low.toArray().map(rise => (kickLevel > 0 ? (rise * frame) / kickLevel : 0)),
        snare: shares(snare),
        high: shares(high),
        harmony: harmony.toArray(),
      }
    },
  }
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

/** Which of the harmony's values a bin adds to; the last is thrown away. */
const TONES = Uint8Array.from({ length: SIZE / 2 }, (_, bin) => {
  if (bin >= 2 && bin <= 8) return 10 + bin
  if (bin < 17 || bin > 137) return HARMONY_SIZE
  return ((Math.round(12 * Math.log2((bin * RATE) / SIZE / 440)) % 12) + 12) % 12
})

export const hann = (size: number) =>
  Float64Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size))
