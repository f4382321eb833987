// M5: a handler that makes new tasks of every task, in a database whose every new row is ready at once.

import { describe, expect, it } from 'vitest'
import { Refused } from '../../../src/errors.ts'
import { type Job, taskKey } from '../../../src/model/job.ts'
import type { NewTask, Task } from '../../../src/model/task.ts'
import { makeTask, originOf } from '../../../src/orchestrator/make-task.ts'
import { openMadeTasks, TASK_LIMITS } from '../../../src/store/made-tasks.ts'
import type { Tools } from '../../../src/tools.ts'
import { MINUTE, memoryStore, NOON } from '../../unit/queue/open.ts'

const HOUR = 60 * MINUTE
const CYCLES = 10_000

function loopingWorld() {
  const store = memoryStore()
  let time = NOON
  const rows = new Map<string, Task>()
  const made: { id: string; at: number }[] = []
  const script = { atCreate: (_when: 'before' | 'after') => {} }
  const row = (id: string, { title, description }: NewTask): Task => ({
    id,
    url: '',
    createdAt: '',
    editedAt: '',
    inTrash: false,
    archived: false,
    title,
    status: 'Ready',
    description,
  })
  const tasks = {
    read: async (id: string) => rows.get(id) ?? row(id, { title: '' }),
    findMarked: async (mark: string) => [...rows.values()].find(({ description }) => description?.includes(mark)),
    async create(task: NewTask) {
      script.atCreate('before')
      const one = row(`page ${rows.size}`, task)
      rows.set(one.id, one)
      made.push({ id: one.id, at: time })
      script.atCreate('after')
      return one
    },
  }
  const madeTasks = openMadeTasks(store, () => time)
  const tools = { store, madeTasks, tasks: async () => tasks } as unknown as Tools
  return {
    rows,
    made,
    madeTasks,
    tools,
    script,
    pass(ms: number) {
      time += ms
    },
    addRoot(): Task {
      const one = row(`page ${rows.size}`, { title: `by a person ${rows.size}` })
      rows.set(one.id, one)
      return one
    },
    /** As a task that was found becomes a job. */
    jobOf(task: Task): Pick<Job, 'key' | 'root' | 'depth'> {
      const key = taskKey(task.id)
      return { key, root: key, depth: 0, ...originOf(tools, task) }
    },
    [Symbol.dispose]: () => store[Symbol.dispose](),
  }
}

type World = ReturnType<typeof loopingWorld>

/** @returns the tasks it made; those that were refused are none */
async function makeMany(world: World, task: Task, count: number): Promise<Task[]> {
  const found: Task[] = []
  for (let n = 0; n < count; n += 1) {
    try {
      found.push(await makeTask(world.tools, world.jobOf(task), { title: `${task.title} again ${n}` }))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
    }
  }
  return found
}

describe('tasks that make tasks', () => {
  it('M5 in 10,000 cycles no more than 3 deep, 20 a root and 60 an hour', { timeout: 60_000 }, async () => {
    using world = loopingWorld()
    let ready: Task[] = []
    for (let cycle = 0; cycle < CYCLES; cycle += 1) {
      world.pass(MINUTE)
      if (cycle % 30 === 0) ready.push(world.addRoot())
      const now = ready.splice(0, 4)
      for (const task of now) ready.push(...(await makeMany(world, task, 5)))
      ready = ready.slice(0, 500)
    }
    const perRoot = new Map<string, number>()
    for (const { id } of world.made) {
      const row = world.rows.get(id)
      const { root, depth } = row ? world.jobOf(row) : { root: '', depth: 0 }
      expect(depth).toBeLessThanOrEqual(TASK_LIMITS.depth)
      perRoot.set(root, (perRoot.get(root) ?? 0) + 1)
    }
    expect(world.made.length).toBeGreaterThan(1000)
    expect(Math.max(...perRoot.values())).toBe(TASK_LIMITS.perRoot)
    expect(mostInAnHour(world.made.map(({ at }) => at))).toBeLessThanOrEqual(TASK_LIMITS.perHour)
  })

  it('M14 one that asks for 1,000 gets 20', async () => {
    using world = loopingWorld()
    expect(await makeMany(world, world.addRoot(), 1000)).toHaveLength(TASK_LIMITS.perRoot)
    expect(world.made).toHaveLength(TASK_LIMITS.perRoot)
  })

  it('M5 all together make 60 an hour', async () => {
    using world = loopingWorld()
    for (let root = 0; root < 10; root += 1) await makeMany(world, world.addRoot(), 20)
    expect(world.made).toHaveLength(TASK_LIMITS.perHour)
    world.pass(HOUR)
    expect(await makeMany(world, world.addRoot(), 20)).toHaveLength(20)
  })

  it('M5 the same task asked for again is the same task', async () => {
    using world = loopingWorld()
    const root = world.addRoot()
    const [first] = await makeMany(world, root, 1)
    for (let day = 0; day < 3; day += 1) {
      expect(await makeMany(world, root, 1)).toEqual([first])
      world.pass(24 * HOUR)
    }
    expect(world.made).toHaveLength(1)
  })

  it.each(['before', 'after'] as const)(
    'M5 the program dies %s the row is made: there is one in the end',
    async when => {
      using world = loopingWorld()
      const root = world.addRoot()
      const die = (at: string) => {
        if (at === when) throw new Error('it died')
      }
      world.script.atCreate = die
      await expect(makeMany(world, root, 1)).rejects.toThrow('it died')
      world.script.atCreate = () => {}
      const again = await makeMany(world, root, 1)
      expect(again).toHaveLength(1)
      expect(world.made).toHaveLength(1)
      expect(world.jobOf(again[0] ?? root)).toMatchObject({ root: taskKey(root.id), depth: 1 })
    },
  )
})

/** The most in any 60 minutes. */
function mostInAnHour(times: readonly number[]): number {
  let first = 0
  return Math.max(
    ...times.map((at, index) => {
      while ((times[first] ?? at) <= at - HOUR) first += 1
      return index - first + 1
    }),
  )
}
