// The two outlines of a waveform: peaks, and the root mean square as their core.

import type { Curves } from '../analysis/analysis.ts'
import { coordinate } from './figures.ts'
import { groups, mean } from './pool.ts'

export interface Box {
  width: number
  height: number
  /** Places side by side. */
  places: number
}

/** Silence is a line, not nothing. */
const THINNEST = 0.5

/** Path data; two empty strings when there are no columns. */
export function waveformShape(waveform: Curves['waveform'], box: Box): { peaks: string; core: string } {
  const highs = groups(waveform.high, box.places).map(group => Math.max(...group))
  const lows = groups(waveform.low, box.places).map(group => Math.min(...group))
  const powers = groups(waveform.rms, box.places).map(group => Math.sqrt(mean(group.map(value => value * value))))
  const cores = powers.map((power, i) => Math.min(power, Math.max(highs[i] ?? 0, -(lows[i] ?? 0))))
  return {
    peaks: outline(highs, lows, box),
    core: outline(
      cores,
      cores.map(value => -value),
      box,
    ),
  }
}

/** Along the upper edge and back along the lower one; the ends reach the borders. */
function outline(upper: readonly number[], lower: readonly number[], { width, height }: Box): string {
  if (upper.length === 0) return ''
  const middle = height / 2
  const step = width / upper.length
  const place = (i: number, y: number) => `${coordinate((i + 0.5) * step)} ${coordinate(y)}`
  const above = upper.map(value => Math.min(middle - THINNEST, middle - clipped(value) * (middle - 1)))
  const below = lower.map(value => Math.max(middle + THINNEST, middle - clipped(value) * (middle - 1)))
  const there = above.map((y, i) => place(i, y))
  const back = below.map((y, i) => place(i, y)).reverse()
  const corner = (x: number, y: number | undefined) => `${coordinate(x)} ${coordinate(y ?? middle)}`
  const points = [corner(0, above[0]), ...there, corner(width, above.at(-1)), corner(width, below.at(-1)), ...back]
  return `M${points.join('L')}L${corner(0, below[0])}Z`
}

const clipped = (value: number) => (Number.isFinite(value) ? Math.max(-1, Math.min(1, value)) : 0)
