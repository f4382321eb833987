// The only place that starts child processes: an argument list, a signal, a time limit, capped output. Never a shell.

import { execa } from 'execa'
import { Environment, Transient } from './errors.ts'

export interface RunOptions {
  signal?: AbortSignal
  timeoutMs?: number
  cwd?: string
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

/**
 * Runs a program to its end and returns its exit code and output; a non-zero exit is a result, not an error.
 * @throws Environment when the program is not there, Transient when it ran out of time, the signal's reason when aborted.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<ProgramResult> {
  const child = execa(program, args, {
    reject: false,
    stdin: 'ignore',
    cwd: options.cwd,
    env: options.env ?? safeEnvironment(),
    extendEnv: false,
    cancelSignal: options.signal,
    timeout: options.timeoutMs,
    forceKillAfterDelay: 5000,
    maxBuffer: OUTPUT_LIMIT,
    stripFinalNewline: true,
  })
  if (options.onLine) readLines(child, options.onLine)
  const result = await child
  options.signal?.throwIfAborted()
  if (result.timedOut) throw new Transient(`${program} did not finish within ${options.timeoutMs} ms`)
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

/** Children see a short list of variables: no tokens, no preloads, no proxies. */
export function safeEnvironment(): Record<string, string> {
  const keep = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'SystemRoot', 'SSL_CERT_FILE', 'SSL_CERT_DIR']
  return Object.fromEntries(keep.flatMap(name => (process.env[name] === undefined ? [] : [[name, process.env[name]]])))
}

function readLines(child: AsyncIterable<unknown>, onLine: (line: string) => void): void {
  void (async () => {
    for await (const line of child) onLine(String(line))
  })().catch(() => {}) // the run's own result reports every failure
}

const tail = (text: string | undefined) => (text ?? '').slice(-TAIL)
