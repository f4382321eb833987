// The state came from another machine: trigger files lie in a folder that is not seen here.

import { readdir, rename } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MARKER } from '../../src/agents/folder-id.ts'
import { handOff } from '../../src/agents/hand-off.ts'
import { silentLog } from '../../src/log.ts'
import { newCycle } from '../../src/orchestrator/cycle-context.ts'
import { noView } from '../../src/orchestrator/view.ts'
import { watchHandoffs } from '../../src/orchestrator/watch-handoffs.ts'
import { AGENT, type Office, openOffice } from '../support/agents/office.ts'
import { orchestrator } from '../support/cli.ts'

let office: Office
beforeEach(async () => {
  office = await openOffice()
})
afterEach(() => office[Symbol.asyncDispose]())

const ELSEWHERE = `by ${hostname()}, whose folder of trigger files is not seen here`
const aside = (name: string) => `${office.dir}-of-${name}`
/** The other machine works on: at the same path it has its own folder, or none yet. */
async function changeMachine(from: string, to: string): Promise<void> {
  await rename(office.dir, aside(from)).catch(() => {})
  await rename(aside(to), office.dir).catch(() => {})
}

async function handOver(count: number): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < count; n += 1) ids.push(await office.addTask(`Task ${n}`))
  await office.cycle()
  return ids
}

const statuses = (ids: readonly string[]) => Promise.all(ids.map(id => office.status(id)))

describe('a machine that took over', () => {
  it('leaves tasks whose trigger files only the other one has with their agent, also when it has an inbox of its own', async () => {
    const ids = await handOver(3)
    await changeMachine('one', 'two')
    await office.cycle()
    const own = await office.addTask('Its own')
    await office.cycle()
    await office.cycle()
    expect(await statuses([...ids, own])).toEqual(Array(4).fill('In Progress'))
    expect(await office.triggers()).toHaveLength(1)
    office.later(1000)
    await office.cycle()
    expect(await statuses(ids)).toEqual(Array(3).fill('In Progress'))
  })

  it('writes no second trigger file for a task that a person sets back to ready', async () => {
    const [id = ''] = await handOver(1)
    await changeMachine('one', 'two')
    await office.addTask('Its own')
    await office.cycle()
    await office.setStatus(id, 'Ready')
    const ended = await office.cycle()
    expect(ended.map(({ text }) => text)).toEqual([
      expect.stringMatching(`^already handed to Claude-MM1-Agent ${ELSEWHERE}: .+\\.json$`),
    ])
    expect(await office.triggers()).toHaveLength(1)
    expect(await office.status(id)).toBe('In Progress')
  })

  it('says in each cycle what waits so', async () => {
    await handOver(2)
    await changeMachine('one', 'two')
    const { tools } = office.house
    using cycle = newCycle({
      tools,
      handlers: [],
      lastRun: { read: async () => undefined, write: async () => {} },
      upkeep: { lookUp: async () => {}, keepCopy: async () => {}, verifySome: async () => {} },
      log: silentLog,
      signal: new AbortController().signal,
      view: noView,
      settings: { readyStatuses: ['Ready'], sync: 'off', syncRepeat: { intervalSeconds: 3600 }, concurrency: 1 },
    })
    const table = await tools.tasks()
    await watchHandoffs(cycle, await Promise.all(tools.handoffs.open().map(({ task }) => table.read(task))))
    expect(cycle.report.waiting).toEqual([{ id: AGENT, label: '2 tasks', because: `handed to ${AGENT} ${ELSEWHERE}` }])
    expect(cycle.report.handoffs).toEqual([])
  })

  it('says it to whoever asks what agents have, or what becomes of the task', async () => {
    const [id = ''] = await handOver(1)
    const [file = ''] = await office.triggers()
    await changeMachine('one', 'two')
    const varDir = dirname(office.dir)
    const agents = await orchestrator(['status', '--agents', '--var', varDir])
    expect(agents.stdout).toContain(`"Task 0" waits: handed to ${AGENT} ${ELSEWHERE}: ${file}\n`)
    const task = await orchestrator(['status', id, '--var', varDir])
    expect(task.stdout).toMatch(new RegExp(`^${AGENT} has it since .+, handed over ${ELSEWHERE}: ${file}$`, 'm'))
  })

  it('does not write the file of a hand-off that was only begun: it may be there', async () => {
    const id = await office.addTask('Write the page')
    const { tools } = office.house
    const task = await (await tools.tasks()).read(id)
    const begun = { task: id, title: 't', agent: AGENT, folder: 'Claude-MM1-Agent', file: 't.json' }
    await tools.store.commit(() => tools.handoffs.begin({ ...begun, home: 'one', machine: 'studio-1' }, Date.now()))
    const words = { completed: 'Completed', failed: 'Failed', blocked: 'Blocked' }
    const elsewhere = 'by studio-1, whose folder of trigger files is not seen here'
    for (let n = 0; n < 2; n += 1)
      expect(await handOff(tools, { task, agent: AGENT, asked: false, words })).toMatchObject({
        isOld: true,
        elsewhere,
      })
    expect(await office.triggers()).toEqual([])
    expect(office.decisions(id)).toEqual([`handed to ${AGENT} ${elsewhere}: t.json`])
    expect(tools.handoffs.openOf(id)?.state).toBe('open')
  })

  it('writes the file of a hand-off that this machine itself began, when its folder is back', async () => {
    const id = await office.addTask('Write the page')
    const { tools } = office.house
    const task = await (await tools.tasks()).read(id)
    const begun = { task: id, title: 't', agent: AGENT, folder: 'Claude-MM1-Agent', file: 't.json' }
    const own = { ...begun, home: 'one', machine: hostname() }
    await tools.store.commit(() => tools.handoffs.begin(own, Date.now()))
    const words = { completed: 'Completed', failed: 'Failed', blocked: 'Blocked' }
    expect(await handOff(tools, { task, agent: AGENT, asked: false, words })).toMatchObject({ isOld: false })
    expect(await office.triggers()).toHaveLength(1)
  })

  it('ends them as ever when a person or the agent sets the task, or its folder is seen again', async () => {
    const [one = '', other = ''] = await handOver(2)
    await changeMachine('one', 'two')
    await office.setStatus(one, 'Completed')
    await office.cycle()
    expect(office.decisions(one).at(-1)).toBe('the task was set to "Completed"')
    await changeMachine('two', 'one')
    await office.move('02_processed')
    await office.cycle()
    expect(await statuses([one, other])).toEqual(['Completed', 'Completed'])
    expect(office.decisions(other).at(-1)).toMatch(/^done, says Claude MM1 Agent/)
  })
})

