// What the control page is to say: section by section, each entry a box that is an order.

import { serviceOf } from '../../lanes/services.ts'
import type { Line } from '../../model/control-page/line.ts'
import { isToldByTask, type Job } from '../../model/job.ts'
import { moment } from '../../model/moment.ts'
import { toPageId } from '../../model/page-id.ts'
import type { GivenAnswer } from '../../store/page-blocks.ts'
import type { Tools } from '../../tools.ts'
import { pageOf } from '../execute.ts'
import type { WaitingRow } from '../waiting-rows.ts'
import { failureLines } from './failures.ts'
import { atMost, box, isOnPage, labelOf, type Section, TITLES, told } from './form.ts'
import { cut, pageLink } from './words.ts'

/** Sections that change all the time: not written anew each time they do. */
export const SOFT: readonly string[] = ['now', 'waiting']

const MOST_RUNNING = 5

export function pageLines(tools: Tools, answers: readonly GivenAnswer[], waiting: readonly WaitingRow[] = []): Line[] {
  const entries: Record<Section, Line[]> = {
    now: runningLines(tools),
    waiting: waitingLines(tools, waiting),
    ...failureLines(tools),
    ignored: ignoredLines(tools),
    services: serviceLines(tools),
  }
  const sections = (Object.keys(TITLES) as Section[]).flatMap(section => [
    heading(section),
    ...answers.filter(answer => answer.section === section).map(answerLine),
    ...entries[section],
  ])
  return [...INTRODUCTION, ...sections]
}

export const INTRODUCTION: readonly Line[] = [
  { key: 'title', section: 'top', type: 'heading_2', words: [{ text: 'Orchestrator' }] },
  {
    key: 'how',
    section: 'top',
    type: 'paragraph',
    words: [
      {
        text: 'A box you change is an order: the next cycle carries it out and says so in its place. What you write on this page stays; a line of these that you rewrite is yours from then on.',
      },
    ],
  },
]

const heading = (section: Section): Line => ({
  key: `heading ${section}`,
  section,
  type: 'heading_3',
  words: [{ text: TITLES[section] }],
})

const answerLine = ({ key, section, text }: GivenAnswer): Line => ({
  key,
  section,
  type: 'to_do',
  checked: true,
  words: [{ text }],
})

/** With the time: what ends the program leaves the page as it is. */
function runningLines({ queue, now }: Tools): Line[] {
  const jobs = queue.list(['running']).filter(job => !isToldByTask(job))
  const waits = queue.count('waiting')
  const at = jobs.length + waits > 0 ? ` (${moment(now().getTime())})` : ''
  return [
    told(
      'now',
      'sum',
      `${jobs.length} at work, ${waits} ${waits === 1 ? 'waits for its' : 'wait for their'} turn${at}`,
    ),
    ...atMost('now', jobs, job => [runningLine(job)], MOST_RUNNING),
  ]
}

const runningLine = (job: Job): Line =>
  isOnPage(job)
    ? box('now', job.key, [labelOf(job), { text: ' · tick: leave it alone after this run' }], {
        kind: 'ignore',
        page: pageOf(job),
      })
    : told('now', job.key, cut(job.label))

function waitingLines({ queue, ignored }: Tools, rows: readonly WaitingRow[]): Line[] {
  const jobs = queue.list(['delayed']).filter(job => !ignored.has(pageOf(job)) && !isToldByTask(job))
  const known = new Set(jobs.map(pageOf))
  const byId = new Map(rows.map(row => [row.id, row]))
  const others = [...byId.values()].filter(({ id }) => toPageId(id) !== undefined && !known.has(id) && !ignored.has(id))
  const lines = [
    ...jobs
      .toSorted((a, b) => a.runAt - b.runAt)
      .map(job =>
        box(
          'waiting',
          job.key,
          [labelOf(job), { text: ` · until ${moment(job.runAt)}: ${cut(job.reason)} · tick: try it now` }],
          { kind: 'retry', what: job.key },
        ),
      ),
    ...others.map(({ id, label, because }) =>
      box(
        'waiting',
        id,
        [{ text: cut(label), link: pageLink(id) }, { text: ` · ${cut(because)} · tick: try it now` }],
        { kind: 'force', page: id },
      ),
    ),
  ]
  return atMost('waiting', lines, line => [line])
}

function ignoredLines({ ignored }: Tools): Line[] {
  const lines = ignored.list().map(
    ({ page, label, reason, at }): Line => ({
      key: `ignored ${page}`,
      section: 'ignored',
      type: 'to_do',
      checked: true,
      untick: { kind: 'unignore', page },
      words: [
        { text: cut(label), link: pageLink(page) },
        { text: ` · since ${moment(at)}${reason ? `: ${cut(reason)}` : ''} · untick: look at it again` },
      ],
    }),
  )
  return atMost('ignored', lines, line => [line])
}

function serviceLines({ lanes, spotify, eagle }: Tools): Line[] {
  const known = lanes.status().filter(({ name }) => name !== 'notion')
  const names = ['soundcloud', 'youtube', ...(spotify ? ['spotify'] : []), ...(eagle ? ['eagle'] : [])]
  const closed = known.filter(({ name, state }) => state !== 'open' && !names.includes(name)).map(({ name }) => name)
  return [...names, ...closed].map((lane): Line => {
    const { state = 'open', until, reason = '' } = known.find(({ name }) => name === lane) ?? {}
    const isPaused = state === 'paused'
    const why =
      state === 'open' || isPaused
        ? ''
        : ` · left alone${until ? ` until ${moment(until.getTime())}` : ''}: ${cut(reason)}`
    return {
      key: `services ${lane}`,
      section: 'services',
      type: 'to_do',
      checked: isPaused,
      tick: { kind: 'pause', lane },
      untick: { kind: 'resume', lane },
      words: [
        {
          text: `${serviceOf(lane)?.title ?? lane}${isPaused ? ' is paused · untick: go on' : `${why} · tick: pause it`}`,
        },
      ],
    }
  })
}
