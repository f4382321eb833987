// Tasks go to handlers and agents by rules that a person can read and change; what decided is told.

import { appendFile, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { workspaceTables } from '../../src/workspace/show.ts'
import { openWorkspace } from '../../src/workspace/workspace.ts'
import { newVar, orchestrator, startOrchestrator } from '../support/cli.ts'
import { withWorkspace } from '../support/rows.ts'

const Plan = z.object({
  rows: z.array(
    z.object({
      kind: z.string(),
      label: z.string(),
      would: z.string(),
      because: z.string(),
      agent: z.string().optional(),
    }),
  ),
})
const Sources = z.object({ data_sources: z.array(z.object({ id: z.string() })).min(1) })
const Page = z.object({ id: z.string() })
const EXAMPLE = join(import.meta.dirname, '../../agents.example.json')

let varDir: string
let settings: Record<string, string>
beforeEach(async () => {
  varDir = await newVar()
  const agents = join(varDir, 'agents.json')
  await writeFile(agents, await readFile(EXAMPLE))
  settings = { AGENTS_FILE: agents, MUSIC_SYNC_ENABLED: 'false' }
})
afterEach(() => rm(varDir, { recursive: true, force: true }))

type Call = (method: string, path: string, body?: object) => Promise<unknown>

interface TestTask {
  title: string
  description?: string
  agent?: string
}

const text = (content: string) => ({ rich_text: [{ text: { content } }] })
const title = (content: string) => ({ title: [{ text: { content } }] })
const sourceOf = async (call: Call, database: string) =>
  Sources.parse(await call('GET', `databases/${database}`)).data_sources[0]?.id ?? ''

const addTasks = (...tasks: TestTask[]) =>
  withWorkspace(varDir, async (call, ids) => {
    const source = await sourceOf(call, ids.agentTasks)
    for (const task of tasks)
      await call('POST', 'pages', {
        parent: { type: 'data_source_id', data_source_id: source },
        properties: {
          'Task Name': title(task.title),
          Status: { status: { name: 'Ready' } },
          ...(task.description && { Description: text(task.description) }),
          ...(task.agent && { 'Assigned-Agent': { select: { name: task.agent } } }),
        },
      })
  })

const run = (...args: string[]) => orchestrator([...args, '--var', varDir], settings)
/** By what they are about: in which order they start is told elsewhere. */
const planned = async () =>
  Plan.parse(JSON.parse((await run('plan', '--json')).stdout)).rows.toSorted((a, b) => a.label.localeCompare(b.label))
function tasksNow(): readonly Record<string, string>[] {
  const workspace = openWorkspace({ file: join(varDir, 'workspace.db') })
  try {
    return workspaceTables(workspace)[0]?.rows ?? []
  } finally {
    workspace.close()
  }
}
async function ruleFile(name: string, value: object): Promise<void> {
  settings.CLASSIFY_RULES = join(varDir, 'classify.json')
  const path = join(varDir, name)
  await writeFile(`${path}.new`, JSON.stringify(value))
  await rename(`${path}.new`, path)
}

describe('a task that no other handler takes', () => {
  it('goes to the agent who is named, whom a rule names, who is best at it, or the default; why is told', async () => {
    await addTasks(
      { title: 'Python research', agent: 'Codex MM1 Agent' },
      { title: 'Sort out the numbers', description: 'with a few lines of Python' },
      { title: 'Architecture of the stage, strategic planning' },
      { title: 'Deploy the site' },
      { title: 'Water the plants' },
      { title: 'Renew Spotify premium' },
    )
    const rows = (await planned()).filter(({ kind }) => kind === 'task')
    expect(rows.map(({ label, would, agent, because }) => [label, would, agent, because])).toEqual([
      [
        'Architecture of the stage, strategic planning',
        'agent-handoff',
        'Claude MM2 Agent',
        'for Claude MM2 Agent, by capabilities: architecture, strategic-planning',
      ],
      [
        'Deploy the site',
        'agent-handoff',
        'Cursor MM1 Agent',
        'for Cursor MM1 Agent, by the fallback "something is to be made or mended": Deploy',
      ],
      [
        'Python research',
        'agent-handoff',
        'Codex MM1 Agent',
        'for Codex MM1 Agent, by assigned agent: Codex MM1 Agent',
      ],
      [
        'Renew Spotify premium',
        'agent-handoff',
        'Claude MM1 Agent',
        'for Claude MM1 Agent, by the default of agents.json: Claude MM1 Agent; a music word, but no wish for music: Spotify',
      ],
      [
        'Sort out the numbers',
        'agent-handoff',
        'Cursor MM1 Agent',
        'for Cursor MM1 Agent, by the rule "Python, TypeScript and webhooks": Python',
      ],
      [
        'Water the plants',
        'agent-handoff',
        'Claude MM1 Agent',
        'for Claude MM1 Agent, by the default of agents.json: Claude MM1 Agent',
      ],
    ])
    expect((await run('--once', '--no-music-sync')).code).toBe(0)
    const folders = ['Claude-MM1-Agent', 'Claude-MM2-Agent', 'Codex-MM1-Agent', 'Cursor-MM1-Agent']
    expect((await readdir(join(varDir, 'agents'))).toSorted()).toEqual(['.triggers-id', ...folders])
    const told = Object.fromEntries(tasksNow().map(row => [row['Task Name'], row]))
    expect(told['Sort out the numbers']).toMatchObject({
      'Assigned-Agent': 'Cursor MM1 Agent',
      'Execution-Result': expect.stringContaining(
        'handed to Cursor MM1 Agent (the rule "Python, TypeScript and webhooks": Python): ',
      ),
      Status: 'In Progress',
    })
    expect(told['Python research']?.['Execution-Result']).toContain('(assigned agent: Codex MM1 Agent)')
    expect(told['Water the plants']?.['Assigned-Agent']).toBe('Claude MM1 Agent')
  })

  it('goes to the agent whose page a relation leads to; a chosen one is linked by its page of agents.json', async () => {
    const agents = z.object({ agents: z.array(z.looseObject({ name: z.string() })) })
    const pages = await withWorkspace(varDir, async (call, ids) => {
      const made = await call('POST', 'databases', {
        parent: { type: 'workspace', workspace: true },
        title: [{ text: { content: 'Agents' } }],
        initial_data_source: { properties: { Name: { title: {} } } },
      })
      const source = await sourceOf(call, Page.parse(made).id)
      const add = async (name: string) =>
        Page.parse(
          await call('POST', 'pages', {
            parent: { type: 'data_source_id', data_source_id: source },
            properties: { Name: title(name) },
          }),
        ).id
      const tasks = await sourceOf(call, ids.agentTasks)
      await call('PATCH', `data_sources/${tasks}`, { properties: { 'Assigned-Agent': null } })
      const relation = { relation: { data_source_id: source, single_property: {} } }
      await call('PATCH', `data_sources/${tasks}`, { properties: { 'Assigned-Agent': relation } })
      const ids2 = { codex: await add('codex (mm1)'), cursor: await add('Somebody') }
      await call('POST', 'pages', {
        parent: { type: 'data_source_id', data_source_id: tasks },
        properties: {
          'Task Name': title('Call the label'),
          Status: { status: { name: 'Ready' } },
          'Assigned-Agent': { relation: [{ id: ids2.codex }] },
        },
      })
      return ids2
    })
    await addTasks({ title: 'A script in Python' })
    const file = agents.parse(JSON.parse(await readFile(settings.AGENTS_FILE ?? '', 'utf8')))
    const withPages = file.agents.map(agent =>
      agent.name === 'Cursor MM1 Agent' ? { ...agent, pages: [pages.cursor] } : agent,
    )
    await writeFile(settings.AGENTS_FILE ?? '', JSON.stringify({ ...file, agents: withPages }))
    expect((await planned()).filter(({ kind }) => kind === 'task').map(({ agent }) => agent)).toEqual([
      'Cursor MM1 Agent',
      'Codex MM1 Agent',
    ])
    expect((await run('--once', '--no-music-sync')).code).toBe(0)
    const assigned = tasksNow().map(row => [row['Task Name'], row['Assigned-Agent']])
    expect(Object.fromEntries(assigned)).toEqual({
      'Call the label': 'codex (mm1)',
      'A script in Python': 'Somebody',
    })
  })
})

describe('rules of one’s own', () => {
  const moved = { rules: [{ name: 'plants', handler: 'music-sync', any: ['water the <small>* plants'] }] }

  it('on trial are counted and shown, and move nothing', async () => {
    await addTasks({ title: 'Water the plants' }, { title: 'Music sync' })
    await ruleFile('classify.json', { rules: [] })
    await ruleFile('classify.shadow.json', moved)
    const rows = await planned()
    expect(rows.filter(({ kind }) => kind !== 'sync').map(({ kind, label, would }) => [label, kind, would])).toEqual([
      ['classify', 'shadow', 'nothing'],
      ['Music sync', 'task', 'nothing'],
      ['Water the plants', 'task', 'agent-handoff'],
      ['Water the plants', 'shadow', 'music-sync'],
    ])
    expect(rows.find(({ label }) => label === 'classify')?.because).toContain('would move 1 task')
    const shown = await run('handlers')
    expect(shown.stdout).toContain('"Water the plants": music-sync instead of agent-handoff (plants: Water the plants)')
    expect((await run('--once')).code).toBe(0)
    expect(tasksNow().find(row => row['Task Name'] === 'Water the plants')?.['Execution-Result']).toContain(
      'handed to Claude MM1 Agent',
    )
  })

  it('that are broken end the program at its start with the rule’s name', async () => {
    await ruleFile('classify.json', { rules: [{ name: 'plants', handler: 'music-sync', any: ['<plants>'] }] })
    const ended = await run('plan')
    expect(ended.code).toBe(78)
    expect(ended.stderr).toContain('classify.json: "any" of the rule "plants": there is no list "plants"')
    await ruleFile('classify.json', { rules: [] })
    await writeFile(settings.AGENTS_FILE ?? '', '{"agents": [{"name": "Ada", "folder": "../up"}]}')
    const again = await run('plan')
    expect([again.code, again.stderr]).toEqual([78, expect.stringContaining('the agent "Ada", folder: expected')])
    settings.AGENTS_FILE = join(varDir, 'none.json')
    expect(await run('plan')).toMatchObject({ code: 78, stderr: expect.stringContaining('there is no ') })
  })

  it('that break while the program runs are said; the last good ones stay until they are mended', async ({
    signal,
  }) => {
    await ruleFile('classify.json', { rules: [{ name: 'plants', handler: 'agent-handoff', any: ['plants'] }] })
    await addTasks({ title: 'Start' })
    const until = untilOr(signal)
    const loop = startOrchestrator(['--interval', '1', '--no-music-sync', '--var', varDir], settings)
    try {
      await until(() => tasksNow()[0]?.Status === 'In Progress')
      await appendFile(join(varDir, 'classify.json'), 'broken')
      await until(async () => (await logged()).includes('a file of rules is broken: the last good rules stay'))
      await addTasks({ title: 'Research prices' })
      await until(() => tasksNow()[1]?.['Assigned-Agent'] === 'Notion AI Research Agent')
      await ruleFile('classify.json', { rules: [{ name: 'all', handler: 'music-sync', any: ['everything'] }] })
      await addTasks({ title: 'Do everything' })
      await until(async () => (await logged()).includes('Do everything'))
    } finally {
      loop.child.kill('SIGTERM')
      await loop.ended
    }
    expect(tasksNow()[2]?.Status).toBe('Ready') // music sync is off: it is left alone
    expect((await logged()).split('a file of rules is broken')).toHaveLength(2)
  }, 120_000)
})

const logged = () => readFile(join(varDir, 'logs', 'orchestrator.log'), 'utf8')

/** @param signal the test is over */
const untilOr = (signal: AbortSignal) => async (isSo: () => boolean | Promise<boolean>) => {
  while (!(await isSo())) await sleep(100, undefined, { signal })
}
