// Runs an agent's own program on a task: in a folder of its own, shut in, for a limited time; its answer is checked.

import { lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isFault, Limited, Transient } from '../../errors.ts'
import { commandOf, type Slots } from '../../model/agents/command.ts'
import type { Task } from '../../model/task.ts'
import { runProgram } from '../../run-program.ts'
import { type Answer, answerIn, isError, limitIn } from './answer.ts'
import { type Cage, type Cages, caged } from './cage.ts'
import { promptOf } from './prompt.ts'

export interface AgentProgram {
  name: string
  /** The program, absolute, and its words. */
  command: readonly string[]
  /** How long it may take. */
  minutes: number
  reads: readonly string[]
  writes: readonly string[]
  hasNetwork: boolean
  /** False: it sees all that this program's user sees. A person chose that. */
  shutIn: boolean
  /** Its whole environment. */
  env: Record<string, string>
}

export interface RunPlace {
  /** Of this run, not there yet. */
  workDir: string
  home: string
  hidden: readonly string[]
  cages: Cages
}

export interface AgentRun {
  answer: Answer
  exitCode: number
  ms: number
}

/** More than this, and it is no answer. */
const MOST_OUTPUT = 4 * 1024 * 1024
const MOST_RESULT = 1024 * 1024
const TAIL = 600

/**
 * @throws Limited when the agent may not be used for a while, Environment when it cannot be run or shut in, the signal's reason when
 * stopped. That it fails, runs out of time, or answers nothing that can be read, is an answer: the task failed.
 */
export async function runAgent(
  task: Task,
  agent: AgentProgram,
  place: RunPlace,
  { signal, now }: { signal: AbortSignal; now: () => number },
): Promise<AgentRun> {
  const slots = await prepare(task, place.workDir)
  const command = commandOf(agent.command, slots)
  const cage: Cage = { ...agent, ...place }
  const [program = '', ...args] = agent.shutIn ? caged(command, cage, place.cages) : command
  const started = now()
  const { exitCode, stdout, stderr, problem } = await say(program, args, { agent, place, signal })
  const ms = now() - started
  const isFailed = problem !== undefined || exitCode !== 0 || isError(stdout)
  const until = isFailed ? limitIn(`${stderr}\n${stdout.slice(-TAIL)}`, now()) : undefined
  if (until !== undefined) throw new Limited(`${agent.name} says that its limit is reached`, until)
  const answer = problem ? undefined : answerIn({ file: await resultIn(slots.resultFile), stdout })
  return { answer: judged(answer, { isFailed, exitCode, problem, tail: tailOf(stdout, stderr) }), exitCode, ms }
}

async function prepare(task: Task, workDir: string): Promise<Slots> {
  await rm(workDir, { recursive: true, force: true }) // of a start that was killed
  await mkdir(workDir, { recursive: true, mode: 0o700 })
  const slots = {
    workDir,
    promptFile: join(workDir, 'TASK.md'),
    taskFile: join(workDir, 'task.json'),
    resultFile: join(workDir, 'result.json'),
  }
  const prompt = promptOf(task, slots)
  await writeFile(slots.promptFile, prompt)
  await writeFile(slots.taskFile, JSON.stringify(task, null, 2))
  return { ...slots, prompt: prompt.trimEnd() }
}

interface Ended {
  exitCode: number
  stdout: string
  stderr: string
  /** Why it was ended; absent: it ended by itself. */
  problem?: string
}

/** A program that was ended has not failed this program: its task has. */
async function say(
  program: string,
  args: readonly string[],
  { agent, place, signal }: { agent: AgentProgram; place: RunPlace; signal: AbortSignal },
): Promise<Ended> {
  const heard: Buffer[] = []
  let bytes = 0
  const readStdout = async (chunks: AsyncIterable<Uint8Array>) => {
    for await (const chunk of chunks) {
      bytes += chunk.length
      if (bytes > MOST_OUTPUT) throw new Transient(`${agent.name} said more than ${MOST_OUTPUT / 1024 / 1024} MiB`)
      heard.push(Buffer.from(chunk))
    }
  }
  const options = { signal, timeoutMs: agent.minutes * 60_000, cwd: place.workDir, env: agent.env, readStdout }
  const said = () => Buffer.concat(heard).toString('utf8')
  try {
    const { exitCode, stderr } = await runProgram(program, args, options)
    return { exitCode, stderr, stdout: said() }
  } catch (error) {
    signal.throwIfAborted()
    if (!isFault(error) || error.errorClass !== 'Transient') throw error
    return { exitCode: -1, stdout: said(), stderr: '', problem: error.message }
  }
}

/** A plain file of its own: a link would lead out of its folder. */
async function resultIn(path: string): Promise<string | undefined> {
  const there = await lstat(path).catch(() => undefined)
  return there?.isFile() && there.size <= MOST_RESULT ? readFile(path, 'utf8') : undefined
}

interface Circumstances {
  isFailed: boolean
  exitCode: number
  problem: string | undefined
  tail: string
}

/** What it says of itself counts only as far as its program agrees. */
function judged(answer: Answer | undefined, { isFailed, exitCode, problem, tail }: Circumstances): Answer {
  const failed = (because: string): Answer => ({ status: 'failed', summary: `${because}${tail}`, files: [] })
  if (problem) return failed(problem)
  if (isFailed && answer?.status !== 'needs a person')
    return failed(answer ? `${answer.summary} (it ended with ${exitCode})` : `it ended with ${exitCode}`)
  return answer ?? failed('it gave no answer that can be read')
}

function tailOf(stdout: string, stderr: string): string {
  const last = (stderr.trim() || stdout.trim()).slice(-TAIL)
  return last === '' ? '' : `; it said last: ${last}`
}
