// A workspace with tasks, an agents' folder, and stub agents that do what the old ones did to their files.

import { mkdir, readdir, readFile, rename, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { vi } from 'vitest'
import { openHouse } from '../../faults/people/house.ts'
import { text } from '../bench.ts'

const HOUR_MS = 3_600_000

export interface NewTaskRow {
  agent?: string
  status?: string
  priority?: string
  more?: object
}

export type Office = Awaited<ReturnType<typeof openOffice>>

export async function openOffice(environment: Record<string, string> = {}) {
  const house = await openHouse({ MUSIC_SYNC_ENABLED: 'false', ...environment })
  const dir = house.tools.triggers.baseDir
  const box = (agent: string, name: string) => join(dir, agent.replaceAll(' ', '-'), name)
  const list = async (agent: string, name: string) => (await readdir(box(agent, name)).catch(() => [])).toSorted()
  const json = (names: readonly string[]) => names.filter(name => name.endsWith('.json'))
  let clock: { mockRestore(): void } | undefined

  return {
    house,
    dir,
    box,
    addTask: (title: string, { agent = AGENT, status = 'Ready', priority, more = {} }: NewTaskRow = {}) =>
      house.add('tasks', {
        'Task Name': text('title', title),
        Status: { status: { name: status } },
        ...(agent && { 'Assigned-Agent': { select: { name: agent } } }),
        ...(priority && { Priority: { select: { name: priority } } }),
        ...more,
      }),
    setStatus: (id: string, name: string) => house.edit(id, { Status: { status: { name } } }),
    status: async (id: string) => (await house.row(id)).cell('Status'),
    result: async (id: string) => String((await house.row(id)).cell('Execution-Result') ?? ''),
    blocking: async (id: string) => String((await house.row(id)).cell('Blocking Reason') ?? ''),
    cycle: () => house.cycle(),
    triggers: async (agent = AGENT, name = '01_inbox') => json(await list(agent, name)),
    files: list,
    decisions: (id: string) => house.tools.handoffs.decisions(id).map(({ says }) => says),
    /** The program's clock is so many hours ahead from now on. */
    later(hours: number) {
      clock?.mockRestore()
      clock = vi.spyOn(house.tools, 'now').mockImplementation(() => new Date(Date.now() + hours * HOUR_MS))
    },
    /** The agent moves each of its files. */
    async move(to: string, agent = AGENT) {
      for (const name of json(await list(agent, '01_inbox')))
        await rename(join(box(agent, '01_inbox'), name), join(box(agent, to), name))
    },
    async put(name: string, content: unknown, { agent = AGENT, hoursOld = 0 } = {}) {
      await mkdir(box(agent, '01_inbox'), { recursive: true })
      const path = join(box(agent, '01_inbox'), name)
      await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
      const then = new Date(Date.now() - hoursOld * HOUR_MS)
      await utimes(path, then, then)
    },
    read: async (name: string, place: string, agent = AGENT) => readFile(join(box(agent, place), name), 'utf8'),
    async [Symbol.asyncDispose]() {
      clock?.mockRestore()
      await house[Symbol.asyncDispose]()
    },
  }
}

export const AGENT = 'Claude MM1 Agent'
