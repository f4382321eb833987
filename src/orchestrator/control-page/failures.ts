// What failed, and what a person must decide: each with what can be ordered.

import type { Line } from '../../model/control-page/line.ts'
import { isToldByTask, type Job } from '../../model/job.ts'
import type { Tools } from '../../tools.ts'
import { offersOf } from '../acts/take-candidate.ts'
import { pageOf } from '../execute.ts'
import { atMost, box, isOnPage, labelOf, type Section } from './form.ts'
import { cut } from './words.ts'

export function failureLines(tools: Tools): { needs: Line[]; failed: Line[] } {
  const { queue, ignored } = tools
  const jobs = queue
    .list(['failed', 'quarantined'])
    .filter(job => !ignored.has(pageOf(job)) && (job.state === 'quarantined' || !isToldByTask(job)))
    .toSorted((a, b) => b.changedAt - a.changedAt || a.id - b.id)
  const isAsked = (job: Job) =>
    job.state === 'quarantined' || (job.pool === 'tracks' && offersOf(pageOf(job), tools) !== undefined)
  return {
    needs: atMost('needs', jobs.filter(isAsked), job => askLines(job, tools)),
    failed: atMost(
      'failed',
      jobs.filter(job => !isAsked(job)),
      job => plainLines('failed', job),
    ),
  }
}

/** Which recording is it? Each that may be it is a box of its own. */
function askLines(job: Job, tools: Tools): Line[] {
  const end = job.state === 'quarantined' ? undefined : offersOf(pageOf(job), tools)
  if (!end) return plainLines('needs', job)
  return [
    box('needs', job.key, [labelOf(job), { text: ': which recording is it? · tick here: search again' }], {
      kind: 'retry',
      what: job.key,
    }),
    ...end.links.map((link, at) => offerLine(job, at, { link, ...end.offered?.[at] })),
    ...leaveLine('needs', job, '↳ none of them: leave it alone'),
  ]
}

interface Offered {
  link: string
  shown?: string
  because?: string
}

function offerLine(job: Job, at: number, { link, shown = link, because = 'alike' }: Offered): Line {
  const before = shown.endsWith(link) ? shown.slice(0, -link.length) : `${shown}, `
  const words = [{ text: `↳ take ${at + 1}: ${cut(before)}` }, { text: cut(link), link }, { text: `: ${cut(because)}` }]
  return box('needs', `${job.key} ${link}`, words, { kind: 'candidate', page: pageOf(job), choice: at + 1, link })
}

const plainLines = (section: Section, job: Job): Line[] => [
  box(section, job.key, [labelOf(job), { text: ` · ${cut(job.reason)} · tick: try it again` }], {
    kind: 'retry',
    what: job.key,
  }),
  ...leaveLine(section, job),
]

const leaveLine = (section: Section, job: Job, text = '↳ leave it alone'): Line[] =>
  isOnPage(job) ? [box(section, `${job.key} leave`, [{ text }], { kind: 'ignore', page: pageOf(job) })] : []
