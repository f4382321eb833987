// Integrated loudness (ITU-R BS.1770-4, EBU R128: K-weighting, 400 ms blocks, gates at −70 LUFS and −10 LU), streaming.

import { GrowingFloats } from './growing.ts'

const RATE = 44_100
/** Blocks of 400 ms begin every 100 ms: they are put together from quarters. */
const QUARTER = RATE / 10
const ABSOLUTE_GATE = -70
const RELATIVE_GATE = -10

export interface LoudnessMeter {
  /** Left and right in turn. */
  push(stereo: Float32Array): void
  /** LUFS; undefined for silence. */
  finish(): number | undefined
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
    finish: () => gatedLoudness(quarters.toArray()),
  }
}

const toLufs = (power: number) => -0.691 + 10 * Math.log10(power)

function gatedLoudness(quarters: Float32Array): number | undefined {
  const blocks: number[] = []
  for (let i = 3; i < quarters.length; i += 1) {
    blocks.push(((quarters[i] ?? 0) + (quarters[i - 1] ?? 0) + (quarters[i - 2] ?? 0) + (quarters[i - 3] ?? 0)) / 4)
  }
  const audible = blocks.filter(power => toLufs(power) > ABSOLUTE_GATE)
  if (audible.length === 0) return undefined
  const gate = toLufs(mean(audible)) + RELATIVE_GATE
  return Math.round(toLufs(mean(audible.filter(power => toLufs(power) > gate))) * 10) / 10
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
