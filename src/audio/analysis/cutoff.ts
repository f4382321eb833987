// The highest frequency that carries music. A lossy encoder cuts as with a knife; records, tapes and instruments fade.

import FFT from 'fft.js'
import { hann } from './onset-envelope.ts'

const RATE = 44_100
const SIZE = 2048
/** A frame each quarter of a second tells enough. */
const HOP = RATE / 4
const BINS_PER_BAND = 4
const BAND_HZ = (BINS_PER_BAND * RATE) / SIZE
const BANDS = SIZE / 2 / BINS_PER_BAND
/** No encoder for music cuts lower. */
const LOWEST_CUT = 9000
const HIGHEST_CUT = 21_400
/** dB by which all above a cut lies below what is just under it. Filters of 48 dB an octave give 6. */
const KNIFE = 18
/** dB; nothing above comes nearer than this to what is just under the cut. */
const LEAST_ABOVE = 12
/** dB of full scale in one bin, just under a cut: fainter, the noise of 16 bits (-128) looks like a cut. */
const LEAST_UNDER = -110
/** Without a cut, music must reach this far, this loud, to say that nothing was cut. */
const FULL_BAND = 20_000
const FULL_FLOOR = -108
const LEAST_FRAMES = 20
/** A band is as loud as in the loudest tenth of frames: a few clicks must not fill what an encoder left empty. */
const LOUD_SHARE = 0.1
/** Steps of a dB below full scale. */
const LEVELS = 160

export interface CutoffMeter {
  /** Mono. */
  push(samples: Float32Array): void
  /** Hz, to a hundred; undefined when it cannot be told: it is quiet, short, has no treble, or fades gently. */
  finish(): number | undefined
}

export function createCutoffMeter(): CutoffMeter {
  const fft = new FFT(SIZE)
  const window = hann(SIZE)
  const frame = new Float64Array(SIZE)
  const complex = new Float64Array(2 * SIZE)
  const counts = new Uint32Array(BANDS * LEVELS)
  let [position, frames] = [0, 0]

  function addFrame(): void {
    fft.realTransform(complex, frame)
    if (!Number.isFinite(complex[0])) return
    frames += 1
    for (let band = 0; band < BANDS; band += 1) {
      let sum = 0
      for (let i = 2 * band * BINS_PER_BAND; i < 2 * (band + 1) * BINS_PER_BAND; i += 2)
        sum += Math.sqrt((complex[i] ?? 0) ** 2 + (complex[i + 1] ?? 0) ** 2)
      const below = Math.round(-20 * Math.log10(sum / BINS_PER_BAND / (SIZE / 4) + 1e-12))
      const cell = band * LEVELS + Math.min(LEVELS - 1, Math.max(0, below))
      counts[cell] = (counts[cell] ?? 0) + 1
    }
  }

  /** dB. */
  function levelOf(band: number): number {
    let seen = 0
    for (let below = 0; below < LEVELS; below += 1) {
      seen += counts[band * LEVELS + below] ?? 0
      if (seen > LOUD_SHARE * frames) return -below
    }
    return -LEVELS
  }

  return {
    push(samples) {
      for (let at = 0; at < samples.length; ) {
        const end = Math.min(samples.length, at + (position < SIZE ? SIZE : HOP) - position)
        if (position < SIZE)
          for (let i = at; i < end; i += 1)
            frame[position + i - at] = (samples[i] ?? 0) * (window[position + i - at] ?? 0)
        position += end - at
        at = end
        if (position === SIZE) addFrame()
        if (position === HOP) position = 0
      }
    },
    finish() {
      if (frames < LEAST_FRAMES) return undefined
      const levels = Array.from({ length: BANDS }, (_, band) => levelOf(band))
      const hertz = findCut(levels) ?? fullBand(levels)
      return hertz === undefined ? undefined : Math.round(hertz / 100) * 100
    },
  }
}

/** Where the levels fall most, when they fall as with a knife and stay down. */
function findCut(levels: readonly number[]): number | undefined {
  let [steepest, cut] = [KNIFE, 0]
  for (let band = bandOf(LOWEST_CUT); band <= bandOf(HIGHEST_CUT); band += 1) {
    const drop = middle(levels.slice(band - 8, band - 2)) - middle(levels.slice(band + 3, band + 11))
    if (drop >= steepest) [steepest, cut] = [drop, band]
  }
  if (cut === 0) return undefined
  const under = middle(levels.slice(cut - 8, cut - 2))
  const above = levels.slice(cut + 4)
  if (under < LEAST_UNDER || Math.max(...above) > under - LEAST_ABOVE) return undefined
  const halfway = under - steepest / 2
  return levels.findIndex((level, band) => band > cut - 8 && level < halfway) * BAND_HZ
}

function fullBand(levels: readonly number[]): number | undefined {
  const highest = levels.findLastIndex(level => level > FULL_FLOOR)
  const holes = levels.slice(bandOf(LOWEST_CUT), highest).filter(level => level <= FULL_FLOOR)
  return highest >= bandOf(FULL_BAND) && holes.length === 0 ? highest * BAND_HZ : undefined
}

const bandOf = (hertz: number) => Math.round(hertz / BAND_HZ)

function middle(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
