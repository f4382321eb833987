// A2: killed at each step of handing a task to an agent: one trigger file ever.

import { readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AGENT, type Desk, openDesk, tokenOf } from '../../support/agents/desk.ts'
import { filesIn } from '../../support/bench.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk[Symbol.asyncDispose]())

describe('killed while a task is handed off', () => {
  it.each(['handoff.begun', 'trigger.synced', 'handoff.written', 'handoff.open', 'effect.trigger file.ran'])(
    'A2 at %s: the next run gives the agent one file',
    async point => {
      const id = await desk.addTask(`hand off ${point}`)
      await desk.killedAt(point)
      const early = await desk.triggersOf(id)
      await desk.once()
      const files = await desk.triggersOf(id)
      expect(files).toHaveLength(1)
      expect(files).toEqual(expect.arrayContaining(early))
      expect(await desk.cell(id, 'Status')).toBe('In Progress')
      expect(desk.decisions(id)).toHaveLength(1)
      expect((await filesIn(desk.agents)).filter(name => name.endsWith('.part'))).toEqual([])
    },
    120_000,
  )

  it('A2 and the agent moves the file before the next run: it is not written again', async () => {
    const id = await desk.addTask('a quick agent')
    await desk.killedAt('handoff.written')
    const inbox = desk.inbox
    for (const name of (await readdir(inbox)).filter(each => each.includes(tokenOf(id))))
      await rename(join(inbox, name), join(desk.agents, AGENT, '02_processed', name))
    await desk.once()
    await desk.once()
    expect(await desk.triggersOf(id)).toEqual([expect.stringContaining('02_processed')])
    expect(await desk.cell(id, 'Status')).toBe('Completed')
  }, 120_000)
})
