// Loudness (ITU-R BS.1770-4, EBU R128: K-weighting, 400 ms blocks, gates at −70 LUFS and −10 LU) and its range (EBU Tech
// 3342: 3 s blocks, gates at −70 LUFS and −20 LU, from the 10th to the 95th percentile), streaming.

import { GrowingFloats } from './growing.ts'

const RATE = 44_100
/** Blocks of 400 ms begin every 100 ms: they are put together from quarters. */
const QUARTER = RATE / 10
const ABSOLUTE_GATE = -70
const RELATIVE_GATE = -10
const RANGE_GATE = -20
/** Short-term loudness is that of three seconds. */
const SHORT_TERM = 30

export interface LoudnessMeter {
  /** Left and right in turn. */
  push(stereo: Float32Array): void
  finish(): Loudness
}

export interface Loudness {
  /** LUFS; undefined for silence. */
  integrated?: number
  /** LU; undefined for silence, and for less than three seconds. */
  range?: number
  /** LUFS of the three seconds that begin at each whole second; −70 where it is silent. */
  shortTerm: number[]
}

export function createLoudnessMeter(): LoudnessMeter {
  const { shelf, highPass } = kWeighting()
  /** Four memories a channel: two of each filter (transposed direct form II). */
  const memory = new Float64Array(8)
  const quarters = new GrowingFloats()
  let sum = 0
  let count = 0

  /** The K-weighted sample. */
  function weigh(sample: number, at: number): number {
    const once = shelf.b0 * sample + (memory[at] ?? 0)
    memory[at] = shelf.b1 * sample - shelf.a1 * once + (memory[at + 1] ?? 0)
    memory[at + 1] = shelf.b2 * sample - shelf.a2 * once
    const twice = once + (memory[at + 2] ?? 0)
    memory[at + 2] = -2 * once - highPass.a1 * twice + (memory[at + 3] ?? 0)
    memory[at + 3] = once - highPass.a2 * twice
    return twice
  }

  return {
    push(stereo) {
      for (let i = 0; i + 1 < stereo.length; i += 2) {
        const left = weigh(stereo[i] ?? 0, 0)
        const right = weigh(stereo[i + 1] ?? 0, 4)
        sum += left * left + right * right
        count += 1
        if (count === QUARTER) {
          quarters.push(sum / QUARTER)
          sum = 0
          count = 0
        }
      }
    },
    finish() {
      const powers = quarters.toArray()
      const long = slidingMeans(powers, SHORT_TERM)
      return {
        integrated: integrated(slidingMeans(powers, 4)),
        range: range(long),
        shortTerm: long.filter((_, at) => at % 10 === 0).map(power => tenth(Math.max(ABSOLUTE_GATE, toLufs(power)))),
      }
    },
  }
}

const toLufs = (power: number) => -0.691 + 10 * Math.log10(power)

const tenth = (value: number) => Math.round(value * 10) / 10

/** Means of so many neighbouring quarters. */
function slidingMeans(quarters: Float32Array, length: number): number[] {
  const means: number[] = []
  let sum = 0
  for (const [at, power] of quarters.entries()) {
    sum += power - (at >= length ? (quarters[at - length] ?? 0) : 0)
    if (at + 1 >= length) means.push(Math.max(0, sum / length))
  }
  return means
}

function integrated(blocks: readonly number[]): number | undefined {
  const loud = gated(blocks, RELATIVE_GATE)
  return loud.length > 0 ? tenth(toLufs(mean(loud))) : undefined
}

function range(blocks: readonly number[]): number | undefined {
  const loud = gated(blocks, RANGE_GATE).sort((a, b) => a - b)
  const percentile = (share: number) => toLufs(loud[Math.round(share * (loud.length - 1))] ?? 0)
  return loud.length > 0 ? tenth(percentile(0.95) - percentile(0.1)) : undefined
}

/** Blocks above the absolute gate, and no more than `below` under their mean. */
function gated(blocks: readonly number[], below: number): number[] {
  const audible = blocks.filter(power => toLufs(power) > ABSOLUTE_GATE)
  if (audible.length === 0) return []
  const gate = toLufs(mean(audible)) + below
  return audible.filter(power => toLufs(power) > gate)
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** The two filters of BS.1770, designed for this rate (the standard's table is for 48 kHz; its analogue prototypes after libebur128). */
function kWeighting() {
  const k = Math.tan((Math.PI * 1681.974450955533) / RATE)
  const gain = 10 ** (3.999843853973347 / 20)
  const middle = gain ** 0.4996667741545416
  const q = 0.7071752369554196
  const norm = 1 + k / q + k * k
  const shelf = {
    b0: (gain + (middle * k) / q + k * k) / norm,
    b1: (2 * (k * k - gain)) / norm,
    b2: (gain - (middle * k) / q + k * k) / norm,
    a1: (2 * (k * k - 1)) / norm,
    a2: (1 - k / q + k * k) / norm,
  }
  const low = Math.tan((Math.PI * 38.13547087602444) / RATE)
  const lowQ = 0.5003270373238773
  const lowNorm = 1 + low / lowQ + low * low
  return { shelf, highPass: { a1: (2 * (low * low - 1)) / lowNorm, a2: (1 - low / lowQ + low * low) / lowNorm } }
}
