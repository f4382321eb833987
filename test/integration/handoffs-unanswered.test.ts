// What becomes of a task when its agent does nothing, or a person does something.

import { appendFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AGENT, type Office, openOffice } from '../support/agents/office.ts'

let office: Office
beforeEach(async () => {
  office = await openOffice({ HANDOFFS_PER_TASK: '2' })
})
afterEach(() => office[Symbol.asyncDispose]())

describe('nobody answers', () => {
  it('an untouched file is taken back after its time; one person is asked, once', async () => {
    const id = await office.addTask('Write the page')
    await office.cycle()
    office.later(71)
    await office.cycle()
    expect(await office.triggers()).toHaveLength(1)
    office.later(73)
    for (let n = 0; n < 3; n += 1) await office.cycle()
    expect(await office.triggers()).toEqual([])
    const [name = '', note = ''] = (await office.files(AGENT, '03_failed')).toSorted().toReversed()
    expect([name, note].map(each => each.replace(/\.(json|why\.txt)$/, ''))).toEqual([
      name.replace(/\.(json|why\.txt)$/, ''),
      name.replace(/\.(json|why\.txt)$/, ''),
    ])
    expect(await office.read(name, '03_failed')).toMatch(/did not touch the trigger file in 3 d/)
    expect(await office.status(id)).toBe('Blocked')
    expect(await office.blocking(id)).toBe('Claude MM1 Agent did not touch the trigger file in 3 d')
    expect(office.decisions(id).filter(says => says.startsWith('needs a person'))).toHaveLength(1)
  })

  it('a file that the agent touched has longer, and then is taken back too', async () => {
    const id = await office.addTask('Write the page')
    await office.cycle()
    const [name = ''] = await office.triggers()
    await appendFile(join(office.box(AGENT, '01_inbox'), name), ' ')
    await office.cycle()
    expect(office.decisions(id)).toContain('Claude MM1 Agent took its trigger file up')
    office.later(100)
    await office.cycle()
    expect(await office.status(id)).toBe('In Progress')
    office.later(400)
    await office.cycle()
    expect(await office.status(id)).toBe('Blocked')
    expect(await office.blocking(id)).toMatch(/took the trigger file up 1\d d ago and did not end it/)
  })

  it('a file that is nowhere any more is said', async () => {
    const id = await office.addTask('Write the page')
    await office.cycle()
    const [name = ''] = await office.triggers()
    await rm(join(office.box(AGENT, '01_inbox'), name))
    await office.cycle()
    expect(await office.status(id)).toBe('Blocked')
    expect(await office.blocking(id)).toContain('in none of its boxes')
  })

  it('folders that are not there now decide nothing', async () => {
    const id = await office.addTask('Write the page')
    await office.cycle()
    await rm(office.dir, { recursive: true })
    office.later(1000)
    await office.cycle()
    expect(await office.status(id)).toBe('In Progress')
  })

  it('a task is handed off so often and no more', async () => {
    const id = await office.addTask('Write the page')
    for (let n = 0; n < 2; n += 1) {
      await office.setStatus(id, 'Ready')
      await office.cycle()
      await office.move('03_failed')
      await office.cycle()
    }
    await office.setStatus(id, 'Ready')
    await office.cycle()
    await office.house.restart()
    await office.cycle()
    expect(await office.triggers()).toEqual([])
    expect(await office.status(id)).toBe('Blocked')
    expect(await office.blocking(id)).toMatch(/handed off 2 times/)
  })
})

describe('a person', () => {
  it.each([
    ['puts the task back to the drafts', { Status: { status: { name: 'Draft' } } }, 'the task was set to "Draft"'],
    ['archives the row', { Archive: { checkbox: true } }, 'its row is archived'],
  ])('%s: the file is taken back', async (_what, change, says) => {
    const id = await office.addTask('Write the page')
    await office.cycle()
    await office.house.edit(id, change)
    await office.cycle()
    expect(await office.triggers()).toEqual([])
    expect(await office.triggers(AGENT, '03_failed')).toHaveLength(1)
    expect(office.decisions(id).at(-1)).toBe(`taken back: ${says}`)
  })

  it('gives it to another agent: the old file is taken back, the new one is the only one', async () => {
    const id = await office.addTask('Write the page')
    await office.cycle()
    await office.house.edit(id, { 'Assigned-Agent': { select: { name: 'Cursor MM1 Agent' } } })
    await office.cycle()
    await office.cycle()
    expect(await office.triggers()).toEqual([])
    expect(await office.triggers(AGENT, '03_failed')).toHaveLength(1)
    expect(await office.triggers('Cursor MM1 Agent')).toHaveLength(1)
    expect(await office.status(id)).toBe('In Progress')
    expect(office.decisions(id)[1]).toBe('re-routed: it is assigned to Cursor MM1 Agent, not to Claude MM1 Agent')
  })

  it('throws the row away: the file is taken back', async () => {
    const id = await office.addTask('Write the page')
    await office.cycle()
    await office.house.setTrash(id, true)
    await office.cycle()
    expect(await office.triggers()).toEqual([])
  })
})
