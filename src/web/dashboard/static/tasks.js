// Tasks: handed to agents, done by the program, and those that nothing can do.

/** @import { Tasks } from '../api.ts' */

import { actButtons } from './act.js'
import { isDropped, questions } from './api.js'
import { bdi, h, isShown, show } from './dom.js'
import { counted } from './format.js'
import { broken, empty, loading, part } from './pieces.js'
import { time } from './time.js'

/** @returns {import('./view.js').View} */
export function tasksView() {
  const ask = /** @type {ReturnType<typeof questions<Tasks>>} */ (questions())
  const head = h('h1', {}, 'Tasks')
  const columns = h('div', { class: 'columns' }, loading())
  async function open() {
    try {
      const tasks = await ask('/api/tasks')
      show(head, headOf(tasks))
      if (!isShown(columns, tasks))
        show(columns, h('div', {}, handoffs(tasks), jobs(tasks)), h('div', {}, ended(tasks), others(tasks)))
    } catch (error) {
      if (isDropped(error)) return
      isShown(columns, undefined)
      show(columns, broken(error, open))
    }
  }
  return { title: 'Tasks', node: h('div', {}, h('div', { class: 'lead' }, head), columns), open }
}

/** @param {Tasks} tasks */
function headOf({ handoffs: given, jobs: own }) {
  if (given.length + own.length === 0) return 'No task is open'
  return [
    given.length > 0 && `${counted(given.length, 'task')} with agents`,
    own.length > 0 && `${counted(own.length, 'task')} here`,
  ]
    .filter(Boolean)
    .join(', ')
}

const HANDED = { begun: 'is being handed over', open: 'waits for an answer', closing: 'is being closed' }

/** @param {Tasks} tasks */
const handoffs = ({ handoffs: all }) =>
  part(
    'With agents',
    undefined,
    all.length === 0 &&
      empty(
        'No task is with an agent. A task row that names an agent, or whose words fit one of agents.json, comes here.',
      ),
    rows(
      'handoffs',
      all.map(({ title, agent, at, acknowledgedAt, state }) => [
        h('div', { class: 'pair' }, bdi(title, 'few-lines'), h('span', { class: 'small quiet' }, time('ago', at))),
        h(
          'p',
          { class: 'small quiet few-lines' },
          bdi(agent),
          acknowledgedAt === undefined ? ` · ${HANDED[state]}` : ' · was taken up ',
          acknowledgedAt !== undefined && time('ago', acknowledgedAt),
        ),
      ]),
    ),
  )

/** @param {Tasks} tasks */
const jobs = ({ jobs: all }) =>
  all.length > 0 &&
  part(
    'Done here',
    undefined,
    rows(
      'task-jobs',
      all.map(({ title, state, because, reason, at, acts }) => [
        h('div', { class: 'pair' }, bdi(title, 'few-lines'), h('span', { class: 'small' }, state)),
        h('p', { class: 'small quiet few-lines' }, bdi(reason || because), ' · ', time('ago', at)),
        actButtons(acts, title),
      ]),
    ),
  )

/** @param {Tasks} tasks */
const ended = ({ ended: all }) =>
  part(
    'Came back',
    undefined,
    all.length === 0 && empty('No hand-off has ended yet.'),
    rows(
      'handoffs-ended',
      all.map(({ title, agent, endedAt, how }) => [
        h('div', { class: 'pair' }, bdi(title, 'few-lines'), h('span', { class: 'small quiet' }, time('ago', endedAt))),
        h('p', { class: 'small quiet few-lines' }, bdi(agent), ' · ', bdi(how)),
      ]),
    ),
  )

/** @param {Tasks} tasks */
function others({ waiting, leftAlone }) {
  const all = [
    ...waiting.map(({ label, because }) => ({ label, because })),
    ...leftAlone.map(({ title, because }) => ({ label: title, because })),
  ]
  return (
    all.length > 0 &&
    part(
      'Not begun',
      undefined,
      rows(
        'tasks-left',
        all.map(({ label, because }) => [
          bdi(label, 'few-lines'),
          h('p', { class: 'small quiet few-lines' }, bdi(because)),
        ]),
      ),
    )
  )
}

/** @param {string} id @param {readonly (readonly import('./dom.js').Child[])[]} all */
const rows = (id, all) => h('ul', { class: 'rows', id }, ...all.map(children => h('li', {}, ...children)))
