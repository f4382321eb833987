// What agents have: their boxes as they are on the disk now.

import { type AgentInventory, type InventoryDeps, takeInventory } from '../agents/inventory.ts'
import { ageText, writtenElsewhere } from '../model/agents/handoff.ts'
import { counted } from '../model/counted.ts'
import { laneOfAgent } from '../model/lane-of.ts'
import { moment } from '../model/moment.ts'
import type { Tools } from '../tools.ts'
import { type GlobalFlags, print, withApp } from './with-app.ts'

export function statusAgents(flags: GlobalFlags): Promise<number> {
  return withApp(
    flags,
    async ({ app }) => {
      const { tools } = app
      const agents = await takeInventory(tools)
      const missing = await missingOf(tools)
      const run = runOnes(tools)
      print(flags, { triggersDir: tools.triggers.baseDir, agents, missing, run }, [
        `Agents in ${tools.triggers.baseDir}`,
        ...tableOf(agents),
        ...missing.map(missingLine),
        ...(run.length > 0 ? ['Agents that are run:', ...run.map(runLine)] : []),
      ])
      return 0
    },
    { readOnly: true },
  )
}

interface RunOne {
  agent: string
  running: number
  waiting: number
  last?: { at: string; outcome: string; says: string }
}

const AGENT_RUN = 'agent-run'
/** Of the newest runs; an older one is long ago. */
const LOOKED_AT = 1000

/** Agents with a program of their own: no files are handed to them. */
function runOnes({ rules, queue, ledger }: Tools): RunOne[] {
  const jobs = queue.list(['running', 'waiting', 'delayed']).filter(({ handler }) => handler === AGENT_RUN)
  const runs = ledger.lastRuns(LOOKED_AT).filter(({ handler }) => handler === AGENT_RUN)
  const run = rules.now.agents.agents.filter(({ program }) => program !== undefined)
  return run.map(({ name }) => {
    const own = jobs.filter(({ lane }) => lane === laneOfAgent(name))
    const running = own.filter(({ state }) => state === 'running').length
    const last = runs.find(({ reason }) => reason.startsWith(`${name} (`))
    return {
      agent: name,
      running,
      waiting: own.length - running,
      ...(last && { last: { at: new Date(last.endedAt).toISOString(), outcome: last.outcome, says: last.reason } }),
    }
  })
}

const runLine = ({ agent, running, waiting, last }: RunOne): string =>
  `  ${agent}: ${counted(running, 'task')} now, ${waiting} waiting; ${last ? `last: ${moment(last.at)} ${last.outcome}: ${last.says}` : 'not run yet'}`

/** Hand-offs that have no end and no file in an inbox: the next cycle says what became of them. */
async function missingOf({ handoffs, triggers }: InventoryDeps) {
  const names = new Set((await triggers.inboxes()).map(({ name }) => name))
  const missing = handoffs.open().filter(({ file }) => !names.has(file))
  return Promise.all(
    missing.map(async handoff => {
      const { title, agent, file } = handoff
      const isElsewhere = (await triggers.where(handoff)) === 'elsewhere'
      return { title, agent, file, ...(isElsewhere && { elsewhere: writtenElsewhere(handoff) }) }
    }),
  )
}

const missingLine = ({ title, agent, file, elsewhere }: Awaited<ReturnType<typeof missingOf>>[number]): string =>
  elsewhere
    ? `"${title}" waits: handed to ${agent} ${elsewhere}: ${file}`
    : `not in an inbox: "${title}" of ${agent}: ${file}`

const COLUMNS: readonly [string, (row: AgentInventory) => string][] = [
  ['agent', ({ folder }) => folder],
  ['open', ({ open }) => String(open)],
  ['ours', ({ ours }) => String(ours)],
  ['others', ({ others }) => String(others)],
  ['oldest', ({ oldestMs }) => (oldestMs === undefined ? '' : ageText(oldestMs))],
  ['taken up', ({ acknowledged }) => String(acknowledged)],
  ['overdue', ({ overdue }) => String(overdue)],
  ['returns', ({ returns }) => String(returns)],
  ['processed', ({ processed }) => String(processed)],
  ['failed', ({ failed }) => String(failed)],
  ['archived', ({ archived }) => String(archived)],
  ['foreign', ({ foreign }) => String(foreign)],
  ['broken', ({ broken }) => String(broken)],
]

function tableOf(agents: readonly AgentInventory[]): string[] {
  if (agents.length === 0) return ['No agent has a folder yet.']
  const cells = [COLUMNS.map(([name]) => name), ...agents.map(row => COLUMNS.map(([, show]) => show(row)))]
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map(row => row[column]?.length ?? 0)))
  return cells.map(row =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}
