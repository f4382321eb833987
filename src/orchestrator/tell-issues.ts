// What a person has to mend, as rows of Issues+Questions: one each, closed when it is mended.

import { createHash } from 'node:crypto'
import type { Job } from '../model/job.ts'
import type { IssueToMend } from '../store/issues.ts'
import type { Tools } from '../tools.ts'
import { pageOf } from './execute.ts'

/** The rest is told in the next cycles. */
const MOST_A_CYCLE = 20
const CODE_LENGTH = 10
const LONGEST_TITLE = 200
const LONGEST_TEXT = 2000

/** @throws what Notion answers: it is told the next time */
export async function tellIssues(tools: Tools, signal: AbortSignal): Promise<void> {
  if (!tools.issues) return
  await tools.store.commit(() => compare(tools))
  const untold = tools.toMend.untold(MOST_A_CYCLE)
  if (untold.length === 0) return
  const table = await tools.issues()
  for (const { key, wish, stands, page } of untold) {
    signal.throwIfAborted()
    if (stands) {
      const told = page === '' ? await table.findOrCreate({ code: codeOf(key), ...wish }) : page
      if (page !== '') await table.reopen(page)
      await tools.store.commit(() => tools.toMend.tell(key, 'open', told))
    } else {
      await table.close(page)
      await tools.store.commit(() => tools.toMend.tell(key, 'closed', page))
    }
  }
}

/** Work that failed for good stands; it is mended when its row's work is done, or is no work any more. */
function compare({ queue, toMend, ignored }: Tools): void {
  const jobs = queue.list(['failed', 'quarantined']).filter(job => !ignored.has(pageOf(job)))
  const failed = new Map(jobs.map(job => [job.key, job]))
  for (const key of toMend.standing()) if (!failed.has(key) && !isTriedAgain(queue, key, ignored)) toMend.settle(key)
  for (const [key, job] of failed) toMend.raise(key, wishOf(job))
}

const isTriedAgain = (queue: Tools['queue'], key: string, ignored: Tools['ignored']) => {
  const job = queue.resting(key) ?? queue.running(key)
  return job !== undefined && !ignored.has(pageOf(job))
}

const codeOf = (key: string) => createHash('sha256').update(key).digest('hex').slice(0, CODE_LENGTH)

function wishOf(job: Job): IssueToMend {
  const { key, label, reason, state, handler, pool } = job
  const isPoison = state === 'quarantined'
  const says = isPoison ? 'it ended the program three times' : reason
  return {
    title: `${label}: ${says}`.slice(0, LONGEST_TITLE),
    description: `${says}\n${MENDS}\nOr, as it is: orchestrator retry ${key}`.slice(0, LONGEST_TEXT),
    priority: isPoison ? 'High' : 'Medium',
    tag: isPoison ? 'Set aside' : `${handler} failed`,
    ...(pool === 'tracks' ? { track: pageOf(job) } : {}),
    ...(pool === 'tasks' ? { task: pageOf(job) } : {}),
  }
}

const MENDS = 'Mend what its row asks for: it is tried again by itself, and this row is closed when it is done.'
