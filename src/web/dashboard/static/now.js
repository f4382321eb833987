// What runs now, what waits and until when, the services, and how the program itself is.

/** @import { Now, Running, RunPage, Waiting } from '../api.ts' */

import { isDropped, questions } from './api.js'
import { bdi, h, isShown, keep, show } from './dom.js'
import { counted, percent, words } from './format.js'
import { there } from './live.js'
import { machines } from './machines.js'
import { itself, services } from './now-program.js'
import { broken, empty, meter, part, stateWord } from './pieces.js'
import { addressOf } from './route.js'
import { time } from './time.js'

const ENDED_SHOWN = 8

/** @returns {import('./view.js').View} */
export function nowView() {
  const lead = h('h1', {}, 'Looking …')
  const under = h('p')
  const batch = h('div')
  const running = h('ul', { class: 'rows', id: 'running' })
  const nothing = h('div')
  const waiting = h('ul', { class: 'rows', id: 'waiting' })
  const more = h('div')
  const ended = h('ul', { class: 'rows', id: 'ended' })
  const lanes = h('ul', { class: 'rows', id: 'lanes' })
  const program = h('div')
  const cluster = h('div')
  const node = h(
    'div',
    {},
    h('div', { class: 'lead', 'aria-live': 'polite' }, lead, under),
    h(
      'div',
      { class: 'columns three' },
      h(
        'div',
        {},
        part('Runs now', undefined, batch, h('div', { class: 'live-part' }, running), nothing),
        part('Just ended', undefined, ended),
      ),
      h('div', {}, part('Waits', undefined, waiting, more)),
      h('div', {}, part('Services', undefined, lanes), program),
    ),
    cluster,
  )
  const ask = /** @type {ReturnType<typeof questions<RunPage>>} */ (questions())
  /** @param {RunPage['items']} runs */
  const showEnded = runs => {
    keep(ended, runs.slice(0, ENDED_SHOWN), ({ id }) => String(id), endedRow)
    if (runs.length === 0) show(ended, h('li', { class: 'empty' }, 'Nothing has ended yet.'))
  }

  return {
    node,
    title: 'Now',
    async open() {
      try {
        const { items } = await ask('/api/runs')
        showEnded(items)
      } catch (error) {
        if (!isDropped(error))
          show(
            ended,
            h(
              'li',
              {},
              broken(error, () => this.open({})),
            ),
          )
      }
    },
    now(now) {
      if (!isShown(lead, leadOf(now))) show(lead, leadOf(now))
      if (!isShown(under, underOf(now))) show(under, underOf(now))
      show(batch, now.batch && batchLine(now.batch))
      keep(running, now.running, ({ key }) => key, runningRow)
      show(nothing, now.running.length === 0 && idle(now))
      keep(waiting, now.waiting.items, ({ key, label }) => key ?? label, waitingRow)
      if (now.waiting.items.length === 0) show(waiting, h('li', { class: 'empty' }, 'Nothing waits.'))
      show(
        more,
        now.waiting.more > 0 && h('p', { class: 'quiet small' }, `and ${now.waiting.more.toLocaleString('en')} more`),
      )
      services(lanes, now)
      itself(program, now)
      machines(cluster, now.cluster)
    },
  }
}

/** @param {Now} now */
function leadOf(now) {
  const [runs, waits, need] = [now.running.length, now.waiting.items.length + now.waiting.more, now.failures]
  const parts = [
    runs > 0 && `${runs} at work`,
    waits > 0 && `${waits.toLocaleString('en')} waiting`,
    need > 0 && `${need.toLocaleString('en')} for you`,
  ]
  const said = parts.filter(Boolean).join(', ')
  return said === '' ? 'All is done' : runs === 0 && waits > 0 ? `Nothing runs, ${said}` : said
}

/** @param {Now} now */
function underOf({ tracks, listed, workspace }) {
  const known = Object.values(tracks).reduce((sum, count) => sum + count, 0)
  const place = workspace === 'local' ? ' Local workspace, no Notion.' : ''
  const reading = listed < 1 ? ` The list is being read: ${percent(listed)}.` : ''
  return `${counted(known, 'track')}, ${(tracks.done ?? 0).toLocaleString('en')} done.${place}${reading}`
}

/** @param {NonNullable<Now['batch']>} batch */
function batchLine({ expected, ended, since }) {
  if (expected === 0 || ended >= expected) return undefined
  const left = ended > 0 ? ((there() - since) / ended) * (expected - ended) : undefined
  return h(
    'div',
    { class: 'small quiet' },
    meter(ended / expected, 'Tracks of this cycle', 'of-budget'),
    `${ended} of ${counted(expected, 'track')} of this cycle`,
    left !== undefined && ` · about ${Math.max(1, Math.round(left / 60_000))} min left`,
  )
}

/** @param {Now} now */
const idle = ({ workspace, cycle }) =>
  empty(
    workspace === 'local'
      ? 'Nothing runs. To give it work: orchestrator track <link>, or add a row with orchestrator workspace add.'
      : 'Nothing runs. To give it work, add a row in Notion: a link, or a title and an artist.',
    cycle.endedAt !== undefined && h('span', {}, ' It looked ', time('ago', cycle.endedAt), '.'),
  )

/** @param {Running} run @param {Element | undefined} known */
function runningRow({ kind, id, label, stage, fraction, since }, known) {
  const row =
    known ??
    h(
      'li',
      {},
      h('div', { class: 'pair' }, named(kind, id, label), h('span', { class: 'quiet small' }, time('since', since))),
      h('div'),
    )
  if (row.lastElementChild) show(row.lastElementChild, ...progress(stage === undefined ? kind : words(stage), fraction))
  return row
}

/** @param {string} about @param {number | undefined} fraction */
const progress = (about, fraction) => [
  fraction !== undefined && meter(fraction, about),
  h(
    'div',
    { class: 'pair small quiet' },
    h('span', { class: 'stage-name' }, about),
    h('span', {}, fraction !== undefined && percent(fraction)),
  ),
]

/** @param {Waiting} waits */
const waitingRow = ({ kind, id, label, because, until }) =>
  h(
    'li',
    {},
    h(
      'div',
      { class: 'pair' },
      named(kind, id, label),
      until !== undefined && h('span', { class: 'small wait' }, time('until', until)),
    ),
    h('p', { class: 'quiet small few-lines' }, bdi(because)),
  )

/** @param {RunPage['items'][number]} run */
const endedRow = ({ kind = 'task', page, label, outcome, reason, endedAt }) =>
  h(
    'li',
    {},
    h('div', { class: 'pair' }, named(kind, page, label), h('span', { class: 'small' }, stateWord(outcome))),
    h('p', { class: 'quiet small few-lines' }, time('ago', endedAt), ' · ', bdi(reason)),
  )

/** @param {string} kind @param {string | undefined} id @param {string} label */
function named(kind, id, label) {
  if (id === undefined || (kind !== 'track' && kind !== 'eagle')) return bdi(label, 'one-line')
  return h('a', { class: 'one-line', href: addressOf('tracks', { track: id }) }, bdi(label))
}
