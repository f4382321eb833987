// True peak (ITU-R BS.1770-4, annex 2): the largest value between the samples too, by fourfold oversampling, streaming.

const FACTOR = 4
const REACH = 10
const CHANNELS = 2
/**
 * Between two samples the signal rises at most 3 dB over the larger one for tones up to a quarter of the sampling rate;
 * what lies higher in music is weak. Places that could not even so exceed the peak so far are passed over.
 */
const MOST_RISE = 1.5

export interface TruePeakMeter {
  /** Left and right in turn. */
  push(stereo: Float32Array): void
  /** dBTP; undefined for digital silence. */
  finish(): number | undefined
}

/** Looked through together: where nothing comes near the peak so far, nothing is interpolated. */
const BLOCK = 64 * CHANNELS

export function createTruePeakMeter(): TruePeakMeter {
  const phases = interpolators()
  const overlap = 2 * REACH * CHANNELS
  /** The chunk behind the last samples of the one before, so that no place between chunks is missed. */
  let samples = new Float32Array(overlap)
  let peak = 0

  function between(at: number): void {
    for (const phase of phases) {
      let value = 0
      for (let tap = 0; tap < 2 * REACH; tap += 1)
        value += (phase[tap] ?? 0) * (samples[at + (tap - REACH + 1) * CHANNELS] ?? 0)
      peak = Math.max(peak, Math.abs(value))
    }
  }

  function lookThrough(from: number, to: number): void {
    let largest = 0
    for (let at = from; at < to + CHANNELS; at += 1) largest = Math.max(largest, Math.abs(samples[at] ?? 0))
    peak = Math.max(peak, largest)
    if (largest * MOST_RISE <= peak) return
    for (let at = from; at < to; at += 1) {
      const near = Math.max(Math.abs(samples[at] ?? 0), Math.abs(samples[at + CHANNELS] ?? 0))
      if (near * MOST_RISE > peak) between(at)
    }
  }

  return {
    push(stereo) {
      const length = overlap + stereo.length
      if (samples.length < length) {
        const larger = new Float32Array(length)
        larger.set(samples.subarray(0, overlap))
        samples = larger
      }
      samples.set(stereo, overlap)
      const end = length - REACH * CHANNELS
      for (let from = (REACH - 1) * CHANNELS; from < end; from += BLOCK) lookThrough(from, Math.min(end, from + BLOCK))
      samples.copyWithin(0, length - overlap, length)
    },
    finish() {
      for (const sample of samples.subarray(0, overlap)) peak = Math.max(peak, Math.abs(sample))
      return peak > 0 ? Math.round(200 * Math.log10(peak)) / 10 : undefined
    },
  }
}

/** Windowed-sinc weights of the twenty nearest samples for the places ¼, ½ and ¾ after a sample. */
function interpolators(): Float64Array[] {
  return [1, 2, 3].map(step =>
    Float64Array.from({ length: 2 * REACH }, (_, tap) => {
      const distance = step / FACTOR - (tap - REACH + 1)
      const window = 0.5 * (1 + Math.cos((Math.PI * distance) / REACH))
      return (Math.sin(Math.PI * distance) / (Math.PI * distance)) * window
    }),
  )
}
