// What becomes of a task that an agent has: done, failed, returned; each end once.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AGENT, type Office, openOffice } from '../support/agents/office.ts'

let office: Office
beforeEach(async () => {
  office = await openOffice({ HANDOFFS_PER_TASK: '2' })
})
afterEach(() => office[Symbol.asyncDispose]())

const returnOf = (task: string, more: object = {}) => ({
  type: 'RETURN_HANDOFF',
  timestamp: '2026-01-05T10:00:00Z',
  executing_agent: AGENT,
  originating_agent: 'orchestrator',
  original_task: { task_id: task.replaceAll('-', ''), task_title: 't', status_update: 'Complete' },
  execution_summary: {
    work_completed: ['wrote the page', 'checked it'],
    deliverables: [{ type: 'page', path: '/docs', description: 'the page' }],
    findings: [],
    recommendations: [],
    issues_found: [],
  },
  next_steps: ['publish it'],
  archive_rule: 'move_to_02_processed',
  ...more,
})
const RETURN = '20260105T100000Z__RETURN__t__Claude-MM1-Agent.json'

describe('a task is handed off', () => {
  it('once, however many cycles there are', async () => {
    const id = await office.addTask('Write the page')
    for (let n = 0; n < 3; n += 1) await office.cycle()
    expect(await office.triggers()).toHaveLength(1)
    expect(await office.status(id)).toBe('In Progress')
    expect(office.decisions(id)).toEqual([
      expect.stringMatching(/^handed to Claude MM1 Agent \(1 of 2\): .+\.json, by assigned agent/),
    ])
  })

  it('with the words that the database has for its ends', async () => {
    await office.addTask('Write the page')
    await office.cycle()
    const [name = ''] = await office.triggers()
    const { handoff_instructions: instructions } = JSON.parse(await office.read(name, '01_inbox'))
    expect(instructions).toContain('Status in Notion to "Completed" ("Failed" when it could not be done')
  })

  it('and set back to ready while its file waits gets no second file', async () => {
    const id = await office.addTask('Write the page')
    await office.cycle()
    await office.setStatus(id, 'Ready')
    await office.cycle()
    expect(await office.triggers()).toHaveLength(1)
    expect(await office.status(id)).toBe('In Progress')
  })

  it('by a file of the old system that waits for it already: that one counts', async () => {
    const id = await office.addTask('Write the page')
    await office.put('20250101T000000Z__HANDOFF__Write__Claude.json', { chain_tracking: { agent_task_id: id } })
    await office.cycle()
    expect(await office.triggers()).toHaveLength(1)
    expect(office.decisions(id)).toEqual([expect.stringContaining('was in the inbox of Claude-MM1-Agent already')])
  })
})

