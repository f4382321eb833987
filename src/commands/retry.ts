// A person wants work done again that was given up, set aside, or waits for a later time.

import { loadConfig } from '../config.ts'
import { BusyFault, UsageFault } from '../errors.ts'
import { counted } from '../model/counted.ts'
import { KNOWN_COLUMNS } from '../notion/known-columns.ts'
import { type Again, type AgainJob, againOf, standing } from '../orchestrator/acts/again.ts'
import type { Tools } from '../tools.ts'
import { type GlobalFlags, print, withApp } from './with-app.ts'

export interface RetryFlags extends GlobalFlags {
  what?: readonly string[]
  all?: boolean
  columns?: boolean
}

/** The list can be had beside a running instance; orders that one takes itself. */
export async function retry(flags: RetryFlags): Promise<number> {
  try {
    return await again(flags)
  } catch (error) {
    if (!(error instanceof BusyFault)) throw error
    const isList = !flags.all && !flags.columns && (flags.what ?? []).length === 0
    const isAlone = loadConfig({ varDir: flags.var }).settings.REDIS_URL === undefined
    if (isList && isAlone) return await again({ ...flags, dryRun: true })
    throw new BusyFault(`${error.message}; while it works, it is ordered on its dashboard or its control page`, {
      cause: error,
    })
  }
}

async function again(flags: RetryFlags): Promise<number> {
  const { what = [], all = false } = flags
  return withApp(flags, async ({ app }) => {
    const { tools } = app
    if (flags.columns) return takeColumns(flags, tools)
    const { byAll, byName } = standing(tools)
    const unsent = tools.outbox.waiting(1000)
    if (!all && what.length === 0) return show(flags, [...byAll, ...byName], unsent.length)
    const named = await againOf(tools, what, app.config.settings.TASK_READY_STATUSES)
    if (!all && named.length === 0)
      throw new UsageFault('nothing of that failed or waits; "orchestrator retry" lists what does')
    const chosen = all ? allOf(byAll, named) : named.map(({ job }) => job)
    if (!flags.dryRun) {
      await doAgain(tools, named)
      if (all) await doAll(tools, byAll)
    }
    const words = flags.dryRun ? 'would be done again' : 'will be done again in the next cycle'
    print(flags, { again: chosen.map(shown), unsentWrites: all ? unsent.length : 0 }, [
      ...chosen.map(({ label }) => `${label}: ${words}`),
      ...(all && unsent.length > 0 ? [`${unsent.length} unsent writes to Notion: ${words}`] : []),
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

async function doAgain({ store }: Tools, named: readonly Again[]): Promise<void> {
  await store.commit(() => {
    for (const one of named) one.commit()
  })
  for (const one of named) await one.after?.()
}

/** What a person threw out of Eagle comes back only where that very track is named. */
async function doAll({ queue, outbox }: Tools, jobs: readonly AgainJob[]): Promise<void> {
  for (const { key } of jobs) await queue.again(key)
  await outbox.again()
}

function allOf(byAll: readonly AgainJob[], named: readonly Again[]): AgainJob[] {
  const others = named.map(({ job }) => job).filter(({ key }) => !byAll.some(one => one.key === key))
  return [...byAll, ...others]
}

function show(flags: GlobalFlags, jobs: readonly AgainJob[], unsent: number): number {
  print(flags, { jobs: jobs.map(shown), unsentWrites: unsent }, [
    ...jobs.map(({ state, label, reason, key }) => `${state.padEnd(11)} ${label}: ${reason || 'wanted so'} (${key})`),
    ...(unsent > 0 ? [`${counted(unsent, 'write waits', 'writes wait')} for Notion`] : []),
    jobs.length + unsent === 0
      ? 'Nothing failed and nothing waits.'
      : 'Again: orchestrator retry <page id or key>, or orchestrator retry --all',
  ])
  return 0
}

const shown = ({ key, label, state, reason }: AgainJob) => ({ key, label, state, reason })
