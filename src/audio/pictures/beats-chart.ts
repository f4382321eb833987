// The first eight bars, large, with the beats of the grid over the waveform: whether the grid sits can be seen here.

import type { Analysis, BeatGrid, Curves } from '../analysis/analysis.ts'
import { INNER_WIDTH } from './chart.ts'
import { figureOf, sentenceInstead } from './figure.ts'
import { bpmText, coordinate, timeText } from './figures.ts'
import { timeTicks } from './scales.ts'
import { waveformShape } from './waveform-shape.ts'

const BARS = 8
const BEATS_PER_BAR = 4
const HEIGHT = 96
/** Fewer columns than this show no beats. */
const LEAST_COLUMNS_PER_BEAT = 3
const MOST_PLACES = 1000
const TITLE = 'First eight bars'

/** Empty when there is no tempo at all. */
export function beatsChart({ tempo, seconds }: Analysis, waveform: Curves['waveform']): string {
  if (!tempo) return ''
  const { grid, bpm } = tempo
  if (!grid) return sentenceInstead('beats', TITLE, 'The beats keep to no grid, so no first beat is marked.')
  const beat = 60 / bpm
  const from = Math.max(0, Math.min(grid.firstBeat, grid.firstDownbeat) - beat / 2)
  const to = Math.min(seconds, grid.firstDownbeat + BARS * BEATS_PER_BAR * beat)
  if (!(to > from)) return ''
  const columns = waveform.high.length / seconds
  const words = `The first beat is at ${timeText(grid.firstBeat, 2)}, the first downbeat at ${timeText(grid.firstDownbeat, 2)}; a beat at ${bpmText(bpm)} BPM lasts ${Math.round(1000 * beat)} ms.`
  if (columns * beat < LEAST_COLUMNS_PER_BEAT)
    return sentenceInstead('beats', TITLE, `${words} The recording is too long for its waveform to show single beats.`)
  return figureOf(
    {
      id: 'beats',
      title: TITLE,
      description: `${words} The waveform is drawn as large as fits.`,
      height: HEIGHT,
      across: { from, to, ticks: timeTicks(to).filter(({ value }) => value >= from) },
      up: [],
      inner: stretch(waveform, from * columns, to * columns),
      outer: beatMarks({ grid, beat, from, to }),
    },
    [
      { className: 'downbeat', text: 'downbeat, with its bar' },
      { className: 'beat', text: 'beat' },
    ],
  )
}

/** From and to in columns, which need not be whole; drawn as large as fits, for the beginning is often quiet. */
function stretch({ low, high, rms }: Curves['waveform'], from: number, to: number): string {
  const [first, last] = [Math.floor(from), Math.ceil(to)]
  const loudest = Math.max(0.001, ...high.slice(first, last), ...low.slice(first, last).map(Math.abs))
  const cut = (values: readonly number[]) => values.slice(first, last).map(value => value / loudest)
  const part = { low: cut(low), high: cut(high), rms: cut(rms) }
  const perColumn = INNER_WIDTH / (to - from)
  const box = { width: part.high.length * perColumn, height: HEIGHT, places: MOST_PLACES }
  const { peaks, core } = waveformShape(part, box)
  const shift = coordinate((first - from) * perColumn)
  return `<g transform="translate(${shift} 0)"><path class="peaks" d="${peaks}"/><path class="core" d="${core}"/></g>`
}

function beatMarks({ grid, beat, from, to }: { grid: BeatGrid; beat: number; from: number; to: number }): string {
  const before = Math.floor((grid.firstDownbeat - grid.firstBeat) / beat + 0.5)
  const count = Math.floor((to - grid.firstDownbeat) / beat + 1e-6)
  const numbers = Array.from({ length: before + count + 1 }, (_, i) => i - before)
  return numbers
    .map(number => {
      const x = `${coordinate((100 * (grid.firstDownbeat + number * beat - from)) / (to - from))}%`
      const down = number >= 0 && number % BEATS_PER_BAR === 0
      const bar = down && number < BARS * BEATS_PER_BAR ? number / BEATS_PER_BAR + 1 : undefined
      const text = bar ? `<text class="bar" x="${x}" dx="5" y="12">${bar}</text>` : ''
      return `<line class="${down ? 'downbeat' : 'beat'}" x1="${x}" x2="${x}" y1="0" y2="${HEIGHT}"/>${text}`
    })
    .join('')
}
