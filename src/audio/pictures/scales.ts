// From a measured value to a place in a picture, and the values worth a mark on the axis.

import { timeText } from './figures.ts'

export interface Scale {
  (value: number): number
  from: number
  to: number
}

export interface Tick {
  value: number
  text: string
}

/** What lies outside is put on the edge. */
export function scale([from, to]: readonly [number, number], [start, end]: readonly [number, number]): Scale {
  const place = (value: number) => {
    const share = to > from ? Math.max(0, Math.min(1, (value - from) / (to - from))) : 0
    return start + share * (end - start)
  }
  return Object.assign(place, { from, to })
}

const TIME_STEPS = [0.001, 0.01, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200]
const MOST_TIMES = 11

/** Round times from 0 to the end, eleven at most. */
export function timeTicks(seconds: number): Tick[] {
  if (!(seconds > 0)) return []
  const fits = (step: number) => Math.floor(seconds / step) < MOST_TIMES
  const step = TIME_STEPS.find(fits) ?? 7200 * Math.ceil(seconds / 7200 / (MOST_TIMES - 1))
  const decimals = step >= 1 ? 0 : Math.ceil(-Math.log10(step))
  return multiples(0, seconds, step).map(value => ({ value, text: timeText(value, decimals) }))
}

/** Round values within the range, about as many as asked. */
export function valueTicks(from: number, to: number, about: number): number[] {
  if (!(to > from)) return [from]
  const rough = (to - from) / about
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5, 10].find(factor => factor * power >= rough) ?? 10)
  return multiples(from, to, step)
}

function multiples(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step - 1e-9)
  const last = Math.floor(to / step + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(6)))
}
