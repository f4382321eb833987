// The shape of a recording in few columns, streaming: whatever its length, neighbours are put together when it grows.

const MOST_COLUMNS = 2000
/** Samples a column begins with: a tenth of a second at 44.1 kHz. */
const FIRST_WIDTH = 4410

export interface Waveform {
  /** Mono. */
  push(samples: Float32Array): void
  finish(): { low: number[]; high: number[]; rms: number[] }
}

export function createWaveform(): Waveform {
  let columns: Column[] = []
  let width = FIRST_WIDTH
  let current = emptyColumn()

  function close(): void {
    columns.push(current)
    current = emptyColumn()
    if (columns.length < MOST_COLUMNS) return
    columns = pairsOf(columns)
    width *= 2
  }

  return {
    push(samples) {
      for (const sample of samples) {
        if (sample < current.low) current.low = sample
        if (sample > current.high) current.high = sample
        current.power += sample * sample
        current.count += 1
        if (current.count === width) close()
      }
    },
    finish() {
      const all = current.count > 0 ? [...columns, current] : columns
      const share = (value: number) => Math.round(Math.max(-1, Math.min(1, value)) * 1000) / 1000 || 0
      return {
        low: all.map(({ low }) => share(low)),
        high: all.map(({ high }) => share(high)),
        rms: all.map(({ power, count }) => share(Math.sqrt(power / count))),
      }
    },
  }
}

interface Column {
  low: number
  high: number
  /** Sum of squares. */
  power: number
  count: number
}

const emptyColumn = (): Column => ({ low: Infinity, high: -Infinity, power: 0, count: 0 })

function pairsOf(columns: readonly Column[]): Column[] {
  return columns.flatMap((one, index) => {
    const other = columns[index + 1]
    if (index % 2 === 1 || !other) return index % 2 === 1 ? [] : [one]
    return [
      {
        low: Math.min(one.low, other.low),
        high: Math.max(one.high, other.high),
        power: one.power + other.power,
        count: one.count + other.count,
      },
    ]
  })
}