describe('a task that was taken back and handed off anew by another machine', () => {
  it('has one open trigger file when the first machine is back', async () => {
    const [id = ''] = await handOver(1)
    const [first = ''] = await office.triggers()
    await changeMachine('one', 'two')
    await office.setStatus(id, 'Blocked')
    await office.cycle()
    await office.setStatus(id, 'Ready')
    await office.cycle()
    expect(await office.triggers()).toHaveLength(1)
    await changeMachine('two', 'one')
    expect(await office.triggers()).toEqual([first])
    await office.cycle()
    expect(await office.triggers()).toEqual([])
    expect(await office.files(AGENT, '03_failed')).toEqual([first, `${first.replace('.json', '')}.why.txt`])
    expect(office.house.tools.handoffs.leftBehind()).toEqual([])
    await changeMachine('one', 'two')
    expect(await office.triggers()).toHaveLength(1)
  })
})

describe('the folder of trigger files', () => {
  it('has an id from the first hand-off on, beside the agents, and keeps it', async () => {
    await handOver(1)
    const before = await office.read('', `../${MARKER}`)
    expect(before).toMatch(/^[0-9a-f-]{36}\n$/)
    await office.addTask('Another')
    await office.cycle()
    expect(await office.read('', `../${MARKER}`)).toBe(before)
    expect((await readdir(office.dir)).toSorted()).toEqual([MARKER, 'Claude-MM1-Agent'])
  })

  it('of a hand-off that is older than ids is not asked for: what is in no box is lost, as before', async () => {
    const [id = ''] = await handOver(1)
    office.house.tools.store.database.exec(`update handoff set home = '', machine = ''`)
    await changeMachine('one', 'two')
    await office.addTask('Its own')
    await office.cycle()
    await office.cycle()
    expect(await office.status(id)).toBe('Blocked')
  })
})
