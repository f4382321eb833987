// Where the beats and the bars of four begin. The onsets are folded at the length of a bar; of the places that can be
// the first beat the likeliest is taken: kick there, snare on the second and fourth beat, harmony that changes.

import type { BeatGrid } from './analysis.ts'
import { BEAT_BINS, BEATS, type FoldedBar, foldBar, foldBeat, PARTS, PLACES_IN_BAR, unit } from './bar-fold.ts'
import { byLikelihood, type Explained } from './likelihood.ts'
import type { Onsets } from './onset-envelope.ts'

/** A struck note reaches its steepest rise so much after the first sample of its first frame, seconds. Measured. */
export const LATENCY = 0.0251
/** Shares of a beat by which the strongest phase may be off the beat: hats between the beats, ternary upbeats. */
const OFFSETS = [0, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 3 / 4]
/** How far from an even division a played beat may lie, bins of a bar. */
const LEEWAY = 3
/** A kick begins high and reaches its depth later. */
const LATE = 6
/** Nine of ten first beats are found more exactly. */
const ERROR_SECONDS = 0.01
const LEAST_LIKENESS = 0.35
/** Fitted as those of the tempo; the order is that of `featuresOf`. */
export const GRID_WEIGHTS: readonly number[] = [
  0.13, 0.09, -0.02, 1.09, -0.01, 0.03, -0.01, 0.04, -0.03, 0.24, -0.02, 1.02, -0.43, -0.21, -0.16, -0.11,
]

export interface FirstBeat extends Explained {
  /** Bin of the bar. */
  bin: number
}

/** @returns undefined when the beats do not keep to one grid */
export function findGrid(onsets: Onsets, bpm: number, weights: readonly number[]): BeatGrid | undefined {
  const folded = foldBar(onsets, bpm)
  if (!folded || !keepsTogether(folded.parts)) return undefined
  const places = firstBeats(folded)
  const ranked = byLikelihood(places, weights)
  const chances = new Map<number, number>()
  for (const { bin, likelihood } of ranked) {
    const phase = bin % BEAT_BINS
    chances.set(phase, (chances.get(phase) ?? 0) + likelihood)
  }
  const [phase = 0] = [...chances].sort((a, b) => b[1] - a[1])[0] ?? []
  const downbeat = ranked.find(({ bin }) => bin % BEAT_BINS === phase)?.bin ?? 0
  const beat = 60 / bpm
  const start = (peakNear(folded.all, downbeat) / BEAT_BINS) * beat + LATENCY
  return { firstBeat: firstOf(start, beat), firstDownbeat: firstOf(start, BEATS * beat) }
}

/** Every place where a bar may begin. */
export function gridReadings(onsets: Onsets, bpm: number): FirstBeat[] {
  const folded = foldBar(onsets, bpm)
  return folded ? firstBeats(folded) : []
}

function firstBeats({ all, low, snare, high, change }: FoldedBar): FirstBeat[] {
  const beat = foldBeat(all, low)
  const strongest = beat.indexOf(Math.max(...beat))
  const phases = OFFSETS.map(share => Math.round(strongest + share * BEAT_BINS) % BEAT_BINS)
  return phases.flatMap(phase =>
    [0, 1, 2, 3].map(number => {
      const bin = phase + number * BEAT_BINS
      const on = (part: Float64Array, beats: number) => highestNear(part, bin + beats * BEAT_BINS)
      const onAll = (part: Float64Array) => on(part, 0) + on(part, 1) + on(part, 2) + on(part, 3)
      const between = (part: Float64Array, share: number) =>
        on(part, share) + on(part, 1 + share) + on(part, 2 + share) + on(part, 3 + share)
      return {
        bin,
        features: [
          onAll(all),
          between(all, 0.5),
          between(high, 0.5),
          on(low, 0),
          on(low, 2),
          on(low, 1) + on(low, 3),
          between(low, 0.5),
          on(snare, 0),
          on(snare, 2),
          on(snare, 1) + on(snare, 3),
          between(snare, 0.5),
          on(change, 0),
          on(change, 2),
          on(change, 1) + on(change, 3),
          between(change, 0.5),
          between(low, 0.25) + between(low, 0.75),
        ],
      }
    }),
  )
}

function highestNear(bins: Float64Array, position: number): number {
  let highest = -Infinity
  for (let off = -LEEWAY; off <= LATE; off += 1)
    highest = Math.max(highest, bins[(Math.round(position) + off + PLACES_IN_BAR) % PLACES_IN_BAR] ?? 0)
  return highest
}

/** The phase of the onsets on all beats near a bin, between the bins by a parabola. */
function peakNear(all: Float64Array, bin: number): number {
  const at = (position: number) => {
    let sum = 0
    for (let beat = 0; beat < BEATS; beat += 1)
      for (let off = -2; off <= 2; off += 1)
        sum += (3 - Math.abs(off)) * (all[(position + off + beat * BEAT_BINS + 2 * PLACES_IN_BAR) % PLACES_IN_BAR] ?? 0)
    return sum
  }
  let best = bin
  for (let off = -LEEWAY; off <= LEEWAY; off += 1) if (at(bin + off) > at(best)) best = bin + off
  const [before, middle, after] = [at(best - 1), at(best), at(best + 1)]
  const bend = before - 2 * middle + after
  const offset = bend < 0 ? (0.5 * (before - after)) / bend : 0
  return (best + Math.max(-1, Math.min(1, offset)) + PLACES_IN_BAR) % PLACES_IN_BAR
}

/** Whether the parts, each folded alike, have their beats in the same place: most pairs of neighbours do. */
function keepsTogether(parts: readonly Float64Array[]): boolean {
  const beats = parts.map(part => unit(foldBeat(part)))
  const likeness = (a: Float64Array, b: Float64Array) => a.reduce((sum, v, i) => sum + v * (b[i] ?? 0), 0) / BEAT_BINS
  const whole = unit(beats.reduce((sum, beat) => sum.map((value, i) => value + (beat[i] ?? 0))))
  return beats.filter(beat => likeness(beat, whole) >= LEAST_LIKENESS).length >= PARTS - 1
}

/** The first of a row that is not before the recording; what is before it by less than the error is at its start. */
function firstOf(start: number, period: number): number {
  const first = start % period
  return period - first < ERROR_SECONDS ? 0 : Math.round(first * 1000) / 1000
}
