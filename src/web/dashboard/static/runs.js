// Every run that has ended, the newest first.

/** @import { RunLine, RunPage } from '../api.ts' */

import { isDropped, questions } from './api.js'
import { bdi, h, keep, show } from './dom.js'
import { moment, span } from './format.js'
import { broken, empty, loading, stateWord } from './pieces.js'
import { addressOf, here, refined } from './route.js'

const OUTCOMES = /** @type {const} */ (['done', 'failed', 'retry', 'blocked', 'skipped'])

/** @returns {import('./view.js').View} */
export function runsView() {
  const ask = /** @type {ReturnType<typeof questions<RunPage>>} */ (questions())
  const chips = h('nav', { class: 'chips', 'aria-label': 'Outcomes' })
  const list = h('ul', { class: 'rows runs', id: 'runs' })
  const under = h('div', {}, loading())
  /** @param {import('./route.js').Asked} asked */
  async function open({ outcome, before, handler }) {
    show(chips, ...[undefined, ...OUTCOMES].map(one => chip(one, outcome)))
    try {
      const { items, next } = await ask('/api/runs', { outcome, before, handler })
      keep(list, items, ({ id }) => String(id), runRow)
      show(under, items.length === 0 && empty('No run has ended so.'), ways(before, next))
    } catch (error) {
      if (!isDropped(error))
        show(
          under,
          broken(error, () => open(here().asked)),
        )
    }
  }
  return {
    title: 'Runs',
    node: h('div', {}, h('div', { class: 'lead' }, h('h1', {}, 'Runs')), chips, list, under),
    open,
  }
}

/** @param {string | undefined} one @param {string | undefined} chosen */
const chip = (one, chosen) =>
  h(
    'a',
    { class: 'chip', href: refined({ outcome: one, before: undefined }), 'aria-current': one === chosen && 'true' },
    one ?? 'all',
  )

/** @param {string | undefined} before @param {number | undefined} next */
const ways = (before, next) =>
  (before !== undefined || next !== undefined) &&
  h(
    'nav',
    { class: 'pages', 'aria-label': 'Pages' },
    before !== undefined && h('a', { class: 'button', href: refined({ before: undefined }) }, 'Newest'),
    next !== undefined && h('a', { class: 'button', rel: 'next', href: refined({ before: String(next) }) }, 'Older'),
  )

/** @param {RunLine} run */
function runRow({ kind, page, handler, label, outcome, reason, startedAt, endedAt }) {
  const name =
    kind === 'track' && page !== undefined
      ? h('a', { class: 'one-line', href: addressOf('tracks', { track: page }) }, bdi(label))
      : bdi(label, 'one-line')
  return h(
    'li',
    { class: 'run' },
    h('span', { class: 'when small quiet' }, moment(endedAt)),
    h('span', { class: 'small outcome' }, stateWord(outcome)),
    h('div', { class: 'what-run' }, name, h('p', { class: 'small quiet few-lines' }, bdi(reason))),
    h('span', { class: 'took small quiet' }, `${handler}, ${span((endedAt - startedAt) / 1000)}`),
  )
}
