// Very many tasks for eleven agents: one trigger each, and few requests once nothing changes. `FAULTS=whole`: a thousand.

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isWhole } from '../faults/kill/points.ts'
import { type Office, openOffice } from '../support/agents/office.ts'

/** The whole form takes more than half a minute. */
const COUNT = isWhole ? 1000 : 220
const AGENTS = [
  'Claude MM1 Agent',
  'Claude MM2 Agent',
  'Claude Code Agent',
  'Cursor MM1 Agent',
  'Cursor MM2 Agent',
  'Codex MM1 Agent',
  'ChatGPT Code Review Agent',
  'ChatGPT Strategic Agent',
  'ChatGPT Personal Assistant Agent',
  'Notion AI Data Operations Agent',
  'Notion AI Research Agent',
]
const PRIORITIES = ['Critical', 'High', 'Medium', 'Low']

let office: Office
beforeAll(async () => {
  office = await openOffice({ AGENT_HANDOFFS_AT_ONCE: '95' })
  for (let n = 0; n < COUNT; n += 1)
    await office.addTask(`Task ${n}`, { agent: AGENTS[n % AGENTS.length], priority: PRIORITIES[n % 4] })
}, 120_000)
afterAll(() => office[Symbol.asyncDispose]())

const isVisible = (name: string) => !name.startsWith('.')

async function triggers(): Promise<string[]> {
  const boxes = await Promise.all(
    (await readdir(office.dir))
      .filter(isVisible)
      .map(async folder => (await readdir(join(office.dir, folder, '01_inbox'))).map(name => `${folder}/${name}`)),
  )
  return boxes.flat()
}

describe('very many tasks', () => {
  it('get one trigger each, and cost at most 12 requests per 100 once nothing changes', {
    timeout: 180_000,
  }, async () => {
    await office.cycle()
    const files = await triggers()
    expect(files).toHaveLength(COUNT)
    expect(new Set(files.map(name => /__([0-9a-f]{16})\.json$/.exec(name)?.[1])).size).toBe(COUNT)
    expect(new Set(files.map(name => name.split('/')[0])).size).toBe(AGENTS.length)
    const before = office.house.requests()
    await office.cycle()
    const asked = office.house.requests() - before
    expect(asked).toBeLessThanOrEqual((12 * COUNT) / 100)
    expect(await triggers()).toEqual(files)
  })
})
