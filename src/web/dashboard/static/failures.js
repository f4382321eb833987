// What failed or waits for a decision, why, and what can be done about it.

/** @import { Failure, FailurePage } from '../api.ts' */

import { actButtons } from './act.js'
import { isDropped, questions } from './api.js'
import { bdi, h, keep, show } from './dom.js'
import { candidates } from './evidence.js'
import { counted } from './format.js'
import { broken, empty, loading, pager, stateWord } from './pieces.js'
import { addressOf, here } from './route.js'
import { time } from './time.js'

/** @returns {import('./view.js').View} */
export function failuresView() {
  const ask = /** @type {ReturnType<typeof questions<FailurePage>>} */ (questions())
  const head = h('h1', {}, 'Failures')
  const list = h('ul', { class: 'rows', id: 'failures' })
  const under = h('div', {}, loading())
  /** @param {import('./route.js').Asked} asked */
  async function open({ page }) {
    try {
      const found = await ask('/api/failures', { page })
      show(head, found.total === 0 ? 'Nothing failed' : `${counted(found.total, 'piece')} of work for you`)
      keep(list, found.items, ({ key }) => key, failure)
      show(
        under,
        found.total === 0 &&
          empty('Nothing needs you. What fails, or is too unsure to take, comes here with its reason.'),
        pager(found.page, found.pages),
      )
    } catch (error) {
      if (!isDropped(error))
        show(
          under,
          broken(error, () => open(here().asked)),
        )
    }
  }
  return { title: 'Failures', node: h('div', {}, h('div', { class: 'lead' }, head), list, under), open }
}

/** @param {Failure} one */
function failure({ kind, id, label, state, reason, tag, at, attempts, candidates: found, acts }) {
  const isTrack = kind === 'track' && id !== undefined
  const name = isTrack ? h('a', { href: addressOf('tracks', { track: id }) }, bdi(label)) : bdi(label)
  const about = [kind !== 'track' && kind, attempts > 1 && `${attempts} attempts`].filter(Boolean)
  return h(
    'li',
    { class: 'failure' },
    h(
      'div',
      {},
      h('h2', { class: 'few-lines' }, name),
      h('p', { class: 'small quiet' }, stateWord(state), ' ', time('ago', at), ...about.map(words => ` · ${words}`)),
    ),
    h(
      'div',
      {},
      h('p', { class: 'few-lines' }, bdi(reason)),
      tag !== undefined && h('p', {}, h('span', { class: 'tag' }, bdi(tag))),
      candidates(found, acts, label),
    ),
    actButtons(acts, label),
  )
}