describe('the agent', () => {
  it('that moves its file to 02_processed says it is done', async () => {
    const id = await office.addTask('Write the page')
    await office.cycle()
    await office.move('02_processed')
    await office.cycle()
    expect(await office.status(id)).toBe('Completed')
    expect(await office.result(id)).toBe(
      'done, says Claude MM1 Agent: the trigger file is in 02_processed; it left no result',
    )
    await office.cycle()
    expect(office.decisions(id)).toHaveLength(2)
  })

  it('that wrote its own result keeps it', async () => {
    const id = await office.addTask('Write the page')
    await office.cycle()
    await office.house.edit(id, {
      'Execution-Result': { rich_text: [{ text: { content: 'the page is at /docs' } }] },
      Status: { status: { name: 'Completed' } },
    })
    await office.cycle()
    expect(await office.result(id)).toBe('the page is at /docs')
    expect(await office.status(id)).toBe('Completed')
    expect(await office.triggers()).toEqual([])
    expect(await office.triggers(AGENT, '02_processed')).toHaveLength(1)
    expect(office.decisions(id).at(-1)).toBe('the task was set to "Completed"')
  })

  it('that moves its file to 03_failed could not do it', async () => {
    const id = await office.addTask('Write the page')
    await office.cycle()
    await office.move('03_failed')
    await office.cycle()
    expect(await office.status(id)).toBe('Failed')
    expect(await office.blocking(id)).toMatch(/^Claude MM1 Agent could not do it/)
  })

  it('that returns it is read once; its file and the return are archived', async () => {
    const id = await office.addTask('Write the page')
    await office.cycle()
    await office.put(RETURN, returnOf(id), { agent: 'orchestrator' })
    await office.cycle()
    expect(await office.status(id)).toBe('Completed')
    expect(await office.result(id)).toBe(
      'Claude MM1 Agent returned it as completed: Done: wrote the page; checked it. Made: page /docs the page. Next: publish it ("Complete" is "Completed" here)',
    )
    expect(await office.triggers('orchestrator')).toEqual([])
    expect(await office.triggers('orchestrator', '02_processed')).toEqual([RETURN])
    expect(await office.triggers(AGENT, '02_processed')).toHaveLength(1)
    const count = office.decisions(id).length
    await office.cycle()
    expect(office.decisions(id)).toHaveLength(count)
  })

  it('that returns it as failed, or asks for a person, is taken at its word', async () => {
    const failed = await office.addTask('One')
    const asks = await office.addTask('Two')
    await office.cycle()
    await office.put(RETURN, returnOf(failed, { original_task: { task_id: failed, status_update: 'FAILED' } }))
    await office.put(
      RETURN.replace('__t__', '__u__'),
      returnOf(asks, { original_task: undefined, original_handoff: { task_id: asks, status_update: 'Needs_Input' } }),
    )
    await office.cycle()
    expect([await office.status(failed), await office.status(asks)]).toEqual(['Failed', 'Blocked'])
    expect(await office.blocking(asks)).toContain('returned it as blocked')
  })

  it('that returns it after its end is read all the same', async () => {
    const id = await office.addTask('Write the page')
    await office.cycle()
    await office.move('02_processed')
    await office.cycle()
    await office.put(RETURN, returnOf(id))
    await office.cycle()
    await office.cycle()
    expect(await office.result(id)).toContain('returned it after its end: Done: wrote the page')
    expect(office.decisions(id)).toHaveLength(3)
    expect(await office.triggers(AGENT, '02_processed')).toContain(RETURN)
  })

  it('that dies in the middle of a return leaves a broken file: it is moved aside once its time is over', async () => {
    const id = await office.addTask('Write the page')
    await office.cycle()
    const half = JSON.stringify(returnOf(id)).slice(0, 80)
    await office.put(RETURN, half)
    await office.cycle()
    expect(await office.triggers()).toContain(RETURN)
    await office.put(RETURN, half, { hoursOld: 1 })
    await office.cycle()
    expect(await office.triggers()).toHaveLength(1)
    expect(await office.files(AGENT, '03_failed')).toEqual([RETURN.replace('.json', '.why.txt'), RETURN].toSorted())
    expect(await office.read(RETURN.replace('.json', '.why.txt'), '03_failed')).toMatch(/no JSON that can be read/)
    expect(await office.status(id)).toBe('In Progress')
  })

  it('that writes garbage over its trigger has failed', async () => {
    const id = await office.addTask('Write the page')
    await office.cycle()
    const [name = ''] = await office.triggers()
    await office.put(name, '🤖 I am done!!', { hoursOld: 1 })
    await office.cycle()
    await office.cycle()
    expect(await office.status(id)).toBe('Failed')
    expect(await office.blocking(id)).toContain('no JSON that can be read')
  })
})

describe('files of others', () => {
  it('stay where they are', async () => {
    const elsewhere = '0123456789abcdef0123456789abcdef'
    await office.put(RETURN, returnOf(elsewhere))
    await office.put('notes.txt', 'mine')
    await office.put('list.json', [1, 2], { hoursOld: 10 })
    await office.put('20250101T000000Z__HANDOFF__Old__01234567.json', { task_id: elsewhere }, { hoursOld: 9000 })
    const before = await office.files(AGENT, '01_inbox')
    await office.cycle()
    await office.cycle()
    expect(await office.files(AGENT, '01_inbox')).toEqual(before)
  })
})
