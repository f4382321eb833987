// A person wants work done again that was given up, set aside, or waits for a later time.

import type { App } from '../app.ts'
import { loadConfig } from '../config.ts'
import { BusyFault, UsageFault } from '../errors.ts'
import { counted } from '../model/counted.ts'
import { KNOWN_COLUMNS } from '../notion/known-columns.ts'
import { type Again, type AgainJob, againOf, standing } from '../orchestrator/acts/again.ts'
import { howTheyStand } from '../orchestrator/acts/how-it-stands.ts'
import type { Tools } from '../tools.ts'
import { doOrOrder, printSaid } from './orders/give.ts'
import { isQuestion, type RetryOrder, type Said } from './orders/order.ts'
import { requireHere } from './status-cluster.ts'
import { type GlobalFlags, withApp } from './with-app.ts'

export interface RetryFlags extends GlobalFlags {
  what?: readonly string[]
  all?: boolean
  columns?: boolean
}

/** While another instance works, it takes the order; what changes nothing can be had of this machine's own state. */
export async function retry(flags: RetryFlags): Promise<number> {
  const { what = [], all = false, columns = false, dryRun } = flags
  const config = loadConfig({ varDir: flags.var })
  const isAlone = config.settings.REDIS_URL === undefined
  const order: RetryOrder = { command: 'retry', what: [...what], all, columns, dryRun }
  const here = (how: GlobalFlags) =>
    withApp(how, async ({ app }) => printSaid(how, await retryNow(app, { ...order, dryRun: how.dryRun })))
  const itself = async () => {
    if (dryRun && !isAlone) await requireHere(config)
    return here(flags)
  }
  if (!isQuestion(order)) return doOrOrder(flags, order, itself)
  return (isAlone ? itself() : doOrOrder(flags, order, itself)).catch(error => {
    if (!(error instanceof BusyFault)) throw error
    return here({ ...flags, dryRun: true })
  })
}

/** @throws UsageFault for what is nowhere; Fault when Notion does not say what is asked of it */
export async function retryNow(
  { tools, config }: Pick<App, 'tools' | 'config'>,
  { what, all, columns, dryRun }: RetryOrder,
): Promise<Said> {
  if (columns) return takeColumns(tools, dryRun)
  const { byAll, byName } = standing(tools)
  const unsent = tools.outbox.waiting(1000)
  if (!all && what.length === 0) return listOf([...byAll, ...byName], unsent.length)
  const named = await againOf(tools, what, config.settings.TASK_READY_STATUSES)
  if (!all && named.length === 0)
    throw new UsageFault(`${howTheyStand(tools, what)}; "orchestrator retry" lists what failed or waits for later`)
  const chosen = all ? allOf(byAll, named) : named.map(({ job }) => job)
  if (!dryRun) {
    await doAgain(tools, named)
    if (all) await doAll(tools, byAll)
  }
  const words = dryRun ? 'would be done again' : 'will be done again in the next cycle'
  return said({ again: chosen.map(shown), unsentWrites: all ? unsent.length : 0 }, [
    ...chosen.map(({ label }) => `${label}: ${words}`),
    ...(all && unsent.length > 0 ? [`${unsent.length} unsent writes to Notion: ${words}`] : []),
    ...(chosen.length === 0 && unsent.length === 0 ? ['Nothing failed and nothing waits.'] : []),
  ])
}

const said = (data: unknown, lines: string[]): Said => ({ exitCode: 0, data, lines })

/** A person took columns away on purpose: what is there now is what there is. */
function takeColumns({ ledger }: Tools, dryRun: boolean): Said {
  const databases = dryRun ? 0 : ledger.forgetFacts(KNOWN_COLUMNS)
  return said({ databases }, ['The columns are taken as they are when they are looked at next.'])
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

function listOf(jobs: readonly AgainJob[], unsent: number): Said {
  return said({ jobs: jobs.map(shown), unsentWrites: unsent }, [
    ...jobs.map(({ state, label, reason, key }) => `${state.padEnd(11)} ${label}: ${reason || 'wanted so'} (${key})`),
    ...(unsent > 0 ? [`${counted(unsent, 'write waits', 'writes wait')} for Notion`] : []),
    jobs.length + unsent === 0
      ? 'Nothing failed and nothing waits.'
      : 'Again: orchestrator retry <page id or key>, or orchestrator retry --all',
  ])
}

const shown = ({ key, label, state, reason }: AgainJob) => ({ key, label, state, reason })
