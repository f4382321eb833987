// All tracks: search, states, a page of rows, and beside them the one that was chosen.

/** @import { StateCounts, TrackPage, TrackState } from '../api.ts' */
/** @import { Asked } from './route.js' */

import { isDropped, questions } from './api.js'
import { h, isShown, keep, show } from './dom.js'
import { counted, percent } from './format.js'
import { broken, empty, loading, pager } from './pieces.js'
import { addressOf, here, refine, refined } from './route.js'
import { trackView } from './track.js'
import { trackRow } from './track-row.js'

const TYPING_MS = 120

/** @type {Record<string, string>} */
const SORTS = {
  '-changed': 'newest',
  artist: 'artist',
  title: 'title',
  tempo: 'tempo, slow first',
  '-tempo': 'tempo, fast first',
  key: 'key',
}

/** @returns {import('./view.js').View} */
export function tracksView() {
  const ask = /** @type {ReturnType<typeof questions<TrackPage>>} */ (questions())
  const head = h('h1', {}, 'Tracks')
  const search = searchField()
  const sort = sortField()
  const chips = h('nav', { class: 'chips', 'aria-label': 'States' })
  const list = h('ul', { class: 'rows tracks', id: 'tracks' })
  const under = h('div', {}, loading())
  const one = trackView()
  const node = h(
    'div',
    { class: 'beside' },
    h(
      'div',
      { class: 'all' },
      h('div', { class: 'lead' }, head),
      h('div', { class: 'searching' }, search.field, sort),
      chips,
      list,
      under,
    ),
    one.node,
  )

  /** @param {Asked} asked */
  async function openList({ q, state, sort: order, page }) {
    try {
      const found = await ask('/api/tracks', { q, state, sort: order, page })
      showHead(head, found, q)
      if (!isShown(chips, [found.states, state])) show(chips, ...chipsOf(found.states, state))
      keep(list, found.items, ({ id }) => id, trackRow)
      mark()
      show(under, found.items.length === 0 && nothing(Boolean(q || state)), pager(found.page, found.pages))
    } catch (error) {
      if (!isDropped(error))
        show(
          under,
          broken(error, () => openList(here().asked)),
        )
    }
  }
  const mark = () => {
    const { track } = here().asked
    for (const row of list.children) row.toggleAttribute('data-chosen', row.getAttribute('data-key') === track)
  }

  return {
    node,
    title: 'Tracks',
    async open(asked) {
      search.follow(asked.q ?? '')
      sort.value = asked.sort ?? '-changed'
      node.classList.toggle('has-one', asked.track !== undefined)
      mark()
      await Promise.all([openList(asked), one.open(asked.track)])
    },
  }
}

function searchField() {
  let timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined)
  let wanted = ''
  const field = h('input', {
    type: 'search',
    class: 'field',
    id: 'search',
    placeholder: 'Artist or title',
    'aria-label': 'Search tracks',
    autocomplete: 'off',
    spellcheck: 'false',
  })
  field.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (here().view !== 'tracks') return
      wanted = field.value.trim()
      refine({ q: wanted, page: undefined })
    }, TYPING_MS)
  })
  /** What is being typed stays. @param {string} q as the address says */
  const follow = q => {
    if (q !== wanted) field.value = q
    wanted = q
  }
  return { field, follow }
}

const sortField = () =>
  h(
    'select',
    {
      class: 'field sort',
      'aria-label': 'Order',
      onchange: event => refine({ sort: event.target.value, page: undefined }),
    },
    ...Object.entries(SORTS).map(([value, says]) => h('option', { value }, says)),
  )

/** @param {Element} head @param {TrackPage} found @param {string | undefined} q */
function showHead(head, { total, listed }, q) {
  const said = q ? `${counted(total, 'track')} for this search` : counted(total, 'track')
  show(head, listed < 1 ? `${said}, the list is being read (${percent(listed)})` : said)
}

/** @param {StateCounts} states @param {string | undefined} chosen */
function chipsOf(states, chosen) {
  const all = Object.values(states).reduce((sum, count) => sum + count, 0)
  const chip = (/** @type {string} */ says, /** @type {number} */ count, /** @type {TrackState | undefined} */ state) =>
    h(
      'a',
      {
        class: 'chip',
        href: refined({ state, page: undefined }),
        'aria-current': (chosen || undefined) === state && 'true',
      },
      `${says} ${count.toLocaleString('en')}`,
    )
  return [chip('all', all, undefined), ...known(states).map(([state, count]) => chip(state, count, state))]
}

/** @param {StateCounts} states */
const known = states => /** @type {[TrackState, number][]} */ (Object.entries(states)).filter(([, count]) => count > 0)

/** @param {boolean} isNarrowed */
const nothing = isNarrowed =>
  isNarrowed
    ? empty('No track fits. ', h('a', { href: addressOf('tracks') }, 'Show all tracks'))
    : empty(
        'There are no tracks yet. Add a row in Notion with a link, or with a title and an artist; or run: orchestrator track <link>',
      )
