// The machines that share the work: what each does, and which went.

/** @import { Cluster, GoneMachine, Machine, MachinePiece, MachineRole } from '../api.ts' */

import { bdi, h, keep, show } from './dom.js'
import { counted, percent } from './format.js'
import { meter, part } from './pieces.js'
import { time } from './time.js'

/** @type {Record<MachineRole, string>} */
const ROLES = {
  coordinator: 'coordinates',
  waits: 'would take over',
  worker: 'works',
  unknown: 'is there',
}

/** @type {Record<GoneMachine['how'], string>} */
const WAYS = { stopped: 'stopped', gone: 'gone', back: 'gone, and back' }

/** @param {HTMLElement} place @param {Cluster | undefined} cluster */
export function machines(place, cluster) {
  if (!cluster) return show(place)
  if (!place.firstChild) show(place, frame())
  const [sum, list, gone] = ['#machines-sum', '#machines', '#machines-gone'].map(id => place.querySelector(id))
  if (!sum || !list || !gone) return
  show(sum, ...sumOf(cluster))
  keep(list, cluster.machines, ({ id }) => id, machineCard)
  keep(gone, cluster.gone, ({ id }) => id, goneRow)
}

const frame = () =>
  h(
    'div',
    { class: 'machines-part' },
    part(
      'Machines',
      undefined,
      h('div', { id: 'machines-sum', class: 'small quiet' }),
      h('ul', { id: 'machines', class: 'machines live-part' }),
      h('ul', { id: 'machines-gone', class: 'rows' }),
    ),
  )

/** @param {Cluster} cluster */
function sumOf({ machines: all, pieces, paused, log, oldSince }) {
  const hasHead = all.some(({ role }) => role === 'coordinator')
  const aside = pieces.setAside > 0 ? `, ${pieces.setAside.toLocaleString('en')} set aside` : ''
  return [
    oldSince && h('p', { class: 'bad' }, 'Redis does not answer: this is how it was ', time('ago', oldSince), '.'),
    !oldSince && !hasHead && h('p', { class: 'wait' }, 'Nobody coordinates at this moment.'),
    ...paused.map(name =>
      h('p', { class: 'wait' }, `The queue ${name} is paused: somebody paused it with BullMQ’s tools.`),
    ),
    h(
      'p',
      {},
      `${counted(all.length, 'machine')} · pieces of audio work: ${pieces.running.toLocaleString('en')} running, ${pieces.waiting.toLocaleString('en')} waiting${aside}`,
      ` · state: ${counted(log.commits, 'commit')}, ${log.sinceCopy.toLocaleString('en')} since its last whole copy`,
    ),
  ]
}

/** @param {Machine} machine */
const machineCard = ({ name, role, kinds, places, running, done, pieces, since, heardAt, version, isOther }) =>
  h(
    'li',
    { class: 'card' },
    h(
      'div',
      { class: 'pair' },
      h('h3', {}, bdi(name)),
      h('span', { class: `small ${role === 'coordinator' ? 'good' : 'quiet'}` }, ROLES[role]),
    ),
    places > 0 && meter(running / places, `${name}, places in use`, 'of-budget'),
    h(
      'p',
      { class: 'small quiet' },
      places > 0
        ? `${running} of ${counted(places, 'place')} in use · ${counted(done, 'piece')} done · takes ${kinds.join(', ')}`
        : 'takes no audio work',
    ),
    h('ul', { class: 'machine-pieces' }, ...pieces.map(pieceRow)),
    h(
      'p',
      { class: 'small quiet' },
      since !== undefined && h('span', {}, 'came ', time('ago', since), ' · '),
      h('span', {}, 'heard ', time('ago', heardAt)),
      version !== undefined && !isOther && h('span', {}, ' · version ', bdi(version)),
    ),
    isOther &&
      h(
        'p',
        { class: 'small wait' },
        'Not the version of the machine that coordinates: ',
        version === undefined ? 'it does not say which it is.' : bdi(version),
      ),
  )

/** @param {MachinePiece} piece */
const pieceRow = ({ label, since, fraction }) =>
  h(
    'li',
    {},
    h('div', { class: 'pair small' }, bdi(label, 'few-lines'), h('span', { class: 'quiet' }, time('since', since))),
    fraction !== undefined && meter(fraction, label),
    fraction !== undefined && h('span', { class: 'for-ears' }, percent(fraction)),
  )

/** @param {GoneMachine} gone */
const goneRow = ({ name, heardAt, how, had }) =>
  h(
    'li',
    { class: 'small' },
    h(
      'div',
      { class: 'pair' },
      bdi(name),
      h(
        'span',
        {},
        h('span', { class: how === 'gone' ? 'bad' : 'quiet' }, WAYS[how]),
        ' · heard last ',
        time('ago', heardAt),
      ),
    ),
    had.length > 0 && h('p', { class: 'quiet few-lines' }, 'It had ', bdi(had.join(' · '))),
  )
