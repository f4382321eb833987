// How fast the library is.

/** @import { Charts } from '../api.ts' */

import { drawing, figure, label } from './chart.js'
import { s } from './dom.js'
import { counted } from './format.js'

const [WIDTH, HEIGHT] = [420, 236]
const PLOT = { top: 12, height: 198 }
const STEPS = [10, 20, 50]
const MOST_LABELS = 9

/** @param {Charts} charts */
export function tempoFigure({ tempo }) {
  const filled = tempo.filter(({ count }) => count > 0)
  const [low, high] = [filled[0]?.from ?? 0, filled.at(-1)?.to ?? 0]
  const shown = tempo.filter(({ from, to }) => from >= low && to <= high)
  const most = Math.max(1, ...shown.map(({ count }) => count))
  const at = (/** @type {number} */ bpm) => ((bpm - low) / Math.max(1, high - low)) * WIDTH
  const values = shown.map(({ from, to, count }) => {
    const height = (count / most) * PLOT.height
    const [x, width] = [at(from), at(to) - at(from)]
    const mark = s(
      'g',
      { class: 'value' },
      s('rect', { class: 'touch', x, y: PLOT.top, width, height: PLOT.height }),
      s('rect', { class: 'bar', x: x + width * 0.06, y: PLOT.top + PLOT.height - height, width: width * 0.88, height }),
    )
    return { label: String(from), says: `${from} to ${to} BPM: ${counted(count, 'track')}`, mark }
  })
  const bottom = PLOT.top + PLOT.height
  return figure({
    title: 'Tempo',
    note: 'Tracks by BPM.',
    drawing: drawing(
      WIDTH,
      HEIGHT,
      s('path', { class: 'line', d: `M0 ${bottom}h${WIDTH}` }),
      ...scale(low, high).map(bpm => label(at(bpm), bottom + 18, String(bpm), 'middle')),
      ...values.map(({ mark }) => mark),
    ),
    values,
    head: ['BPM', 'Tracks'],
    rows: filled.map(({ from, to, count }) => [`${from} to ${to}`, String(count)]),
    empty: 'No tempo was measured yet: it comes with the first track that is done.',
  })
}

/** Round tempos between these, not at the rims. @param {number} low @param {number} high */
function scale(low, high) {
  const step = STEPS.find(width => (high - low) / width <= MOST_LABELS) ?? 50
  const first = Math.ceil((low + step * 0.2) / step) * step
  return Array.from(
    { length: Math.max(0, Math.ceil((high - step * 0.2 - first) / step)) },
    (_none, index) => first + index * step,
  )
}
