// One task: what would become of it now and why, and every decision about it so far.

import { UsageFault } from '../errors.ts'
import { type Handoff, writtenElsewhere } from '../model/agents/handoff.ts'
import { taskKey } from '../model/job.ts'
import { moment } from '../model/moment.ts'
import { toPageId } from '../model/page-id.ts'
import { classifyTask } from '../orchestrator/classify-tasks.ts'
import { takeTurns } from '../orchestrator/take-turns.ts'
import { openTasksOf, surveyTasks } from '../orchestrator/task-survey.ts'
import { type GlobalFlags, print, type RunningApp, withApp } from './with-app.ts'

export function statusTask(flags: GlobalFlags, what: string): Promise<number> {
  const id = toPageId(what)
  if (!id) throw new UsageFault(`"${what}" is no page id and no Notion URL`)
  return withApp(
    flags,
    async running => {
      const told = await detailsOf(running, id)
      print(flags, told, linesOf(told))
      return 0
    },
    { readOnly: true },
  )
}

async function detailsOf({ app }: RunningApp, id: string) {
  const { tools, config, handlers } = app
  const { title, status, priority, url, assignedAgent } = await (await tools.tasks()).read(id)
  const open = tools.handoffs.openOf(id)
  return {
    id,
    title,
    url,
    status,
    priority,
    assignedAgent,
    now: await standOf(id),
    handoff: open && (await handoffOf(open)),
    handedOff: tools.handoffs.countOf(id),
    decisions: tools.handoffs.decisions(id).map(({ at, says }) => ({ at: new Date(at).toISOString(), says })),
    runs: tools.ledger
      .runsOf(taskKey(id))
      .map(({ endedAt, outcome, reason }) => ({ at: new Date(endedAt).toISOString(), outcome, reason })),
  }

  async function handoffOf(open: Handoff) {
    const { agent, at, file, state } = open
    const isElsewhere = (await tools.triggers.where(open)) === 'elsewhere'
    const since = new Date(at).toISOString()
    return { agent, since, file, state, ...(isElsewhere && { elsewhere: writtenElsewhere(open) }) }
  }

  async function standOf(task: string): Promise<string> {
    const readyStatuses = config.settings.TASK_READY_STATUSES
    const rows = await openTasksOf(tools, readyStatuses, { archived: true })
    const { ready, left } = await surveyTasks(tools, rows, { readyStatuses, readOnly: true })
    const skipped = left.find(each => each.task.id === task)
    if (skipped) return `left out: ${skipped.because}`
    const wanted = ready.find(each => each.id === task)
    if (!wanted) return 'left out: it is over'
    const classified = ready.map(each => classifyTask(each, handlers.handlers, tools))
    const { waiting } = takeTurns(
      tools,
      classified.flatMap(each => ('handler' in each ? [each] : [])),
    )
    const held = waiting.find(each => each.task.task.id === task)
    if (held) return `waits: ${held.because}`
    const mine = classified.find(each => each.task.id === task)
    if (!mine) return 'left out'
    return 'handler' in mine
      ? `chosen: ${mine.handler.name} takes it (${mine.match.rule}: ${mine.match.evidence})`
      : `left alone: ${mine.because}`
  }
}
type Told = Awaited<ReturnType<typeof detailsOf>>

const handoffLine = ({ agent, since, file, elsewhere }: NonNullable<Told['handoff']>): string =>
  `${agent} has it since ${moment(since)}${elsewhere ? `, handed over ${elsewhere}` : ''}: ${file}`

function linesOf({ title, status, priority, now, handoff, handedOff, decisions, runs }: Told): string[] {
  return [
    `${title}: ${status ?? 'no status'}${priority ? `, ${priority}` : ''}`,
    `Now: ${now}`,
    ...(handoff ? [handoffLine(handoff)] : []),
    ...(handedOff > 0 ? [`Handed off ${handedOff} ${handedOff === 1 ? 'time' : 'times'}`] : []),
    ...decisions.map(({ at, says }) => `  ${moment(at)}  ${says}`),
    ...(runs.length > 0
      ? ['Runs:', ...runs.map(({ at, outcome, reason }) => `  ${moment(at)}  ${outcome}  ${reason}`)]
      : []),
  ]
}
