// The program in its own process, tasks for one agent, and what became of them.

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'vitest'
import { filesIn, openBench } from '../bench.ts'

export const ONCE = ['--once', '--no-music-sync']
export const AGENT = 'Claude-MM1-Agent'

export type Desk = Awaited<ReturnType<typeof openDesk>>

export async function openDesk() {
  const bench = await openBench()
  const agents = join(bench.varDir, 'agents')
  return {
    bench,
    agents,
    inbox: join(agents, AGENT, '01_inbox'),
    /** Trigger files of a task in any box. */
    triggersOf: async (id: string) =>
      (await filesIn(agents)).filter(name => name.includes('__HANDOFF__') && name.endsWith(`${tokenOf(id)}.json`)),
    addTask: (title: string) => bench.addTask(title, { 'Assigned-Agent': { select: { name: 'Claude MM1 Agent' } } }),
    setStatus: (id: string, name: string) => bench.edit(id, { Status: { status: { name } } }),
    cell: async (id: string, name: string) => (await bench.row(id)).cell(name),
    once: (more?: Record<string, string>) => bench.run(ONCE, more),
    decisions(id: string): string[] {
      using database = new DatabaseSync(join(bench.varDir, 'orchestrator.db'), { readOnly: true })
      const rows = database.prepare('select says from decision where task = ? order by id').all(id)
      return rows.map(({ says }) => String(says))
    },
    async killedAt(point: string): Promise<void> {
      const { child, ended } = bench.start(ONCE, { FAILPOINTS: `${point}=kill` })
      const { stdout, stderr } = await ended
      expect(child.signalCode, `${point}: ${stdout}${stderr}`).toBe('SIGKILL')
    },
    [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose](),
  }
}

export const tokenOf = (id: string) => id.replaceAll('-', '').slice(-8)
