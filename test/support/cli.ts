// Runs the program as a person does: its own process, its own var/, nothing of this machine's settings.

import { type ChildProcess, execFile } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface CliResult {
  /** -1 when a signal ended it. */
  code: number
  stdout: string
  stderr: string
}

export interface RunningCli {
  child: ChildProcess
  ended: Promise<CliResult>
}

const ROOT = join(import.meta.dirname, '../..')

export const newVar = () => mkdtemp(join(tmpdir(), 'orchestrator-var-'))

export function orchestrator(
  args: readonly string[],
  environment: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<CliResult> {
  return startOrchestrator(args, environment, signal).ended
}

/** For tests that do something to the program while it runs. */
export const startOrchestrator = (
  args: readonly string[],
  environment: Record<string, string> = {},
  signal?: AbortSignal,
): RunningCli => startProgram(orchestratorWords(args), environment, signal)

export const orchestratorWords = (args: readonly string[]): string[] => [
  process.execPath,
  join(ROOT, 'src/launch.js'),
  ...args,
]

/** Several programs share two cores: four helper threads of each would only take turns. */
export const FEW_THREADS = { NODE_OPTIONS: '--v8-pool-size=1' }

/** Nothing of this machine's settings but what every program needs. */
export function startProgram(
  [program = '', ...args]: readonly string[],
  environment: Record<string, string>,
  signal?: AbortSignal,
): RunningCli {
  const { PATH = '', TZ } = process.env
  const env = { PATH, ...(TZ && { TZ }), HOME: tmpdir(), TRACK_CONCURRENCY: '2', ...FEW_THREADS, ...environment }
  const { promise: ended, resolve } = Promise.withResolvers<CliResult>()
  const child = execFile(
    program,
    args,
    { env, cwd: ROOT, maxBuffer: 64 << 20, signal, killSignal: 'SIGTERM' },
    (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr })
    },
  )
  return { child, ended }
}
