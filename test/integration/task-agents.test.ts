// Who a task is assigned to, read from and written into columns of every type, over HTTP by the official client.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Log } from '../../src/log.ts'
import { silentLog } from '../../src/log.ts'
import { done } from '../../src/model/outcome.ts'
import type { Task } from '../../src/model/task.ts'
import type { Memory } from '../../src/notion/memory.ts'
import { openTasks, type TaskTable } from '../../src/notion/tasks.ts'
import { taskWrite } from '../../src/orchestrator/row-writes.ts'
import { openOutbox } from '../../src/outbox/outbox.ts'
import type { Store } from '../../src/store/database.ts'
import { type Json, memoryOf, type NotionServer, openNotionServer, refusal } from '../support/notion-server.ts'
import { memoryStore } from '../unit/queue/open.ts'
import { at, text, title } from '../unit/workspace/open-client.ts'

const NAMES = ['Cursor MM1 Agent', 'Claude MM1 Agent', 'Codex MM1 Agent']
const optionsOf = (names: readonly string[]) => names.map(name => ({ name }))
const READ = 'GET pages/'

let server: NotionServer
let store: Store
let memory: Memory
let said: unknown[]
let agents: { source: string; pages: readonly string[] }
beforeEach(async () => {
  server = await openNotionServer()
  store = memoryStore()
  memory = memoryOf()
  said = []
  const source = await database('Agents', { Name: { title: {} } })
  const pages: string[] = []
  for (const name of NAMES) pages.push(await server.add(source, { Name: title(name) }))
  agents = { source, pages }
})
afterEach(async () => {
  store[Symbol.dispose]()
  await server[Symbol.asyncDispose]()
})

async function database(name: string, properties: Json): Promise<string> {
  const parent = { type: 'workspace', workspace: true }
  const body = { parent, title: [{ text: { content: name } }], initial_data_source: { properties } }
  return server.sourceOf(String((await server.call('POST databases', body)).id))
}

const databaseOf = async (source: string) =>
  String(at(await server.call(`GET data_sources/${source}`), 'parent', 'database_id'))

const log: Log = { ...silentLog, info: fields => void said.push(fields), warn: fields => void said.push(fields) }

/** Tasks whose `Assigned-Agent` is of this type, with the further columns it needs. */
async function openWith(column: Json, more: Json = {}): Promise<{ tasks: TaskTable; source: string }> {
  const status = { select: { options: optionsOf(['Ready', 'In Progress', 'Completed']) } }
  const source = await database('Agent-Tasks', {
    'Task Name': { title: {} },
    Status: status,
    'Execution-Result': { rich_text: {} },
    ...more,
    'Assigned-Agent': column,
  })
  return { tasks: await openTasks(server.open({ memory, log }), await databaseOf(source)), source }
}

const add = (source: string, properties: Json = {}) =>
  server.add(source, { 'Task Name': title('Do it'), Status: { select: { name: 'Ready' } }, ...properties })

const relationTo = (source: string) => ({ relation: { data_source_id: source, single_property: {} } })
const toPage = (id = '') => ({ relation: [{ id }] })
const rolledUp = {
  rollup: { relation_property_name: 'Agents', rollup_property_name: 'Name', function: 'show_original' },
}

/** As a hand-off tells the row whom it chose. @param task as it was when it was chosen */
async function tell(tasks: TaskTable, task: Task, assigned: { agent: string; page?: string }) {
  const ports = async () => tasks.rows
  const outbox = openOutbox({ store, ports, say: async () => {}, now: Date.now, log: silentLog, settleMs: 0 })
  const write = taskWrite(task, done(`handed to ${assigned.agent}`, { status: 'In Progress', assigned }))
  if (!write) throw new Error('nothing is written')
  await store.commit(() => outbox.add(write))
  return outbox.deliver(task.id)
}

async function assign(tasks: TaskTable, id: string, agent: string, page?: string) {
  expect(await tell(tasks, await tasks.read(id), { agent, page })).toEqual({ kind: 'written', kept: [] })
  return tasks.read(id)
}

