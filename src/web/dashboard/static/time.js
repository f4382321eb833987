// Times that go on while one looks.

import { h } from './dom.js'
import { ago, ahead, clock, moment } from './format.js'
import { there } from './live.js'

/** @typedef {'since' | 'until' | 'ago'} Kind */

/** @type {Record<Kind, (at: number, now: number) => string>} */
const WORDS = { since: (at, now) => clock((now - at) / 1000), until: ahead, ago }

/** @param {Kind} kind @param {number} at epoch ms */
export const time = (kind, at) =>
  h(
    'time',
    { 'data-tick': kind, 'data-at': at, datetime: new Date(at).toISOString(), title: moment(at, 0) },
    WORDS[kind](at, there()),
  )

/** @param {() => boolean} isLive what began long ago does not go on in a page that hears nothing */
export function tick(isLive) {
  setInterval(() => {
    if (document.hidden) return
    const now = there()
    for (const node of document.querySelectorAll('time[data-tick]')) {
      const kind = /** @type {Kind} */ (node.getAttribute('data-tick'))
      if (kind !== 'ago' && !isLive()) continue
      const words = WORDS[kind](Number(node.getAttribute('data-at')), now)
      if (node.textContent !== words) node.textContent = words
    }
  }, 1000)
}
