// Where agents are run on this machine: their folders, what is hidden from them, and what shuts them in.

import { homedir } from 'node:os'
import { join } from 'node:path'
import { Environment, InputFault } from '../../errors.ts'
import { isRunnable, onPath, variables } from '../../find-program.ts'
import type { Agent, AgentBook } from '../../model/agents/agents.ts'
import type { Task } from '../../model/task.ts'
import { type AgentRun, runAgent } from './run-agent.ts'

export interface AgentPlace {
  /** Each task has a folder in it. */
  workDir: string
  /** The program, its state, its logs. */
  hidden: readonly string[]
}

type Runnable = Agent & Required<Pick<Agent, 'program'>>

const USUAL = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TERM', 'SSL_CERT_FILE', 'SSL_CERT_DIR']

/** @throws InputFault when there is no such agent, or it is not run */
export function expectProgram(book: AgentBook, name: string): Runnable {
  const agent = book.named(name)
  if (agent?.program) return agent as Runnable
  throw new InputFault(`agents.json has no "command" for ${name}`, 'Needs_Review')
}

export function runOn(
  task: Task,
  { name, program }: Runnable,
  { place, signal, now }: { place: AgentPlace; signal: AbortSignal; now: () => number },
): Promise<AgentRun> {
  const home = homedir()
  const absolute = (path: string) => path.replace(/^~(?=\/)/, home)
  const [command = '', ...words] = program.command
  const found = isRunnable(absolute(command)) ? absolute(command) : onPath(command)
  if (!found) throw new Environment(`the program ${command} of ${name} is not there`)
  return runAgent(
    task,
    {
      ...program,
      hasNetwork: program.network,
      name,
      command: [found, ...words],
      reads: program.reads.map(absolute),
      writes: program.writes.map(absolute),
      env: variables([...USUAL, ...program.env]),
    },
    {
      workDir: join(place.workDir, task.id.replaceAll('-', '')),
      home,
      hidden: place.hidden,
      cages: { bwrap: onPath('bwrap'), sandboxExec: onPath('sandbox-exec') },
    },
    { signal, now },
  )
}
