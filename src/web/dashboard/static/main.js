// The page: which view is shown, the line to the program, who may give orders.

/** @import { Now } from '../api.ts' */
/** @import { View } from './view.js' */
/** @import { ViewName } from './route.js' */

import { setWhyNot } from './act.js'
import { request, signOut } from './api.js'
import { chartsView } from './charts.js'
import { byId, forget, h, isShown, show } from './dom.js'
import { failuresView } from './failures.js'
import { moment } from './format.js'
import { listen } from './live.js'
import { nowView } from './now.js'
import { addressOf, here, VIEWS } from './route.js'
import { runsView } from './runs.js'
import { askToken } from './sign-in.js'
import { tasksView } from './tasks.js'
import { tick } from './time.js'
import { tracksView } from './tracks.js'

const REFRESH_MS = 1500

/** @type {Record<ViewName, View>} */
const views = {
  now: nowView(),
  tracks: tracksView(),
  failures: failuresView(),
  tasks: tasksView(),
  runs: runsView(),
  charts: chartsView(),
}
let last = /** @type {Now | undefined} */ (undefined)
let isLive = false
let refresh = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined)

function open() {
  const { view, asked } = here()
  const { node, title, open: openView } = views[view]
  if (!node.isConnected) {
    show(byId('main'), node)
    scrollTo(0, 0)
  }
  document.title = `${title} · orchestrator`
  ways()
  void openView(asked)
}

function ways() {
  const { view } = here()
  const need = last?.failures ?? 0
  const nav = byId('ways')
  if (isShown(nav, [view, need])) return
  if (!nav.firstChild)
    show(
      nav,
      ...VIEWS.map(name =>
        h('a', { href: addressOf(name), 'data-view': name }, views[name].title, h('span', { class: 'count' })),
      ),
    )
  for (const link of nav.children) {
    const name = link.getAttribute('data-view')
    if (name === view) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
    const count = link.querySelector('.count')
    if (count) show(count, name === 'failures' && need > 0 && (need > 99 ? '99+' : String(need)))
  }
}

/** What was shown before may be old now. */
function openAgain() {
  if (refresh !== undefined) return
  refresh = setTimeout(() => {
    refresh = undefined
    const { view, asked } = here()
    if (view !== 'charts') void views[view].open(asked)
  }, REFRESH_MS)
}

/** What was ordered is seen at once. */
async function openNow() {
  const { view, asked } = here()
  void views[view].open(asked)
  const answer = await request('/api/now').catch(() => undefined)
  if (answer) takeNow(await answer.json())
}

/** @param {Now} now */
function takeNow(now) {
  const whyNot = now.actions.allowed ? undefined : now.actions.why
  if (last === undefined || JSON.stringify(last.actions) !== JSON.stringify(now.actions)) {
    setWhyNot(whyNot)
    forget()
    show(byId('rights'), whyNot !== undefined && h('p', { class: 'notice' }, h('strong', {}, 'Read only. '), whyNot))
    open()
  }
  last = now
  byId('leave').hidden = !now.signedIn
  views.now.now?.(now)
  ways()
}

/** @param {import('./live.js').Line} line */
function takeLine(line) {
  const wasLive = isLive
  isLive = line.state === 'live'
  document.body.classList.toggle('is-lost', !isLive)
  const state = byId('state')
  const words = { live: 'live', resting: 'resting', lost: 'not connected' }[line.state]
  state.setAttribute('data-state', line.state)
  if (state.textContent !== words) show(state, words)
  if (line.state === 'lost') {
    show(byId('line'), lostNotice(line))
    if (!last) open()
  } else {
    show(byId('line'))
    if (isLive && !wasLive && last) openAgain()
  }
}

/** @param {{ seen?: number, why: string }} line */
function lostNotice({ seen, why }) {
  const old = seen === undefined ? '' : ` What you see is of ${moment(seen)}.`
  const again = () => dispatchEvent(new Event('try-again'))
  return h(
    'p',
    { class: 'notice stale', role: 'alert' },
    h('strong', {}, 'The connection is lost. '),
    `${why}${old} It is tried again by itself; `,
    h('button', { type: 'button', class: 'plain', onclick: again }, 'try now'),
    '.',
  )
}

show(byId('notices'), h('div', { id: 'line' }), h('div', { id: 'rights' }))
byId('skip').addEventListener('click', () => byId('main').focus())
byId('leave').addEventListener('click', () => signOut().then(() => location.assign('/login'), openAgain))
addEventListener('hashchange', open)
addEventListener('acted', () => void openNow())
addEventListener('signed-in', () => openAgain())
addEventListener('sign-in-wanted', askToken)
addEventListener('keydown', event => {
  const isTyping = event.target instanceof HTMLElement && event.target.matches('input, select, textarea')
  if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  if (here().view !== 'tracks') location.hash = addressOf('tracks')
  setTimeout(() => byId('search').focus())
})
tick(() => isLive)
void listen({
  now: takeNow,
  ended(ended) {
    show(byId('said'), `${ended.label}: ${ended.outcome}`)
    openAgain()
  },
  line: takeLine,
})
