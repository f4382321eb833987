// The shape of a recording in few columns, streaming: whatever its length, neighbours are put together when it grows.

const MOST_COLUMNS = 4096
/** Samples a column begins with: a hundredth of a second at 44.1 kHz. */
const FIRST_WIDTH = 441
/** Mean power above this (+6 dBFS) is no music: a broken file decodes to NaN, infinities and huge values. */
const MOST_POWER = 4

export interface Waveform {
  /** Mono. */
  push(samples: Float32Array): void
  finish(): { low: number[]; high: number[]; rms: number[] }
}

export function createWaveform(): Waveform {
  const lows = new Float32Array(MOST_COLUMNS)
  const highs = new Float32Array(MOST_COLUMNS)
  /** Sums of squares. */
  const powers = new Float64Array(MOST_COLUMNS)
  let column = 0
  let width = FIRST_WIDTH
  /** Samples in the column that is being filled. */
  let count = 0

  function add(samples: Float32Array, from: number, to: number): void {
    let low = count > 0 ? (lows[column] ?? 0) : Infinity
    let high = count > 0 ? (highs[column] ?? 0) : -Infinity
    let power = 0
    for (let i = from; i < to; i += 1) {
      const sample = samples[i] ?? 0
      if (sample < low) low = sample
      if (sample > high) high = sample
      power += sample * sample
    }
    if (!(power <= MOST_POWER * (to - from))) {
      add(samples.slice(from, to).map(repaired), 0, to - from)
      return
    }
    lows[column] = low
    highs[column] = high
    powers[column] = (count > 0 ? (powers[column] ?? 0) : 0) + power
    count += to - from
  }

  function nextColumn(): void {
    column += 1
    count = 0
    if (column < MOST_COLUMNS) return
    column = MOST_COLUMNS / 2
    width *= 2
    for (let i = 0; i < column; i += 1) {
      lows[i] = Math.min(lows[2 * i] ?? 0, lows[2 * i + 1] ?? 0)
      highs[i] = Math.max(highs[2 * i] ?? 0, highs[2 * i + 1] ?? 0)
      powers[i] = (powers[2 * i] ?? 0) + (powers[2 * i + 1] ?? 0)
    }
  }

  return {
    push(samples) {
      for (let from = 0; from < samples.length; ) {
        const to = Math.min(samples.length, from + width - count)
        add(samples, from, to)
        from = to
        if (count === width) nextColumn()
      }
    },
    finish() {
      const columns = column + (count > 0 ? 1 : 0)
      const size = (index: number) => (index === column ? count : width)
      return {
        low: Array.from(lows.subarray(0, columns), thousandths),
        high: Array.from(highs.subarray(0, columns), thousandths),
        rms: Array.from(powers.subarray(0, columns), (power, index) => thousandths(Math.sqrt(power / size(index)))),
      }
    },
  }
}

const repaired = (sample: number) => (Number.isFinite(sample) ? Math.max(-1, Math.min(1, sample)) : 0)

const thousandths = (value: number) => Math.round(Math.max(-1, Math.min(1, value)) * 1000) / 1000 || 0
