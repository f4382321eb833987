// A person wants work done again that was given up, set aside, or waits for a later time.

import { UsageFault } from '../errors.ts'
import { eagleKey, type Job, type NewJob, taskKey, trackKey } from '../model/job.ts'
import { toPageId } from '../model/page-id.ts'
import { KNOWN_COLUMNS } from '../notion/known-columns.ts'
import { EAGLE_LANE, ImportInput, importJob } from '../pipeline/eagle/wish.ts'
import type { Tools } from '../tools.ts'
import { handedAgain } from './retry-handoffs.ts'
import { type GlobalFlags, print, withApp } from './with-app.ts'

export interface RetryFlags extends GlobalFlags {
  what?: readonly string[]
  all?: boolean
  columns?: boolean
}

const RETRIABLE = ['failed', 'quarantined', 'delayed'] as const

export async function retry(flags: RetryFlags): Promise<number> {
  const keys = (flags.what ?? []).flatMap(keysOf)
  return withApp(flags, async ({ app }) => {
    const { tools } = app
    if (flags.columns) return takeColumns(flags, tools)
    const asTasks = { readyStatuses: app.config.settings.TASK_READY_STATUSES, dryRun: flags.dryRun }
    const handed = await handedAgain(tools, keys, asTasks)
    const jobs = [...tools.queue.list(RETRIABLE), ...(await newImports(flags, keys, tools)), ...handed]
    const unsent = tools.outbox.waiting(1000)
    const chosen = flags.all ? jobs : jobs.filter(({ key }) => keys.includes(key))
    if (!flags.all && keys.length === 0) return show(flags, jobs, unsent.length)
    if (!flags.all && chosen.length === 0)
      throw new UsageFault('nothing of that failed or waits; "orchestrator retry" lists what does')
    if (!flags.dryRun) await again(tools, chosen, flags.all === true)
    const words = flags.dryRun ? 'would be done again' : 'will be done again in the next cycle'
    print(flags, { again: chosen.map(shown), unsentWrites: flags.all ? unsent.length : 0 }, [
      ...chosen.map(({ label }) => `${label}: ${words}`),
      ...(flags.all && unsent.length > 0 ? [`${unsent.length} unsent writes to Notion: ${words}`] : []),
      ...(chosen.length === 0 && unsent.length === 0 ? ['Nothing failed and nothing waits.'] : []),
    ])
    return 0
  })
}

/** A person took columns away on purpose: what is there now is what there is. */
function takeColumns(flags: GlobalFlags, { ledger }: Tools): number {
  const databases = flags.dryRun ? 0 : ledger.forgetFacts(KNOWN_COLUMNS)
  print(flags, { databases }, ['The columns are taken as they are when they are looked at next.'])
  return 0
}

/** Tracks that are to go into Eagle once more, though their import is over. @throws Fault when there is no such row */
async function newImports(
  flags: RetryFlags,
  keys: readonly string[],
  { queue, eagle, tracks }: Tools,
): Promise<ShownJob[]> {
  const asked = (flags.what ?? []).filter(word => word.startsWith(eagleKey(''))).flatMap(keysOf)
  const missing = asked.filter(key => keys.includes(key) && !queue.resting(key) && !queue.running(key))
  if (!eagle || missing.length === 0) return []
  const table = await tracks()
  const rows = await Promise.all(missing.map(key => table.read(key.slice(eagleKey('').length))))
  const jobs = rows.map(row => importJob(row, { at: 0 }, { asked: true }))
  if (!flags.dryRun) await queue.enqueue(jobs)
  return jobs.map(({ key, label }) => ({ key, label, state: 'waiting', reason: '' }))
}

/** What a person threw out of Eagle comes back only where that very track is named. */
async function again({ queue, outbox }: Tools, jobs: readonly ShownJob[], all: boolean): Promise<void> {
  for (const { key } of jobs) {
    const job = all ? undefined : queue.resting(key)
    if (job?.pool === EAGLE_LANE) await queue.enqueue([askedImport(job)])
    await queue.again(key)
  }
  if (all) await outbox.again()
}

function askedImport({ input, label }: Job): NewJob {
  const { pageId, ...known } = ImportInput.parse(input)
  return { ...importJob({ id: pageId }, known, { asked: true }), label }
}

function show(flags: GlobalFlags, jobs: readonly ShownJob[], unsent: number): number {
  print(flags, { jobs: jobs.map(shown), unsentWrites: unsent }, [
    ...jobs.map(({ state, label, reason, key }) => `${state.padEnd(11)} ${label}: ${reason} (${key})`),
    ...(unsent > 0 ? [`${unsent} writes wait for Notion`] : []),
    jobs.length + unsent === 0
      ? 'Nothing failed and nothing waits.'
      : 'Again: orchestrator retry <page id or key>, or orchestrator retry --all',
  ])
  return 0
}

type ShownJob = Pick<Job, 'key' | 'label' | 'state' | 'reason'>

const shown = ({ key, label, state, reason }: ShownJob) => ({ key, label, state, reason })

/** A key as it is listed, or a page in any spelling. */
function keysOf(word: string): string[] {
  const page = word.startsWith(eagleKey('')) ? toPageId(word.slice(eagleKey('').length)) : undefined
  if (page) return [eagleKey(page)]
  if (/^[a-z-]+(:|$)/.test(word) && !word.includes('/')) return [word]
  const id = toPageId(word)
  if (!id)
    throw new UsageFault(`"${word}" is no page id, no Notion URL and no key: "orchestrator retry" lists the keys`)
  return [trackKey(id), taskKey(id), eagleKey(id)]
}