describe('the assigned agent is read', () => {
  it.each([
    ['select', { select: { options: optionsOf(NAMES) } }, { select: { name: NAMES[1] } }],
    ['text', { rich_text: {} }, text('Claude MM1 Agent')],
    ['text of several', { rich_text: {} }, text('Claude MM1 Agent; Zoe')],
    ['multi-select', { multi_select: { options: optionsOf(NAMES) } }, { multi_select: [{ name: NAMES[1] }] }],
    ['status', { status: { options: optionsOf(['-', ...NAMES]) } }, { status: { name: NAMES[1] } }],
  ])('from a %s', async (_type, column, cell) => {
    const { tasks, source } = await openWith(column)
    await add(source, { 'Assigned-Agent': cell })
    const [task] = await tasks.listByStatus(['Ready'])
    expect(task?.assignedAgent).toBe('Claude MM1 Agent')
    expect(task?.isAssignedToPeople).toBeUndefined()
  })

  it('from a relation, by the title of its page: each page is asked for once, also in the next run', async () => {
    const { tasks, source } = await openWith(relationTo(agents.source))
    for (let number = 0; number < 30; number += 1)
      await add(source, { 'Assigned-Agent': toPage(agents.pages[number % 3]) })
    const listed = await tasks.listByStatus(['Ready'])
    expect(listed.map(({ assignedAgent }) => assignedAgent)).toEqual(listed.map((_, index) => NAMES[index % 3]))
    expect(listed[4]?.assignedPages).toEqual([agents.pages[1]])
    expect(server.count(READ)).toBe(3)
    await tasks.listByStatus(['Ready'])
    const again = await openTasks(server.open({ memory }), await databaseOf(source))
    expect((await again.listByStatus(['Ready']))[2]?.assignedAgent).toBe(NAMES[2])
    expect(server.count(READ)).toBe(3)
  })

  it('from a rollup of titles, and from a rollup of pages', async () => {
    const { tasks, source } = await openWith(rolledUp, { Agents: relationTo(agents.source) })
    await add(source, { Agents: toPage(agents.pages[2]) })
    expect((await tasks.listByStatus(['Ready']))[0]?.assignedAgent).toBe(NAMES[2])

    const roles = await database('Roles', { Role: { title: {} }, Agent: relationTo(agents.source) })
    const role = await server.add(roles, { Role: title('Coder'), Agent: toPage(agents.pages[0]) })
    const rollup = { relation_property_name: 'Role', rollup_property_name: 'Agent', function: 'show_original' }
    const others = await openWith({ rollup }, { Role: relationTo(roles) })
    await add(others.source, { Role: toPage(role) })
    const [task] = await others.tasks.listByStatus(['Ready'])
    expect(task).toMatchObject({ assignedAgent: NAMES[0], assignedPages: [agents.pages[0]] })
  })

  it('a page that cannot be read leaves the task without a name, and holds up no other', async () => {
    const { tasks, source } = await openWith(relationTo(agents.source))
    await add(source, { 'Assigned-Agent': toPage(agents.pages[0]) })
    await add(source, { 'Assigned-Agent': toPage(agents.pages[1]) })
    server.next(`${READ}${agents.pages[0]}`, () => refusal(404, 'object_not_found'))
    const listed = await tasks.listByStatus(['Ready'])
    expect(listed.map(({ assignedAgent }) => assignedAgent)).toEqual([undefined, NAMES[1]])
    expect(listed[0]?.assignedPages).toEqual([agents.pages[0]])
    await tasks.listByStatus(['Ready'])
    expect(server.count(`${READ}${agents.pages[0]}`)).toBe(1)
    expect(said).toHaveLength(1)
  })

  it('from people, and it is told that they are', async () => {
    const { tasks, source } = await openWith({ people: {} })
    const { results } = await server.call('GET users')
    const [user] = z.array(z.object({ id: z.string(), name: z.string() })).parse(results)
    await add(source, { 'Assigned-Agent': { people: [{ object: 'user', id: user?.id }] } })
    const [task] = await tasks.listByStatus(['Ready'])
    expect(task).toMatchObject({ assignedAgent: user?.name, isAssignedToPeople: true })
  })

  it.each([
    ['an empty text', { rich_text: {} }, undefined],
    ['an empty relation', 'relation', undefined],
    ['no people', { people: {} }, undefined],
    ['no option', { select: {} }, undefined],
    ['a text that says so', { rich_text: {} }, text('none')],
    [
      'a status that says so',
      { status: { options: optionsOf(['Unassigned', ...NAMES]) } },
      { status: { name: 'Unassigned' } },
    ],
  ])('nobody, from %s', async (_what, column, cell) => {
    const { tasks, source } = await openWith(column === 'relation' ? relationTo(agents.source) : (column as Json))
    await add(source, cell && { 'Assigned-Agent': cell })
    const [task] = await tasks.listByStatus(['Ready'])
    expect(task).toMatchObject({ title: 'Do it' })
    expect([task?.assignedAgent, task?.assignedPages]).toEqual([undefined, undefined])
  })
})

