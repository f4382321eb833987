import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { HOME_DIR } from '../../../../src/config.ts'
import { AgentsFile, agentBookOf, bookWithoutFile } from '../../../../src/model/agents/agents.ts'
import { folderNameOf } from '../../../../src/model/agents/folder.ts'
import { KNOWN_AGENTS } from '../../../../src/model/agents/known-agents.ts'
import { type RoutedTask, routeOf } from '../../../../src/model/agents/route.ts'
import fc from '../../../support/property.ts'

const example = AgentsFile.parse(JSON.parse(readFileSync(join(HOME_DIR, 'agents.example.json'), 'utf8')))
const PAGE = '11111111-1111-4111-8111-111111111111'
const book = agentBookOf({
  ...example,
  agents: example.agents.map(agent => ({ ...agent, pages: agent.name === 'Claude MM2 Agent' ? [PAGE] : [] })),
})
const route = (task: Partial<RoutedTask>, defaultAgent?: string) => routeOf({ title: '', ...task }, book, defaultAgent)

describe('agents.example.json', () => {
  it('has the eleven known agents, each with the folder its name gives', () => {
    expect(example.agents.map(({ name, folder, capabilities }) => ({ name, folder, capabilities }))).toEqual(
      KNOWN_AGENTS.map(agent => ({ ...agent, capabilities: [...agent.capabilities] })),
    )
    expect(example.agents).toHaveLength(11)
    for (const { name, folder } of example.agents) expect(folderNameOf(name)).toBe(folder)
  })
})

describe('the agent of a task', () => {
  it.each([
    ['Mend code.gs in the sheet', 'Claude Code Agent', 'the rule "Google Apps Script"', 'code.gs'],
    ['Mend the Apps Script in Python', 'Claude Code Agent', 'the rule "Google Apps Script"', 'Apps Script'],
    ['A script in Python', 'Cursor MM1 Agent', 'the rule "Python, TypeScript and webhooks"', 'Python'],
    ['Types of schema.ts', 'Cursor MM1 Agent', 'the rule "Python, TypeScript and webhooks"', 'ts'],
    ['Notion: a new relation', 'Notion AI Data Operations Agent', 'the rule "Notion data"', 'Notion, relation'],
    ['Notion: a poem', 'Notion AI Data Operations Agent', 'capabilities', 'notion'],
    ['Research prices', 'Notion AI Research Agent', 'the rule "research"', 'Research'],
    ['Planning and coordination of the move', 'Claude MM1 Agent', 'capabilities', 'planning, coordination'],
    ['Architecture: strategic planning', 'Claude MM2 Agent', 'capabilities', 'architecture, strategic-planning'],
    ['Code', 'Cursor MM1 Agent', 'capabilities', 'code'],
    ['Deploy it', 'Cursor MM1 Agent', 'the fallback "something is to be made or mended"', 'Deploy'],
    ['Prune the runway', 'Claude MM1 Agent', 'the default of agents.json', 'Claude MM1 Agent'],
    ['The end.ts was near the prerun', 'Cursor MM1 Agent', 'the rule "Python, TypeScript and webhooks"', 'ts'],
  ])('%s → %s by %s', (title, agent, rule, evidence) =>
    expect(route({ title })).toMatchObject({ agent, rule, evidence, isAssigned: false }),
  )

  it('is told by all its texts, and the rules come before the capabilities', () => {
    for (const part of ['title', 'description', 'taskType', 'nextStep'] as const)
      expect(route({ title: 'x', [part]: 'Planning, review and research' })).toMatchObject({
        agent: 'Notion AI Research Agent',
      })
  })

  it('is the one it is assigned to, by any spelling, before all rules', () => {
    for (const assignedAgent of ['Codex MM1 Agent', 'codex mm1', 'CodexMM1', 'Codex-MM1-Agent-Agent-Trigger'])
      expect(route({ title: 'research python', assignedAgent })).toMatchObject({
        agent: 'Codex MM1 Agent',
        rule: 'assigned agent',
        evidence: assignedAgent,
        isAssigned: true,
      })
  })

  it('by its page, whatever the page is called', () => {
    const wanted = { agent: 'Claude MM2 Agent', page: PAGE, isAssigned: true }
    expect(route({ assignedPages: [PAGE] })).toMatchObject(wanted)
    expect(route({ assignedPages: [PAGE], assignedAgent: 'Renamed' })).toMatchObject(wanted)
  })

  it('one that nobody knows has the task all the same, and it is said', () => {
    const found = route({ title: 'research', assignedAgent: 'Zoë QA' })
    expect(found).toMatchObject({ agent: 'Zoë QA', rule: 'assigned agent, which is not in agents.json' })
    expect(book.folderOf('Zoë QA')).toBe('Zoë-QA')
  })

  it('nobody is chosen for a page that cannot be read, or in the place of a person', () => {
    const unread = { because: expect.stringContaining('cannot be read') }
    expect(route({ title: 'research', assignedPages: ['22222222-2222-4222-8222-222222222222'] })).toEqual(unread)
    const person = { because: 'it is assigned to Anna Roe, who is no agent of agents.json' }
    expect(route({ title: 'research', assignedAgent: 'Anna Roe', isAssignedToPeople: true })).toEqual(person)
    expect(route({ assignedAgent: 'Codex MM1', isAssignedToPeople: true })).toMatchObject({ agent: 'Codex MM1 Agent' })
  })

  it('DEFAULT_AGENT counts before the default of the file', () => {
    expect(route({ title: 'Water the plants' }, 'Gardener')).toMatchObject({ agent: 'Gardener', rule: 'DEFAULT_AGENT' })
  })

  it('without a file only who is named has it, in the folder that is known', () => {
    const bare = bookWithoutFile()
    expect(routeOf({ title: 'research python' }, bare)).toBeUndefined()
    expect(routeOf({ title: 'x', assignedAgent: 'CursorMM1' }, bare)).toMatchObject({ rule: 'assigned agent' })
    expect(routeOf({ title: 'x' }, bare, 'Zoë QA')).toMatchObject({ agent: 'Zoë QA', rule: 'DEFAULT_AGENT' })
    expect(bare.folderOf('CursorMM1')).toBe('Cursor-MM1-Agent')
  })
})

