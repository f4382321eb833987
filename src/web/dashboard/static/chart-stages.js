// Where the time of a track goes.

/** @import { Charts } from '../api.ts' */

import { drawing, figure, label } from './chart.js'
import { s } from './dom.js'
import { counted, span, words } from './format.js'

const MOST = 12
const ROW = 22
const WIDTH = 420
const NAMES = 150
const BARS = 196

/** @param {Charts} charts */
export function stagesFigure({ stages }) {
  const shown = stages.toSorted((a, b) => b.meanSeconds - a.meanSeconds).slice(0, MOST)
  const most = Math.max(0.001, ...shown.map(({ meanSeconds }) => meanSeconds))
  const values = shown.map(({ stage, count, meanSeconds, totalSeconds, cpuSeconds }, index) => {
    const y = index * ROW
    const width = Math.max(1, (meanSeconds / most) * BARS)
    const says = `${words(stage)}: ${span(meanSeconds)} each, ${span(totalSeconds)} in ${counted(count, 'run')}, of it ${span(cpuSeconds)} of a processor`
    const mark = s(
      'g',
      { class: 'value' },
      s('rect', { class: 'touch', y, width: WIDTH, height: ROW }),
      label(NAMES - 10, y + 15, cut(words(stage)), 'end'),
      s('rect', { class: 'bar', x: NAMES, y: y + 5, width, height: ROW - 10, rx: 2 }),
      label(NAMES + width + 8, y + 15, span(meanSeconds), 'strong'),
    )
    return { label: stage, says, mark }
  })
  return figure({
    title: 'Seconds of each stage',
    note: 'The mean of all runs of a stage.',
    drawing: drawing(WIDTH, Math.max(1, values.length) * ROW, ...values.map(({ mark }) => mark)),
    values,
    head: ['Stage', 'Mean', 'Runs', 'In all'],
    rows: stages.map(({ stage, count, meanSeconds, totalSeconds }) => [
      words(stage),
      span(meanSeconds),
      String(count),
      span(totalSeconds),
    ]),
    empty: 'No stage has run in this time.',
  })
}

const LETTERS = 20
/** @param {string} name */
const cut = name => (name.length > LETTERS ? `${name.slice(0, LETTERS - 1)}…` : name)
