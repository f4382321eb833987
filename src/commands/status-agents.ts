// What agents have: their boxes as they are on the disk now.

import { type AgentInventory, type InventoryDeps, takeInventory } from '../agents/inventory.ts'
import { ageText } from '../model/agents/handoff.ts'
import { type GlobalFlags, print, withApp } from './with-app.ts'

export function statusAgents(flags: GlobalFlags): Promise<number> {
  return withApp(
    flags,
    async ({ app }) => {
      const { tools } = app
      const agents = await takeInventory(tools)
      const missing = await missingOf(tools)
      print(flags, { triggersDir: tools.triggers.baseDir, agents, missing }, [
        `Agents in ${tools.triggers.baseDir}`,
        ...tableOf(agents),
        ...missing.map(({ title, agent, file }) => `not in an inbox: "${title}" of ${agent}: ${file}`),
      ])
      return 0
    },
    { readOnly: true },
  )
}

/** Hand-offs that have no end and no file in an inbox: the next cycle says what became of them. */
async function missingOf({ handoffs, triggers }: InventoryDeps) {
  const names = new Set((await triggers.inboxes()).map(({ name }) => name))
  return handoffs
    .open()
    .filter(({ file }) => !names.has(file))
    .map(({ title, agent, file }) => ({ title, agent, file }))
}

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
