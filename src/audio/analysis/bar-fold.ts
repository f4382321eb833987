// The onsets of a recording folded at the length of a bar of four, so that what repeats adds up.

import { ENVELOPE_RATE, FRAMES_PER_HARMONY, HARMONY_SIZE, type Onsets } from './onset-envelope.ts'
import { normalise } from './periodicity.ts'

export const BEATS = 4
/** Bins of a folded bar. */
export const PLACES_IN_BAR = 192
export const BEAT_BINS = PLACES_IN_BAR / BEATS
/** Parts that are compared with the whole. */
export const PARTS = 4
/** The middle ten minutes speak for a long set. */
const MOST_FRAMES = 600 * ENVELOPE_RATE
const MOST_HARMONIES = MOST_FRAMES / FRAMES_PER_HARMONY

export interface FoldedBar {
  all: Float64Array
  low: Float64Array
  snare: Float64Array
  high: Float64Array
  change: Float64Array
  /** `all` of each part of the recording. */
  parts: Float64Array[]
}

export function foldBar(onsets: Onsets, bpm: number): FoldedBar | undefined {
  const from = firstFrame(onsets.all.length)
  const step = PLACES_IN_BAR / ((BEATS * 60 * ENVELOPE_RATE) / bpm)
  const moving = normalise(onsets.all.subarray(from, from + MOST_FRAMES))
  if (!moving) return undefined
  const band = (values: Float32Array) =>
    unit(fold(normalise(values.subarray(from, from + MOST_FRAMES), 0) ?? new Float64Array(), { from, step }))
  const length = Math.floor(moving.length / PARTS)
  const parts = Array.from({ length: PARTS }, (_, i) =>
    fold(moving.subarray(i * length, (i + 1) * length), { from: from + i * length, step }),
  )
  const coarse = { from: from / FRAMES_PER_HARMONY, step: step * FRAMES_PER_HARMONY }
  const tones = onsets.harmony.subarray(coarse.from * HARMONY_SIZE, (coarse.from + MOST_HARMONIES) * HARMONY_SIZE)
  const change = unit(fold(harmonicChange(tones, bpm), coarse))
  const all = unit(fold(moving, { from, step }))
  return { all, low: band(onsets.low), snare: band(onsets.snare), high: band(onsets.high), change, parts }
}

/** Of the middle; a multiple of the frames that a harmony covers. */
function firstFrame(length: number): number {
  const middle = Math.max(0, Math.floor((length - MOST_FRAMES) / 2))
  return middle - (middle % FRAMES_PER_HARMONY)
}

interface Place {
  /** Number of the first value, counted from the start of the recording. */
  from: number
  /** Bins that one value moves on. */
  step: number
}

function fold(values: Float64Array, { from, step }: Place): Float64Array {
  const bins = new Float64Array(PLACES_IN_BAR + 1)
  const reach = Math.max(1, Math.round(step)) // a value that is longer than a bin fills what it covers
  for (let i = 0; i < values.length; i += 1) {
    const position = (from + i) * step
    const value = values[i] ?? 0
    for (let k = 0; k < reach; k += 1) {
      const place = (position + k) % PLACES_IN_BAR
      const bin = Math.floor(place)
      bins[bin] = (bins[bin] ?? 0) + value * (1 - place + bin)
      bins[bin + 1] = (bins[bin + 1] ?? 0) + value * (place - bin)
    }
  }
  bins[0] = (bins[0] ?? 0) + (bins[PLACES_IN_BAR] ?? 0)
  return bins.subarray(0, PLACES_IN_BAR)
}

/** Mean 0, deviation 1. */
export function unit(bins: Float64Array): Float64Array {
  const mean = bins.reduce((sum, value) => sum + value, 0) / bins.length
  const deviation = Math.sqrt(bins.reduce((sum, value) => sum + (value - mean) ** 2, 0) / bins.length) || 1
  return bins.map(value => (value - mean) / deviation)
}

/** How unlike the chroma and the bass of the beat before and the beat after each of its frames are, 0 to 1. */
function harmonicChange(harmony: Float32Array, bpm: number): Float64Array {
  const frames = Math.floor(harmony.length / HARMONY_SIZE)
  const reach = Math.max(2, Math.round(((60 / bpm) * ENVELOPE_RATE) / FRAMES_PER_HARMONY))
  const sums = new Float64Array((frames + 1) * HARMONY_SIZE)
  for (let i = 0; i < frames * HARMONY_SIZE; i += 1) {
    const value = harmony[i] ?? 0
    sums[i + HARMONY_SIZE] = (sums[i] ?? 0) + (Number.isFinite(value) ? value : 0)
  }
  const between = (from: number, to: number, tone: number) =>
    (sums[to * HARMONY_SIZE + tone] ?? 0) - (sums[from * HARMONY_SIZE + tone] ?? 0)
  const change = new Float64Array(frames)
  for (let frame = reach; frame + reach <= frames; frame += 1)
    change[frame] = [0, 12].reduce((total, first) => {
      let [product, before, after] = [0, 0, 0]
      for (let tone = first; tone < (first === 0 ? 12 : HARMONY_SIZE); tone += 1) {
        const [left, right] = [between(frame - reach, frame, tone), between(frame, frame + reach, tone)]
        product += left * right
        before += left * left
        after += right * right
      }
      return total + 0.5 * (1 - product / (Math.sqrt(before * after) || 1))
    }, 0)
  return change
}

/** The four beats of a bar added up. */
export function foldBeat(...bars: Float64Array[]): Float64Array {
  const beat = new Float64Array(BEAT_BINS)
  for (const bar of bars)
    for (let i = 0; i < PLACES_IN_BAR; i += 1) beat[i % BEAT_BINS] = (beat[i % BEAT_BINS] ?? 0) + (bar[i] ?? 0)
  return beat
}
