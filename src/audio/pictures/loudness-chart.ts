// Short-term loudness over time, with the whole recording's and the level many streaming services play at.

import { INNER_WIDTH } from './chart.ts'
import { figureOf, type LegendEntry, sentenceInstead } from './figure.ts'
import { coordinate, figure } from './figures.ts'
import { groups, mean } from './pool.ts'
import { type Scale, scale, timeTicks, valueTicks } from './scales.ts'

const HEIGHT = 150
const PLACES = 600
/** LUFS. */
const STREAMING = -14
const SILENT = -70
/** Fades may go lower; they leave the chart at its lower edge. */
const LOWEST = -50
/** The first value is of the first three seconds, the second a second later: each stands in the middle of its three. */
export const loudnessAt = (index: number) => index + 1.5

export function loudnessChart(curve: readonly number[], seconds: number, integrated?: number): string {
  const audible = curve.filter(lufs => lufs > SILENT)
  if (audible.length === 0) return sentenceInstead('loudness', 'Loudness', noLoudness(curve, seconds))
  const range = rangeOf([...audible, STREAMING, ...(integrated === undefined ? [] : [integrated])])
  const y = scale(range, [HEIGHT, 0])
  const x = scale([0, seconds], [0, INNER_WIDTH])
  const points = groups([...curve.entries()], PLACES).map(group => {
    const at = mean(group.map(([index]) => loudnessAt(index)))
    return `${coordinate(x(at))} ${coordinate(y(mean(group.map(([, lufs]) => lufs))))}`
  })
  const [first, last] = [x(loudnessAt(0)), x(loudnessAt(curve.length - 1))].map(coordinate)
  const line = points.length > 1 ? points.join('L') : `${points[0]}h0.1`
  return figureOf(
    {
      id: 'loudness',
      title: 'Loudness, LUFS',
      description: `Short-term loudness (three seconds) between ${figure(Math.min(...audible))} and ${figure(Math.max(...audible))} LUFS.`,
      height: HEIGHT,
      across: { from: 0, to: seconds, ticks: timeTicks(seconds) },
      up: valueTicks(range[0], range[1], 5).map(lufs => ({ y: y(lufs), text: figure(lufs, 0) })),
      inner: `<path class="under" d="M${first} ${HEIGHT}L${points.join('L')}L${last} ${HEIGHT}Z"/><path class="curve" d="M${line}"/>`,
      outer: levels(y, integrated),
    },
    legendOf(integrated),
  )
}

function noLoudness(curve: readonly number[], seconds: number): string {
  if (curve.length === 0 && seconds < 3)
    return 'Short-term loudness needs three seconds, and the recording is shorter than that.'
  return 'The recording is silent, so there is no loudness to draw.'
}

/** Whole fives. */
function rangeOf(values: readonly number[]): [number, number] {
  const least = Math.max(LOWEST, Math.min(...values) - 1)
  return [5 * Math.floor(least / 5), Math.min(5, 5 * Math.ceil((Math.max(...values) + 1) / 5))]
}

/** The higher one has its figure above it, the lower one below. */
function levels(y: Scale, integrated?: number): string {
  const level = (lufs: number, className: string, above: boolean) => {
    const at = coordinate(y(lufs))
    return `<line class="${className}" x1="0" x2="100%" y1="${at}" y2="${at}"/><text class="note" x="100%" dx="-4" y="${at}" dy="${above ? -5 : 13}" text-anchor="end">${figure(lufs)}</text>`
  }
  if (integrated === undefined) return level(STREAMING, 'other', true)
  const louder = integrated >= STREAMING
  return level(STREAMING, 'other', !louder) + level(integrated, 'chosen', louder)
}

function legendOf(integrated?: number): LegendEntry[] {
  return [
    { className: 'curve', text: 'short-term' },
    ...(integrated === undefined ? [] : [{ className: 'chosen', text: `integrated: ${figure(integrated)} LUFS` }]),
    { className: 'other', text: '−14 LUFS, for orientation' },
  ]
}
