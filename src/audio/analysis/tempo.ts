// Tempo from the onset envelope: where its autocorrelation and its spectrum agree, then refined by the spectrum's
// higher harmonics. Method: ACF × DFT (Peeters 2006), log-Gaussian prior around 125 BPM (after Parncutt 1994) for the
// pulse alone; which of the pulse's readings is the tempo is decided in tempo-octave.ts.

import type { Curves, Tempo } from './analysis.ts'
import { findGrid, GRID_WEIGHTS } from './beats.ts'
import { byLikelihood } from './likelihood.ts'
import { ENVELOPE_RATE, type Onsets } from './onset-envelope.ts'
import { at, beatStrength, normalise, type Periodicity, periodicity } from './periodicity.ts'
import { driftOf, localTempi, medianTempo } from './tempo-curve.ts'
import { FASTEST, readingsOf, SLOWEST, WEIGHTS } from './tempo-octave.ts'

const PRIOR = { centre: 125, octaves: 0.5 }
/** Less cannot be judged. */
export const TEMPO_LEAST_SECONDS = 5
/** A set of an hour has no single tempo; the middle ten minutes speak for it, and memory stays small. */
const MOST_FRAMES = 600 * ENVELOPE_RATE
/** Onsets that repeat less than this at any tempo are no beat (of the envelope's own power). */
const LEAST_REPETITION = 0.06
/** A reading that is less likely is not offered, except an octave: people halve and double. */
const LEAST_LIKELIHOOD = 0.02
/** The envelope of exactly five seconds lacks the length of its last frames. */
const MARGIN_SECONDS = 0.1
/** The bar of four at the slowest tempo, twice. */
const LONGEST_LAG = Math.ceil((8 * 60 * ENVELOPE_RATE) / SLOWEST) + 2

const FITTED = { tempo: WEIGHTS, grid: GRID_WEIGHTS }

export interface MeasuredTempo {
  /** Undefined when there is no beat, or less than five seconds. */
  tempo?: Tempo
  curve: Curves['tempo']
}

/** @param weights others than the program's own, where they are judged */
export function measureTempo(onsets: Onsets, weights = FITTED): MeasuredTempo {
  const whole = normalise(onsets.all)
  if (!whole || whole.length < (TEMPO_LEAST_SECONDS - MARGIN_SECONDS) * ENVELOPE_RATE) return { curve: [] }
  const pulse = findPulse(onsets, whole)
  if (!pulse) return { curve: localTempi(whole).map(({ at }) => ({ at, bpm: 0 })) }
  const ranked = byLikelihood(pulse.readings, weights.tempo)
  const [chosen = { bpm: pulse.bpm, likelihood: 0 }, ...others] = ranked
  const stretches = localTempi(whole, chosen.bpm)
  const curve = stretches.map(({ at, bpm }) => ({ at, bpm: hundredths(bpm) }))
  const drift = driftOf(stretches)
  const bpm = hundredths(drift ? medianTempo(stretches) : chosen.bpm)
  const tempo: Tempo = {
    bpm,
    confidence: hundredths(chosen.likelihood * (drift ? 0.5 : 1)), // one number says half of what drifts
    alternatives: others
      .map(other => ({ ...other, ratio: other.bpm / chosen.bpm }))
      .filter(({ ratio, likelihood }) => likelihood >= LEAST_LIKELIHOOD || isOctave(ratio))
      .map(({ ratio }) => hundredths(ratio * bpm)),
  }
  if (drift) return { tempo: { ...tempo, drift }, curve }
  return { tempo: { ...tempo, grid: findGrid(onsets, bpm, weights.grid) }, curve }
}

/** The repetition that stands out, finely, and its readings. */
export function findPulse(onsets: Onsets, whole = normalise(onsets.all)) {
  if (!whole) return undefined
  const middle = middleOf(whole)
  const all = periodicity(middle, LONGEST_LAG, 4)
  const best = strongest(all)
  const parts = { low: middleOf(onsets.low), snare: middleOf(onsets.snare) }
  if (best.strength >= LEAST_REPETITION + 2 / Math.sqrt(middle.length)) {
    const bpm = refine(middle, best.bpm)
    return { bpm, readings: readingsOf(bpm, all, parts) }
  }
  const wandering = medianTempo(localTempi(whole))
  return wandering ? { bpm: wandering, readings: readingsOf(wandering, all, parts) } : undefined
}

function middleOf<T extends Float32Array | Float64Array>(envelope: T): T {
  const start = Math.max(0, Math.floor((envelope.length - MOST_FRAMES) / 2))
  return envelope.subarray(start, start + MOST_FRAMES) as T
}

function strongest({ magnitude, binsPerHertz, repetition }: Periodicity): { bpm: number; strength: number } {
  let best = { bpm: 0, score: 0, strength: 0 }
  for (let bpm = SLOWEST; bpm <= FASTEST; bpm *= 1.002) {
    const strength = beatStrength(repetition, bpm)
    const f = (bpm / 60) * binsPerHertz
    const spectrum =
      at(magnitude, f) + 0.8 * at(magnitude, 2 * f) + 0.2 * at(magnitude, 3 * f) + 0.6 * at(magnitude, 4 * f)
    const distance = Math.log2(bpm / PRIOR.centre) / PRIOR.octaves
    const score = strength * spectrum * Math.exp(-0.5 * distance * distance)
    if (score > best.score) best = { bpm, score, strength }
  }
  return best
}

/** Within ±1.5 %, by the exact spectrum at the beat and its 2nd, 4th and 8th harmonic. */
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
  const fine = bestOf(coarse, Math.max(0.02, 3 / seconds), 0.01)
  return bestOf(fine, 0.01, 0.002)
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

const isOctave = (ratio: number) => Math.abs(Math.abs(Math.log2(ratio)) - 1) < 0.01

const hundredths = (value: number) => Math.round(value * 100) / 100
