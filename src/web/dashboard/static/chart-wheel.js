// The keys of the library on the Camelot wheel: neighbours mix.

/** @import { Charts } from '../api.ts' */

import { drawing, figure, label } from './chart.js'
import { s } from './dom.js'
import { counted } from './format.js'

const SIZE = 300
const MIDDLE = SIZE / 2
const RINGS = { A: [52, 98], B: [98, 146] }
/** Words stay readable on it, light and dark. */
const INK = { least: 0.04, most: 0.5 }

/** @param {Charts} charts */
export function keysFigure({ keys }) {
  const most = Math.max(1, ...keys.map(({ count }) => count))
  const total = keys.reduce((sum, { count }) => sum + count, 0)
  const values =
    total === 0
      ? []
      : keys.map(({ camelot, key, count }) => ({
          label: camelot,
          says: `${camelot}, ${key}: ${counted(count, 'track')}`,
          mark: wedge(camelot, count, count / most),
        }))
  return figure({
    title: 'Keys',
    note: 'The Camelot wheel; the fuller, the more tracks. Inner ring: minor.',
    drawing: drawing(
      SIZE,
      SIZE,
      s('g', { class: 'wheel' }),
      ...values.map(({ mark }) => mark),
      label(MIDDLE, MIDDLE - 2, total.toLocaleString('en'), 'middle strong'),
      label(MIDDLE, MIDDLE + 14, 'with a key', 'middle'),
    ),
    values,
    head: ['Key', 'Camelot', 'Tracks'],
    rows: keys.toSorted((a, b) => b.count - a.count).map(({ camelot, key, count }) => [key, camelot, String(count)]),
    empty: 'No key was measured yet: it comes with the first track that is done.',
  })
}

/** @param {string} camelot `8A` @param {number} count @param {number} share of the fullest */
function wedge(camelot, count, share) {
  const [inner = 0, outer = 0] = camelot.endsWith('A') ? RINGS.A : RINGS.B
  const hour = Number.parseInt(camelot, 10)
  const [from, to] = [angle(hour - 0.5), angle(hour + 0.5)]
  const [a, b, c, d] = [spot(outer, from), spot(outer, to), spot(inner, to), spot(inner, from)]
  const path = `M${a}A${outer} ${outer} 0 0 1 ${b}L${c}A${inner} ${inner} 0 0 0 ${d}Z`
  const [x = 0, y = 0] = spot((inner + outer) / 2, angle(hour))
  return s(
    'g',
    { class: 'value' },
    s('path', { class: 'wedge', d: path, 'fill-opacity': INK.least + (INK.most - INK.least) * share }),
    label(x, y + (count > 0 ? -2 : 4), camelot, 'middle strong'),
    ...(count > 0 ? [label(x, y + 11, count.toLocaleString('en'), 'middle count')] : []),
  )
}

/** Twelve is at the top. @param {number} hour */
const angle = hour => ((hour % 12) / 12) * 2 * Math.PI - Math.PI / 2
/** @param {number} radius @param {number} at */
const spot = (radius, at) => [round(MIDDLE + radius * Math.cos(at)), round(MIDDLE + radius * Math.sin(at))]
/** @param {number} value */
const round = value => Math.round(value * 100) / 100