describe('the folder of an agent', () => {
  it.each([
    ...['Cursor-MM1', 'CursorMM1', 'Cursor-MM1-Agent', 'Cursor-MM1-Agent-Trigger', 'Cursor-MM1-Agent-Agent-Trigger'],
    ...['Cursor MM1 Agent', 'cursor mm1 agent', 'Cursor MM1 Agent-gd', 'CursorMM1-Agent-Trigger-gd'],
  ])('%s is one folder', name => expect(book.folderOf(name)).toBe('Cursor-MM1-Agent'))

  it.each([
    ['ChatGPT Strategic', 'ChatGPT-Strategic-Agent'],
    ['Chat-GPT-Strategic-Agent', 'ChatGPT-Strategic-Agent'],
    ['NotionAI Research Agent', 'Notion-AI-Research-Agent'],
    ['Notion-AI-Data-Operations', 'Notion-AI-Data-Operations-Agent'],
    ['ClaudeCode', 'Claude-Code-Agent'],
    ['Claude/MM2', 'Claude-MM2-Agent'],
  ])('%s → %s', (name, folder) => expect(book.folderOf(name)).toBe(folder))

  it.each([
    ['Zoë QA Agent', 'Zoë-QA-Agent'],
    ['ZedMM1', 'Zed-MM1'],
    ['../../etc/passwd', 'etc-passwd'],
    ['..', 'Unnamed-Agent'],
    ['', 'Unnamed-Agent'],
    ['x'.repeat(300), 'x'.repeat(80)],
  ])('of an unknown %s it is %s', (name, folder) => expect(folderNameOf(name)).toBe(folder))

  it('is always one name, and stays itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), name => {
        const folder = folderNameOf(name)
        expect(folder).toMatch(/^[\p{L}\p{M}\p{N}_][\p{L}\p{M}\p{N}._-]*$/u)
        expect(folder).not.toMatch(/[.-]$/)
        expect(folderNameOf(folder)).toBe(folder)
      }),
    )
  })

  it('of a cloud agent is in the cloud folder, for whoever asks', () => {
    const cloud = agentBookOf(
      AgentsFile.parse({ cloudDir: '/cloud', agents: [{ name: 'Claude MM2 Agent', base: 'cloud' }] }),
    )
    for (const name of ['Claude MM2 Agent', 'ClaudeMM2', 'Claude-MM2-Agent-gd'])
      expect(cloud.folderOf(name)).toBe('/cloud/Claude-MM2-Agent')
  })
})
