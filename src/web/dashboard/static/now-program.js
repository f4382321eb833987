// The services it asks, and the program itself: its cycle, its disks, what it could not do.

/** @import { Lane, Now } from '../api.ts' */

import { actButtons, mayAct } from './act.js'
import { bdi, h, isShown, keep, show } from './dom.js'
import { counted, percent } from './format.js'
import { meter, part, size } from './pieces.js'
import { time } from './time.js'

/** @param {Element} list @param {Now} now */
export function services(list, { lanes }) {
  keep(
    list,
    lanes.toSorted((a, b) => rank(a) - rank(b)),
    ({ name }) => name,
    laneRow,
  )
  if (lanes.length === 0) show(list, h('li', { class: 'empty' }, 'None was asked yet.'))
}

/** Those that are left alone come first. @param {Lane} lane */
const rank = ({ state }) => (state === 'open' ? 1 : 0)

/** Its buttons stay as long as what they order. @param {Lane} lane @param {Element | undefined} known */
function laneRow(lane, known) {
  const { title, state, acts, spentToday, budget } = lane
  const offered = `${state} ${mayAct()}`
  const isSame = known?.getAttribute('data-offered') === offered
  const row =
    known && isSame ? known : h('li', { 'data-offered': offered }, h('div'), actButtons(acts, title, 'slight'))
  if (row.firstElementChild)
    show(
      row.firstElementChild,
      h('div', { class: 'pair' }, bdi(title), laneState(lane)),
      state !== 'open' && leftAlone(lane),
      spentToday !== undefined && budget !== undefined && spentLine(title, spentToday, budget),
    )
  return row
}

/** @param {Lane} lane */
function laneState({ state, running, waiting }) {
  const busy = [running > 0 && `${running} asked`, waiting > 0 && `${waiting} wait`].filter(Boolean).join(', ')
  const words = state === 'open' ? busy || 'open' : state === 'paused' ? 'paused' : state
  return h('span', { class: `small ${state === 'open' ? 'quiet' : 'wait'}` }, words)
}

/** @param {Lane} lane */
const leftAlone = ({ until, reason }) =>
  h(
    'p',
    { class: 'small quiet few-lines' },
    until !== undefined && time('until', until),
    until !== undefined && reason && ' · ',
    bdi(reason),
  )

/** @param {string} name @param {number} spent @param {number} budget */
const spentLine = (name, spent, budget) =>
  h(
    'div',
    { class: 'small quiet' },
    meter(budget > 0 ? spent / budget : 0, `${name}, requests of today`, 'of-budget'),
    `${spent.toLocaleString('en')} of ${budget.toLocaleString('en')} today`,
  )

/** @param {Element} place @param {Now} now */
export function itself(place, { ready, cycle, sync, disk, unsent, problems, quarantine }) {
  if (isShown(place, [ready, cycle, sync, disk, unsent, problems, quarantine])) return
  show(place, program({ ready, cycle, sync, disk, unsent, problems, quarantine }))
}

/** @param {Pick<Now, 'ready' | 'cycle' | 'sync' | 'disk' | 'unsent' | 'problems' | 'quarantine'>} now */
function program({ ready, cycle, sync, disk, unsent, problems, quarantine }) {
  return part(
    'Program',
    undefined,
    h(
      'ul',
      { class: 'rows', id: 'program' },
      ...ready.reasons.map(reason => h('li', { class: 'bad' }, bdi(reason))),
      ...problems.map(({ step, reason, mends }) =>
        h(
          'li',
          {},
          h('span', { class: mends ? 'wait' : 'bad' }, bdi(step)),
          h('p', { class: 'quiet small few-lines' }, bdi(reason), mends ? ' It is tried again.' : ''),
        ),
      ),
      line('Last look', cycle.endedAt === undefined ? 'not yet' : time('ago', cycle.endedAt)),
      line('Music sync', !sync.enabled ? 'off' : sync.last === undefined ? 'never yet' : time('ago', sync.last)),
      sync.enabled && sync.next !== undefined && line('Next sync', time('until', sync.next)),
      unsent.count > 0 && line('Unsent to Notion', counted(unsent.count, 'write'), unsent.reason),
      unsent.refused > 0 && line('Refused by Notion', counted(unsent.refused, 'write')),
      quarantine.files > 0 &&
        line('Not what it should be', `${counted(quarantine.files, 'file')}, ${size(quarantine.bytes)}`),
      ...disk.map(({ place, free, size: all }) =>
        line(`Free for the ${place}`, `${size(free)} (${percent(all > 0 ? free / all : 0)})`),
      ),
    ),
  )
}

/** @param {string} name @param {import('./dom.js').Child} value @param {string} [more] */
const line = (name, value, more) =>
  h(
    'li',
    {},
    h('div', { class: 'pair' }, h('span', { class: 'quiet' }, name), h('span', {}, value)),
    more !== undefined && h('p', { class: 'quiet small few-lines' }, bdi(more)),
  )