describe('the agent that was chosen is written', () => {
  it.each([
    ['select', { select: { options: optionsOf(NAMES) } }],
    ['text', { rich_text: {} }],
    ['multi-select', { multi_select: { options: optionsOf(NAMES) } }],
  ])('into a %s, with the end of the work, in one request', async (_type, column) => {
    const { tasks, source } = await openWith(column)
    const task = await assign(tasks, await add(source), 'Codex MM1 Agent')
    expect(task).toMatchObject({ assignedAgent: 'Codex MM1 Agent', status: 'In Progress' })
    expect(server.count('PATCH pages')).toBe(1)
    expect(said).toEqual([])
  })

  it('into a relation: by its page of agents.json, or one that another row led to', async () => {
    const { tasks, source } = await openWith(relationTo(agents.source))
    expect(await assign(tasks, await add(source), NAMES[0] ?? '', agents.pages[0])).toMatchObject({
      assignedPages: [agents.pages[0]],
    })
    await add(source, { 'Assigned-Agent': toPage(agents.pages[1]) })
    await tasks.listByStatus(['Ready'])
    expect(await assign(tasks, await add(source), 'claude mm1')).toMatchObject({ assignedPages: [agents.pages[1]] })
  })

  it.each([
    ['a rollup', rolledUp, '"Assigned-Agent" is a rollup: it cannot be written'],
    ['people', { people: {} }, '"Assigned-Agent" is a people: it cannot be written'],
    [
      'a select without it',
      { select: { options: optionsOf(['Zoe']) } },
      '"Assigned-Agent" has no option "Codex MM1 Agent"',
    ],
    [
      'a relation, its page not known',
      'relation',
      '"Assigned-Agent" leads to pages, and that of "Codex MM1 Agent" is not known: put it into agents.json',
    ],
  ])('not into %s: the rest is written, and it is said once', async (_what, column, why) => {
    const relation = relationTo(agents.source)
    const { tasks, source } = await openWith(column === 'relation' ? relation : (column as Json), { Agents: relation })
    for (const _ of [1, 2]) {
      const task = await assign(tasks, await add(source), 'Codex MM1 Agent')
      expect(task).toMatchObject({ status: 'In Progress', result: 'handed to Codex MM1 Agent' })
      expect(task.assignedAgent).toBeUndefined()
    }
    expect(said).toEqual([{ agent: 'Codex MM1 Agent', why }])
  })

  it('not over what a person put there meanwhile', async () => {
    const { tasks, source } = await openWith({ rich_text: {} })
    const id = await add(source)
    const task = await tasks.read(id)
    await server.call(`PATCH pages/${id}`, { properties: { 'Assigned-Agent': text('Zoe') } })
    const told = await tell(tasks, task, { agent: 'Codex MM1 Agent' })
    expect(told).toMatchObject({ kept: [{ field: 'assignedAgent', theirs: 'Zoe' }] })
    expect((await tasks.read(id)).assignedAgent).toBe('Zoe')
  })
})
