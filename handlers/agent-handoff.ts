import { z } from 'zod'
import { defineHandler } from '../src/handler.ts'
import { done } from '../src/model/outcome.ts'

const HandedOver = z.object({ path: z.string(), agentFolder: z.string() })

export default defineHandler({
  name: 'agent-handoff',
  describe: 'a trigger file in the inbox of the task’s agent',
  order: 90,
  match: (task, { defaultAgent }) => {
    const agent = task.assignedAgent ?? defaultAgent
    if (!agent) return undefined
    const rule = task.assignedAgent ? 'assigned agent' : 'DEFAULT_AGENT'
    return { rule, evidence: agent, input: { taskId: task.id, agent } }
  },
  input: z.object({ taskId: z.string(), agent: z.string() }),
  timeoutMs: 60_000,
  async run({ taskId, agent }, { tools, effect, ...context }) {
    const open = await tools.triggers.find(taskId)
    if (open) return done(`already handed to ${open.agentFolder}: ${open.path}`, { status: 'In Progress' })
    const task = context.task ?? (await (await tools.tasks()).read(taskId))
    const trigger = await effect('trigger file', {
      probe: async begunAt => (begunAt === undefined ? undefined : tools.triggers.find(taskId, new Date(begunAt))),
      run: () => tools.triggers.write(task, agent, tools.now()),
      form: HandedOver,
    })
    return done(`handed to ${agent}: ${trigger.path}`, { status: 'In Progress', files: [trigger.path] })
  },
})
