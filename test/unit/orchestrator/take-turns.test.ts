import { describe, expect, it } from 'vitest'
import type { Handler } from '../../../src/handler.ts'
import type { Handoff } from '../../../src/model/agents/handoff.ts'
import { byUrgency, urgencyOf } from '../../../src/model/task.ts'
import type { ClassifiedTask } from '../../../src/orchestrator/classify-tasks.ts'
import { agentOf, takeTurns } from '../../../src/orchestrator/take-turns.ts'
import type { Tools } from '../../../src/tools.ts'
import fc from '../../support/property.ts'

interface Given {
  agent: string
  priority: string
  minute: number
}

const handler = { name: 'agent-handoff' } as Handler
const wished = ({ agent, priority, minute }: Given, index: number): ClassifiedTask => ({
  handler,
  match: { rule: 'r', evidence: 'e', input: { agent } },
  task: {
    id: `t${String(index).padStart(4, '0')}`,
    url: '',
    createdAt: `2026-01-01T00:${String(minute).padStart(2, '0')}:00Z`,
    editedAt: '',
    inTrash: false,
    archived: false,
    title: '',
    priority,
  },
})
const sorted = (given: readonly Given[]) => given.map(wished).toSorted((a, b) => byUrgency(a.task, b.task))

function toolsWith(most: number, open: readonly { agent: string; task: string }[] = []) {
  const handoffs = { open: () => open as readonly Handoff[] }
  const limits = { perAgent: () => most }
  return { handoffs, handoffLimits: limits, queue: { list: () => [] } } as unknown as Pick<
    Tools,
    'handoffs' | 'handoffLimits' | 'queue'
  >
}

const many = fc.array(
  fc.record({
    agent: fc.constantFrom('A', 'B', 'C'),
    priority: fc.constantFrom('Critical', 'High', 'Low'),
    minute: fc.nat({ max: 59 }),
  }),
  { maxLength: 40 },
)

describe('tasks take turns', () => {
  it('by priority, then agent by agent, each agent’s by age', () => {
    const given: Given[] = [
      { agent: 'A', priority: 'High', minute: 1 },
      { agent: 'A', priority: 'High', minute: 2 },
      { agent: 'A', priority: 'Critical', minute: 9 },
      { agent: 'B', priority: 'High', minute: 3 },
    ]
    const { taken } = takeTurns(toolsWith(10), sorted(given))
    expect(taken.map(one => [agentOf(one), one.task.createdAt.slice(14, 16)].join(''))).toEqual([
      'A09',
      'A01',
      'B03',
      'A02',
    ])
  })

  it('and an agent that has enough holds nobody else up', () => {
    const given = [1, 2, 3].map(minute => ({ agent: 'A', priority: 'Critical', minute }))
    const tasks = sorted([...given, { agent: 'B', priority: 'Low', minute: 0 }])
    const { taken, waiting } = takeTurns(toolsWith(2, [{ agent: 'a agent', task: 'other' }]), tasks)
    expect(taken.map(agentOf)).toEqual(['A', 'B'])
    expect(waiting.map(({ because }) => because)).toEqual(Array(2).fill('A has 2 tasks (most at a time: 2)'))
  })

  it('what is handed off already needs no other place', () => {
    const { taken } = takeTurns(
      toolsWith(1, [{ agent: 'A', task: 't0000' }]),
      sorted([{ agent: 'A', priority: '', minute: 0 }]),
    )
    expect(taken).toHaveLength(1)
  })

  it('never one twice, none lost, no agent more than it may have, no lesser priority first', () => {
    const holds = fc.property(many, fc.nat({ max: 8 }), (given, most) => {
      const tasks = sorted(given)
      const { taken, waiting } = takeTurns(toolsWith(most), tasks)
      const all = [...taken, ...waiting.map(({ task }) => task)]
      expect(all.map(({ task }) => task.id).toSorted()).toEqual(tasks.map(({ task }) => task.id).toSorted())
      const counts = Map.groupBy(taken, agentOf)
      for (const [, ofAgent] of counts) expect(ofAgent.length).toBeLessThanOrEqual(most)
      const levels = taken.map(({ task }) => urgencyOf(task))
      expect(levels).toEqual(levels.toSorted((a, b) => a - b))
    })
    fc.assert(holds)
  })
})
