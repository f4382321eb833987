import { z } from 'zod'
import { Answer } from '../src/agents/run/answer.ts'
import { defineHandler } from '../src/handler.ts'
import { laneOfAgent } from '../src/model/lane-of.ts'
import { done, failed } from '../src/model/outcome.ts'

const Ran = z.object({ answer: Answer, exitCode: z.number(), ms: z.number() })
const DAY_MS = 86_400_000

const SHOWN = 5

/** What it says it made, for whoever reads the row. */
function madeWords(files: readonly string[]): string {
  if (files.length === 0) return ''
  const more = files.length > SHOWN ? ` and ${files.length - SHOWN} more` : ''
  return ` (made: ${files.slice(0, SHOWN).join(', ')}${more})`
}

export default defineHandler({
  name: 'agent-run',
  describe: 'runs the program of the task’s agent, where agents.json has a command for it',
  order: 89,
  match: (task, { route }) => {
    if (!route?.isRun) return undefined
    const { agent, rule, evidence, page, isAssigned } = route
    return { rule: `run by ${agent}, by ${rule}`, evidence, input: { taskId: task.id, agent, page, isAssigned } }
  },
  input: z.object({
    taskId: z.string(),
    agent: z.string(),
    page: z.string().optional(),
    isAssigned: z.boolean().default(true),
  }),
  timeoutMs: DAY_MS + 60_000, // an agent's own limit comes before it
  async run({ taskId, agent, page, isAssigned }, { tools, effect, signal, ...context }) {
    const task = context.task ?? (await (await tools.tasks()).read(taskId))
    const { answer, ms } = await effect('agent run', {
      probe: async () => undefined, // a run that was cut off left nothing that could be relied on
      run: () => tools.lanes.run(laneOfAgent(agent), () => tools.runAgent(task, agent, signal)),
      form: Ran,
    })
    const text = `${agent} (${Math.round(ms / 1000)} s): ${answer.summary}${madeWords(answer.files)}`
    if (answer.status === 'failed') return failed(text)
    return done(text, {
      files: answer.files,
      ...(answer.status === 'needs a person' && { status: 'Blocked' as const }),
      ...(!isAssigned && { assigned: { agent, page } }),
    })
  },
})
