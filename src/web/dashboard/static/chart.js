// Drawings of figures: each is one stop of the keyboard, its arrows go from value to value, and a table says the same.

import { h, s, show } from './dom.js'

/**
 * @typedef {object} Value
 * @property {string} label
 * @property {string} says the whole of it, for ears and for whoever points at it
 * @property {SVGElement} mark
 */

/**
 * @typedef {object} Figure
 * @property {string} title
 * @property {string} note what it shows, in a sentence
 * @property {SVGSVGElement} drawing
 * @property {readonly Value[]} values
 * @property {readonly string[]} head of the table
 * @property {readonly (readonly string[])[]} rows
 * @property {string} [empty] what to do to see something here
 */

/** @param {Figure} figure */
export function figure({ title, note, drawing, values, head, rows, empty }) {
  if (values.length === 0) return h('figure', { class: 'card chart' }, caption(title, empty ?? 'Nothing is known yet.'))
  const readOut = h('p', { class: 'read-out small', 'aria-live': 'polite' }, note)
  const stage = h('div', {
    class: 'stage',
    tabindex: 0,
    role: 'group',
    'aria-label': `${title}. ${note} Arrow keys go from value to value.`,
  })
  let at = -1
  /** @param {number} next */
  const point = next => {
    values[at]?.mark.removeAttribute('data-chosen')
    at = next
    const chosen = values[at]
    chosen?.mark.setAttribute('data-chosen', '')
    show(readOut, chosen?.says ?? note)
  }
  values.forEach(({ mark }, index) => {
    mark.addEventListener('pointerenter', () => point(index))
    mark.addEventListener('click', () => point(index))
  })
  stage.addEventListener('pointerleave', () => point(-1))
  stage.addEventListener('blur', () => point(-1))
  stage.addEventListener('keydown', event => {
    const step = STEPS[event.key]
    if (step === undefined) return
    event.preventDefault()
    point(Math.min(values.length - 1, Math.max(0, step(at, values.length))))
  })
  drawing.setAttribute('aria-hidden', 'true')
  stage.append(drawing)
  return h('figure', { class: 'card chart' }, caption(title), stage, readOut, asTable(head, rows))
}

/** @type {Record<string, (at: number, count: number) => number>} */
const STEPS = {
  ArrowRight: at => at + 1,
  ArrowDown: at => at + 1,
  ArrowLeft: at => at - 1,
  ArrowUp: at => at - 1,
  Home: () => 0,
  End: (_at, count) => count - 1,
}

/** @param {string} title @param {string} [note] */
const caption = (title, note) => h('figcaption', {}, h('h2', {}, title), note && h('p', { class: 'quiet' }, note))

/** @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
function asTable(head, rows) {
  const cells = (/** @type {'th' | 'td'} */ name, /** @type {readonly string[]} */ row) =>
    row.map((text, index) => h(name, { class: index > 0 ? 'number' : undefined, scope: name === 'th' && 'col' }, text))
  const table = h(
    'table',
    {},
    h('thead', {}, h('tr', {}, ...cells('th', head))),
    h('tbody', {}, ...rows.map(row => h('tr', {}, ...cells('td', row)))),
  )
  return h('details', {}, h('summary', { class: 'quiet small' }, 'As a table'), h('div', { class: 'scrolls' }, table))
}

/** A drawing of its own coordinates, as wide as its place. @param {number} width @param {number} height @param {...SVGElement} parts */
export const drawing = (width, height, ...parts) =>
  s('svg', { viewBox: `0 0 ${width} ${height}`, class: 'drawing' }, ...parts)

/** @param {number} x @param {number} y @param {string} text @param {string} [className] */
export const label = (x, y, text, className) => s('text', { x, y, class: className }, text)

/** A round number at or above `most` that a scale can end with. @param {number} most */
export function roundUp(most) {
  if (most <= 0) return 1
  const unit = 10 ** Math.floor(Math.log10(most))
  return ([1, 1.5, 2, 3, 4, 5, 6, 8, 10].find(step => step * unit >= most) ?? 10) * unit
}
