// The only place that starts child processes: an argument list, a signal, a time limit, capped output. Never a shell.

import { execa } from 'execa'
import { Environment, Transient } from './errors.ts'

export interface RunOptions {
  signal?: AbortSignal
  timeoutMs?: number
  cwd?: string
  /** The child's whole environment; default: `safeEnvironment()`. */
  env?: Record<string, string>
  /** Called with each line of stdout as it comes. */
  onLine?: (line: string) => void
}

export interface ProgramResult {
  exitCode: number
  stdout: string
  /** The last 4,000 characters. */
  stderr: string
}

const OUTPUT_LIMIT = 16 * 1024 * 1024
const TAIL = 4000
const GRACE_MS = 5000

/**
 * Runs a program to its end and returns its exit code and output; a non-zero exit is a result, not an error.
 * When it is stopped, all it started is stopped with it: the child leads a process group of its own.
 * @throws Environment when the program is not there, Transient when it ran out of time, the signal's reason when aborted.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<ProgramResult> {
  options.signal?.throwIfAborted()
  const child = execa(program, args, {
    reject: false,
    stdin: 'ignore',
    cwd: options.cwd,
    env: options.env ?? safeEnvironment(),
    extendEnv: false,
    detached: true,
    cleanup: false,
    maxBuffer: OUTPUT_LIMIT,
    stripFinalNewline: true,
  })
  if (options.onLine) readLines(child, options.onLine)
  const watch = watchGroup(child.pid, options)
  const result = await child.finally(() => watch.off())
  options.signal?.throwIfAborted()
  if (watch.timedOut()) throw new Transient(`${program} did not finish within ${options.timeoutMs} ms`)
  const code = result.code
  if (code === 'ENOENT' || code === 'EACCES') {
    throw new Environment(`the program ${program} is not there or may not be run`, {
      cause: result.cause,
      fields: { code },
    })
  }
  if (result.exitCode === undefined) {
    throw new Transient(`${program} was ended by ${result.signal ?? 'an unknown cause'}`, {
      fields: { stderr: tail(result.stderr) },
    })
  }
  return { exitCode: result.exitCode, stdout: result.stdout, stderr: tail(result.stderr) }
}

/** Ends the child's group when the signal, the clock, or this process's own end says so. */
function watchGroup(pid: number | undefined, { signal, timeoutMs }: RunOptions): { off(): void; timedOut(): boolean } {
  let timedOut = false
  let killer: NodeJS.Timeout | undefined
  const kill = (name: NodeJS.Signals) => {
    try {
      if (pid) process.kill(-pid, name)
    } catch {
      // the group is gone already, which is what was wanted
    }
  }
  const stop = () => {
    kill('SIGTERM')
    killer = setTimeout(() => kill('SIGKILL'), GRACE_MS)
  }
  const clock = timeoutMs
    ? setTimeout(() => {
        timedOut = true
        stop()
      }, timeoutMs)
    : undefined
  const atExit = () => kill('SIGKILL')
  signal?.addEventListener('abort', stop, { once: true })
  process.once('exit', atExit)
  return {
    off() {
      clearTimeout(clock)
      clearTimeout(killer)
      signal?.removeEventListener('abort', stop)
      process.off('exit', atExit)
    },
    timedOut: () => timedOut,
  }
}

/** Children see a short list of variables: no tokens, no preloads, no proxies. */
export function safeEnvironment(): Record<string, string> {
  const keep = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'SystemRoot', 'SSL_CERT_FILE', 'SSL_CERT_DIR']
  return Object.fromEntries(keep.flatMap(name => (process.env[name] === undefined ? [] : [[name, process.env[name]]])))
}

function readLines(child: AsyncIterable<unknown>, onLine: (line: string) => void): void {
  const read = async () => {
    for await (const line of child) onLine(String(line))
  }
  read().catch(() => {}) // the run's own result reports every failure
}

const tail = (text: string | undefined) => (text ?? '').slice(-TAIL)
