// What is under the pointer: a line through all charts and its figures. The page can be read without it.

import type { MusicalKey } from '../../model/musical-key.ts'
import type { Curves } from '../analysis/analysis.ts'
import { strongestTones } from './figures-table.ts'
import { loudnessAt } from './loudness-chart.ts'
import { groups, mean, median } from './pool.ts'

const MOST_VALUES = 500
const MOST_TONES = 240

/** JSON for a script element: numbers and names of tones only, so nothing in it can end that element. */
export function readOutData(curves: Curves, seconds: number, key?: MusicalKey): string {
  const columns = Math.min(MOST_TONES, curves.chroma.length)
  const data = {
    seconds,
    tempo: groups(curves.tempo, MOST_VALUES).map(group => [
      Math.round(10 * median(group.map(({ at }) => at))) / 10,
      median(group.map(({ bpm }) => bpm)),
    ]),
    loudness: groups([...curves.loudness.entries()], MOST_VALUES).map(group => [
      mean(group.map(([index]) => loudnessAt(index))),
      Math.round(10 * mean(group.map(([, lufs]) => lufs))) / 10,
    ]),
    tones: Array.from({ length: columns }, (_, i) => strongestTones(curves, (i + 0.5) / columns, key)),
  }
  return JSON.stringify(data)
}

export const READ_OUT_SCRIPT = `'use strict'
const data = JSON.parse(document.getElementById('data').textContent)
const readOut = document.getElementById('read-out')
const figures = [...document.querySelectorAll('figure')].filter(({ id }) => id !== 'beats')
const charts = figures.map(figure => figure.querySelector('svg.chart'))
const cursors = charts.map(chart => chart.querySelector('.cursor'))
const nearest = (pairs, time) =>
  pairs.reduce((best, pair) => (best && Math.abs(best[0] - time) <= Math.abs(pair[0] - time) ? best : pair), undefined)
const clock = time => {
  const whole = Math.floor(time)
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), String(whole % 60).padStart(2, '0')]
  return h > 0 ? h + ':' + String(m).padStart(2, '0') + ':' + s : m + ':' + s
}
const words = share => {
  const time = share * data.seconds
  const tempo = nearest(data.tempo, time)
  const loudness = nearest(data.loudness, time)
  const tones = data.tones[Math.min(data.tones.length - 1, Math.floor(share * data.tones.length))]
  return [
    clock(time),
    tempo && (tempo[1] > 0 ? tempo[1].toFixed(2) + ' BPM' : 'no beat'),
    loudness && (loudness[1] > -70 ? loudness[1].toFixed(1).replace('-', '−') + ' LUFS' : 'silent'),
    tones,
  ].filter(Boolean).join('  ·  ')
}
const point = event => {
  const { left, width } = charts[0].getBoundingClientRect()
  const share = (event.clientX - left) / width
  const inside = share >= 0 && share <= 1
  for (const cursor of cursors) for (const end of ['x1', 'x2']) cursor.setAttribute(end, inside ? 100 * share + '%' : '-9')
  readOut.hidden = !inside
  if (inside) readOut.textContent = words(share)
}
const leave = () => point({ clientX: -1e6 })
for (const figure of figures) {
  figure.addEventListener('pointermove', point)
  figure.addEventListener('pointerleave', leave)
}
`
