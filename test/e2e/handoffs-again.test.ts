// A task that was handed off too often waits for a person.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from '../support/agents/desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk[Symbol.asyncDispose]())

it('a task that needs a person is handed off again when one asks for it', async () => {
  const few = { HANDOFFS_PER_TASK: '1' }
  const id = await desk.addTask('often')
  await desk.once(few)
  await desk.setStatus(id, 'Failed')
  await desk.once(few)
  await desk.setStatus(id, 'Ready')
  await desk.once(few)
  expect(await desk.cell(id, 'Status')).toBe('Blocked')
  expect(await desk.triggersOf(id)).toHaveLength(1)
  expect((await desk.bench.run(['retry', id], few)).stdout).toContain('often: will be done again in the next cycle')
  expect(await desk.cell(id, 'Status')).toBe('Ready')
  await desk.once(few)
  expect(await desk.cell(id, 'Status')).toBe('In Progress')
  expect(await desk.triggersOf(id)).toHaveLength(2)
}, 120_000)
