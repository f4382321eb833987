// A2: killed at each step of ending a hand-off: one end, the one that was decided.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AGENT, type Desk, openDesk } from '../../support/agents/desk.ts'
import { filesIn } from '../../support/bench.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk[Symbol.asyncDispose]())

describe('killed while a hand-off is ended', () => {
  it.each(['handoff.closing', 'handoff.noted', 'handoff.moved', 'handoff.ended'])(
    'A2 at %s: it ends once, and not otherwise than it was decided',
    async point => {
      const id = await desk.addTask(`end ${point}`)
      await desk.once()
      await desk.setStatus(id, 'Blocked')
      await desk.killedAt(point)
      await desk.once()
      expect(await desk.triggersOf(id)).toEqual([expect.stringContaining('03_failed')])
      expect(await desk.cell(id, 'Status')).toBe('Blocked')
      expect(desk.decisions(id).slice(1)).toEqual(['the task was set to "Blocked"'])
    },
    120_000,
  )

  it.each(['handoff.returned'])(
    'A2 at %s of a return: it is read once',
    async point => {
      const id = await desk.addTask(`return ${point}`)
      await desk.once()
      const name = `20260105T100000Z__RETURN__${point}__Claude.json`
      const content = {
        type: 'RETURN_HANDOFF',
        original_task: { task_id: id, status_update: 'Completed' },
        summary: 'it is there',
      }
      await writeFile(join(desk.inbox, name), JSON.stringify(content))
      await desk.killedAt(point)
      await desk.once()
      expect(await filesIn(join(desk.agents, AGENT))).toContain(`02_processed/${name}`)
      expect(await desk.triggersOf(id)).toEqual([expect.stringContaining('02_processed')])
      expect(await desk.cell(id, 'Status')).toBe('Completed')
      expect(await desk.cell(id, 'Execution-Result')).toContain('it is there')
      expect(desk.decisions(id)).toHaveLength(2)
    },
    120_000,
  )
})
