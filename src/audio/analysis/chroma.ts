// Pitch-class profile of the whole track, streaming: spectral peaks, folded when the tuning is known (after Gómez 2006, HPCP).

import FFT from 'fft.js'
import { createDecimator, DECIMATE } from './decimate.ts'
import { hann } from './onset-envelope.ts'
import { createPitchClasses, mostOfClass, newSteps, stepOf } from './pitch-classes.ts'
import { createTuningMeter, hertzOfA, type TuningMeter } from './tuning.ts'

const RATE = 44_100
const LOW_RATE = RATE / DECIMATE
const SIZE = 8192
const HOP = 4096
const LOWEST_BIN = Math.ceil((60 * SIZE) / LOW_RATE)
/** Deeper tones are too short for this window to tell their tuning. */
const LOWEST_TUNED = 100
const LEAST_OVER_MEAN = 1.5
const LEAST_PEAK = 1e-4
/** A peak this far above its surroundings is a tone; noise stays below. */
const TONE_OVER_MEAN = 4
/** Share of the peaks' prominence that must lie in tones. Measured: noise 0.00, four of five drum loops below 0.1, 177 of 179 pieces of music above. */
const LEAST_TONALITY = 0.1
/** Less is a chord or two: it would be some key's, but tells none. */
const LEAST_SECONDS = 3

export interface ChromaSettings {
  /** Hz of the highest peaks that count; above, harmonics and drums outweigh the notes. */
  highest: number
  /** Least height of a peak over its surroundings. */
  prominence: number
  /** A peak counts with this power of its magnitude. */
  power: number
}

/** Picked on 222 pieces (`scripts/bench/key-truth.ts`); all near it are about as good. */
const SETTINGS: ChromaSettings = { highest: 1000, prominence: 2.5, power: 0.75 }

export interface Profile {
  /** Twelve values from C, loudest 1. */
  classes: Float64Array
  /** Hz of the A. */
  tuning: number
}

export interface Chroma {
  push(samples: Float32Array): void
  /** Undefined for less than three seconds, or when there was no tone, only noise or drums. */
  finish(): Profile | undefined
  /** After `finish`, for pictures. */
  stretches(): number[][]
}

export function createChroma(settings = SETTINGS): Chroma {
  const low = createDecimator()
  const spectrum = createSpectrum(settings)
  const classes = createPitchClasses()
  const tuning = createTuningMeter()
  const buffer = new Float64Array(SIZE)
  let [tones, loudness, filled, count] = [0, 0, 0, 0]

  function analyseFrame(): void {
    const { energy, steps, tonality } = spectrum.analyse(buffer, tuning)
    const sound = energy < Infinity // a broken file may decode to NaN
    const most = mostOfClass(steps)
    classes.add(steps, sound && most > 0 ? energy ** 0.25 / most : 0)
    if (sound) tones += tonality * Math.sqrt(energy)
    if (sound) loudness += Math.sqrt(energy)
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
      const whole = classes.whole(tuning.cents())
      const most = Math.max(...whole)
      if (!(most > 1e-6) || tones < LEAST_TONALITY * loudness) return undefined
      return { classes: whole.map(value => value / most), tuning: hertzOfA(tuning.cents()) }
    },
    stretches: () => classes.stretches(tuning.cents()),
  }
}

function createSpectrum({ highest, prominence, power }: ChromaSettings) {
  const highestBin = Math.floor((highest * SIZE) / LOW_RATE)
  const fft = new FFT(SIZE)
  const window = hann(SIZE)
  const windowed = new Float64Array(SIZE)
  const complex = new Float64Array(2 * SIZE)
  const bins = Math.ceil(highestBin * 2 ** (1 / 3)) + 2
  const magnitude = new Float64Array(bins)
  const sums = new Float64Array(bins + 1)
  const steps = newSteps()

  /** Peaks go to the steps, tones to the tuning too. */
  function addPeaks(strength: number, tuning: TuningMeter): number {
    let [tones, all] = [0, 0]
    for (let bin = LOWEST_BIN; bin <= highestBin; bin += 1) {
      const peak = magnitude[bin] ?? 0
      if (peak < LEAST_PEAK || peak <= (magnitude[bin - 1] ?? 0) || peak < (magnitude[bin + 1] ?? 0)) continue
      const height = peak / meanAround(bin)
      if (!(height >= LEAST_OVER_MEAN)) continue
      const weight = Math.sqrt(height)
      all += weight
      if (height < prominence) continue
      const hertz = ((bin + offsetOfPeak(bin)) * LOW_RATE) / SIZE
      const step = stepOf(hertz)
      steps[step] = (steps[step] ?? 0) + peak ** power
      if (height <= TONE_OVER_MEAN) continue
      tones += weight
      if (hertz > LOWEST_TUNED) tuning.add(hertz, weight * strength)
    }
    return all > 0 ? tones / all : 0
  }

  /** Over a third of an octave to each side. */
  function meanAround(bin: number): number {
    const from = Math.floor(bin / 2 ** (1 / 3))
    const to = Math.min(bins, Math.ceil(bin * 2 ** (1 / 3)) + 1)
    return ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from)
  }

  /** Of a parabola through the logarithms, which is what the window's peak is nearest to. */
  function offsetOfPeak(bin: number): number {
    const [left, peak, right] = [-1, 0, 1].map(i => Math.log((magnitude[bin + i] ?? 0) + 1e-12)) as [
      number,
      number,
      number,
    ]
    return (0.5 * (left - right)) / (left - 2 * peak + right)
  }

  return {
    /** What is found stands until the next call. */
    analyse(samples: Float64Array, tuning: TuningMeter) {
      let energy = 0
      for (let i = 0; i < SIZE; i += 1) {
        const value = samples[i] ?? 0
        windowed[i] = value * (window[i] ?? 0)
        energy += value * value
      }
      steps.fill(0)
      if (!(energy < Infinity)) return { energy, steps, tonality: 0 }
      fft.realTransform(complex, windowed)
      for (let bin = 0; bin < bins; bin += 1) {
        const [re, im] = [complex[2 * bin] ?? 0, complex[2 * bin + 1] ?? 0]
        magnitude[bin] = Math.sqrt(re * re + im * im)
        sums[bin + 1] = (sums[bin] ?? 0) + (magnitude[bin] ?? 0)
      }
      return { energy, steps, tonality: addPeaks(Math.sqrt(energy), tuning) }
    },
  }
}
