// The waveform over the whole recording.

import type { BeatGrid, Curves } from '../analysis/analysis.ts'
import { INNER_WIDTH } from './chart.ts'
import { figureOf, sentenceInstead } from './figure.ts'
import { coordinate } from './figures.ts'
import { timeTicks } from './scales.ts'
import { waveformShape } from './waveform-shape.ts'

const HEIGHT = 120
const PLACES = 800

export function waveformChart(waveform: Curves['waveform'], seconds: number, grid?: BeatGrid): string {
  const { peaks, core } = waveformShape(waveform, { width: INNER_WIDTH, height: HEIGHT, places: PLACES })
  if (!peaks) return sentenceInstead('waveform', 'Waveform', 'The recording holds no sound to draw.')
  return figureOf({
    id: 'waveform',
    title: 'Waveform',
    description: 'Highest and lowest sample, both channels mixed; the core is the root mean square.',
    height: HEIGHT,
    across: { from: 0, to: seconds, ticks: timeTicks(seconds) },
    up: [
      { y: 7, text: '+1', line: false },
      { y: HEIGHT / 2, text: '0' },
      { y: HEIGHT - 7, text: '−1', line: false },
    ],
    inner: `<path class="peaks" d="${peaks}"/><path class="core" d="${core}"/>`,
    outer: grid ? firstDownbeat(grid.firstDownbeat / seconds) : '',
  })
}

/** A little flag at the top. */
function firstDownbeat(share: number): string {
  const x = `${coordinate(100 * share)}%`
  return `<line class="downbeat" x1="${x}" x2="${x}" y1="0" y2="${HEIGHT}"/><circle class="mark" cx="${x}" cy="0" r="3.5"/>`
}
