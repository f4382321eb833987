import { z } from 'zod'
import { handOff, whyTooOften } from '../src/agents/hand-off.ts'
import { defineHandler } from '../src/handler.ts'
import { done } from '../src/model/outcome.ts'

const HandedOver = z.object({
  path: z.string(),
  agentFolder: z.string(),
  isOld: z.boolean().default(false),
  elsewhere: z.string().optional(),
})

export default defineHandler({
  name: 'agent-handoff',
  describe: 'a trigger file in the inbox of the task’s agent',
  order: 90,
  match: (task, { route, found }) => {
    if (!route) return undefined
    const { agent, rule, evidence, isAssigned, page } = route
    const aside = found?.handler === 'agent-handoff' ? `; ${found.rule}: ${found.evidence}` : ''
    const input = { taskId: task.id, agent, why: `${rule}: ${evidence}`, isAssigned, page }
    return { rule: `for ${agent}, by ${rule}`, evidence: `${evidence}${aside}`, input }
  },
  input: z.object({
    taskId: z.string(),
    agent: z.string(),
    why: z.string().optional(),
    isAssigned: z.boolean().default(true),
    page: z.string().optional(),
  }),
  timeoutMs: 60_000,
  async run({ taskId, agent, why, isAssigned, page }, { tools, effect, asked, ...context }) {
    const tooOften = asked ? undefined : whyTooOften(tools, taskId)
    if (tooOften) return done(tooOften, { status: 'Blocked' })
    const table = await tools.tasks()
    const task = context.task ?? (await table.read(taskId))
    const { path, agentFolder, isOld, elsewhere } = await effect('trigger file', {
      probe: async () => undefined, // the hand-off itself asks its record and the disk
      run: () => handOff(tools, { task, agent, asked, why, words: table.statusWords }),
      form: HandedOver,
    })
    if (isOld)
      return done(`already handed to ${agentFolder}${elsewhere ? ` ${elsewhere}` : ''}: ${path}`, {
        status: 'In Progress',
      })
    return done(`handed to ${agent}${why ? ` (${why})` : ''}: ${path}`, {
      status: 'In Progress',
      files: [path],
      ...(!isAssigned && { assigned: { agent, page } }),
    })
  },
})
