// Local tempo: of stretches that overlap. It draws the curve, and tells a tempo that wanders from a steady one.

import { ENVELOPE_RATE } from './onset-envelope.ts'
import { at, periodicity } from './periodicity.ts'

const STRETCH_SECONDS = 10
const HOP_SECONDS = 2.5
const MOST_STRETCHES = 400
/** Of a beat's repetition; less is no beat. */
const LEAST_STRENGTH = 0.12
/** Of the whole's power; what moves less is silence. */
const LEAST_POWER = 0.01
/** How far from the whole's tempo a stretch may be, octaves. */
const REACH = 0.45
const SPREAD = 0.25
/** A beat that is not where the whole's tempo has it, in more than this share of the stretches, makes a drift. Measured:
 * steady pieces 0 to 0.1, drifting ones 0.4 and more. */
const DRIFTING = 0.25
/** Of the strength of a stretch's own tempo: with less the whole's tempo is not its. */
const STEADY = 0.7
/** At least this share of the stretches has a beat, or there is none. Measured: without a beat up to 0.2. */
const LEAST_BEATEN = 0.5

export interface Stretch {
  /** Seconds of its middle. */
  at: number
  /** 0: no beat there. */
  bpm: number
  strength: number
  /** Strength at the whole's tempo, where one is given. */
  steady: number
}

/** @param around the tempo that stretches are looked for near; without it, each one's best between 60 and 200 */
export function localTempi(envelope: Float64Array, around?: number): Stretch[] {
  const seconds = envelope.length / ENVELOPE_RATE
  const hop = Math.max(HOP_SECONDS, seconds / MOST_STRETCHES)
  const quiet = LEAST_POWER * powerOf(envelope)
  const stretches: Stretch[] = []
  for (let start = 0; start === 0 || start + STRETCH_SECONDS <= seconds; start += hop) {
    const from = Math.round(start * ENVELOPE_RATE)
    const part = centred(envelope.subarray(from, from + STRETCH_SECONDS * ENVELOPE_RATE))
    const found = powerOf(part) > quiet ? tempoOf(part, around) : { bpm: 0, strength: 0, steady: 0 }
    stretches.push({ at: start + part.length / ENVELOPE_RATE / 2, ...found })
  }
  return stretches
}

/** The slowest and the fastest stretch, neighbours smoothed; undefined when one tempo holds for the whole. */
export function driftOf(stretches: readonly Stretch[]): { from: number; to: number } | undefined {
  const beaten = stretches.filter(({ bpm }) => bpm > 0)
  const lost = beaten.filter(({ steady, strength }) => steady < STEADY * strength)
  if (beaten.length < 3 || beaten.length < LEAST_BEATEN * stretches.length) return undefined
  if (lost.length <= DRIFTING * beaten.length) return undefined
  const smooth = beaten.slice(2).map((_, i) => middle(beaten.slice(i, i + 3).map(({ bpm }) => bpm)))
  const [from, to] = [Math.min(...smooth), Math.max(...smooth)]
  return { from: Math.round(from * 100) / 100, to: Math.round(to * 100) / 100 }
}

/** @returns 0 when most stretches have no beat */
export function medianTempo(stretches: readonly Stretch[]): number {
  const beaten = stretches.filter(({ bpm }) => bpm > 0).map(({ bpm }) => bpm)
  return beaten.length < LEAST_BEATEN * stretches.length ? 0 : middle(beaten)
}

const middle = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0

function centred(part: Float64Array): Float64Array {
  const mean = part.reduce((sum, value) => sum + value, 0) / part.length
  return part.map(value => value - mean)
}

const powerOf = (part: Float64Array) => part.reduce((sum, value) => sum + value * value, 0) / Math.max(1, part.length)

function tempoOf(part: Float64Array, around?: number): Omit<Stretch, 'at'> {
  const { repetition } = periodicity(part, part.length, 2)
  const centre = around ?? 120
  const reach = around ? REACH : 0.75
  const spread = around ? SPREAD : 0.5
  let best = { bpm: 0, strength: 0, score: 0 }
  for (let bpm = centre * 2 ** -reach; bpm <= centre * 2 ** reach; bpm *= 1.0025) {
    const strength = strengthAt(repetition, bpm)
    const distance = Math.log2(bpm / centre) / spread
    const score = strength * Math.exp(-0.5 * distance * distance)
    if (score > best.score) best = { bpm, strength, score }
  }
  const steady = around ? Math.max(...[-0.003, 0, 0.003].map(off => strengthAt(repetition, around * (1 + off)))) : 0
  if (best.strength < LEAST_STRENGTH) return { bpm: 0, strength: best.strength, steady }
  return { bpm: between(repetition, best.bpm), strength: best.strength, steady }
}

/** Mean autocorrelation of as many beats as fit into two thirds of a stretch, eight at most. */
function strengthAt(repetition: Float64Array, bpm: number): number {
  const lag = (60 * ENVELOPE_RATE) / bpm
  const beats = Math.max(1, Math.min(8, Math.floor((0.67 * repetition.length) / lag)))
  let sum = 0
  for (let beat = 1; beat <= beats; beat += 1)
    sum += at(repetition, beat * lag) / (1 - (beat * lag) / repetition.length)
  return sum / beats
}

/** The top of the parabola through a grid's best and its neighbours. */
function between(repetition: Float64Array, bpm: number): number {
  const [before, middle, after] = [bpm / 1.0025, bpm, bpm * 1.0025].map(value => strengthAt(repetition, value))
  const bend = (before ?? 0) - 2 * (middle ?? 0) + (after ?? 0)
  const offset = bend < 0 ? (0.5 * ((before ?? 0) - (after ?? 0))) / bend : 0
  return bpm * 1.0025 ** Math.max(-1, Math.min(1, offset))
}
