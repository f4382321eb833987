// The only place that starts child processes: an argument list, a signal, a time limit, capped output. Never a shell.

import type { ChildProcess } from 'node:child_process'
import { Socket } from 'node:net'
import { basename } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
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
  /** Called with each line of stderr as it comes; a carriage return ends a line too. */
  onErrorLine?: (line: string) => void
  /** Takes the bytes of stdout in place of the result; the program waits for it, and is ended when it fails. */
  readStdout?: (stdout: AsyncIterable<Uint8Array>) => Promise<void>
}

export interface ProgramResult {
  exitCode: number
  stdout: string
  /** The last 4,000 characters. */
  stderr: string
}

const OUTPUT_LIMIT = 16 * 1024 * 1024
const TAIL = 4000
const LONGEST_LINE = 64 * 1024
const GRACE_MS = 5000

/**
 * Runs a program to its end and returns its exit code and output; a non-zero exit is a result, not an error.
 * Whatever it started ends with it: the child leads a process group of its own, which outlives neither it nor us.
 * @throws Environment when the program cannot be run, Transient when it ran out of time or was ended from outside, the
 * signal's reason when aborted, or what `readStdout` threw.
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
    buffer: { stdout: !options.readStdout, stderr: false },
    maxBuffer: OUTPUT_LIMIT,
    stripFinalNewline: true,
  })
  if (options.onLine) readLines(child, options.onLine)
  const stderr = keepTail(child.stderr, options.onErrorLine)
  const group = watchGroup(child.nodeChildProcess, options)
  const reading = options.readStdout?.(child.stdout).catch(error => {
    group.stop()
    throw error
  })
  const [ended, read] = await Promise.allSettled([child, reading])
  group.off()
  options.signal?.throwIfAborted()
  if (group.timedOut()) throw new Transient(`${basename(program)} did not finish within ${options.timeoutMs} ms`)
  if (read.status === 'rejected') throw read.reason
  if (ended.status === 'rejected') throw ended.reason
  const result = ended.value
  const code = result.code
  if (code === 'ENOENT' || code === 'EACCES') {
    throw new Environment(`the program ${program} is not there or may not be run`, {
      cause: result.cause,
      fields: { code },
    })
  }
  const fields = { stderr: stderr() }
  if (result.isMaxBuffer) throw new Transient(`${basename(program)} wrote more than ${OUTPUT_LIMIT} bytes`, { fields })
  if (result.exitCode === undefined) {
    throw new Transient(`${basename(program)} was ended by ${result.signal ?? 'an unknown cause'}`, { fields })
  }
  return { exitCode: result.exitCode, stdout: result.stdout ?? '', stderr: stderr() }
}

/** Ends the child's group when the signal or the clock says so, and what is left of it when the child has ended. */
function watchGroup(child: ChildProcess, options: RunOptions) {
  const { pid } = child
  const { signal, timeoutMs } = options
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
    killer ??= setTimeout(() => kill('SIGKILL'), GRACE_MS)
  }
  const late = () => {
    timedOut = true
    stop()
  }
  const clock = timeoutMs ? setTimeout(late, timeoutMs) : undefined
  signal?.addEventListener('abort', stop, { once: true })
  if (pid) bindToOurLife(pid)
  child.once('exit', () => {
    kill('SIGKILL') // it might have left somebody behind, who would also keep its output open
    clearTimeout(killer)
    if (pid) releaseFromOurLife(pid)
  })
  return {
    stop,
    off() {
      clearTimeout(clock)
      clearTimeout(killer)
      signal?.removeEventListener('abort', stop)
    },
    timedOut: () => timedOut,
  }
}

/**
 * Outlives us by a moment: its input ends when this process does, however that comes about, and then it kills the
 * groups it was told of.
 */
const WATCHER = `trap '' HUP INT TERM
groups=' '
while read -r sign group; do
  case $sign in
    +) groups="$groups$group " ;;
    -) groups="\${groups%% $group *} \${groups#* $group }" ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group"; done`

const liveGroups = new Set<number>()
let watcher: Writable | undefined

function bindToOurLife(pid: number): void {
  liveGroups.add(pid)
  if (watcher) return void watcher.write(`+ ${pid}\n`)
  watcher = startWatcher()
  for (const group of liveGroups) watcher?.write(`+ ${group}\n`)
}

function releaseFromOurLife(pid: number): void {
  liveGroups.delete(pid)
  watcher?.write(`- ${pid}\n`)
}

/** One for all programs. It never keeps this process alive; were it killed, the next program would bring a new one. */
function startWatcher(): Writable | undefined {
  if (process.platform === 'win32') return undefined
  const child = execa('/bin/sh', ['-c', WATCHER], {
    stdin: 'pipe',
    stdout: 'ignore',
    stderr: 'ignore',
    cwd: '/',
    env: {},
    extendEnv: false,
    detached: true,
    cleanup: false,
    reject: false,
    buffer: false,
  })
  const { stdin } = child
  child.nodeChildProcess.unref()
  if (stdin instanceof Socket) stdin.unref()
  stdin.on('error', () => {}) // nobody reads any more: told below
  child.nodeChildProcess.once('exit', () => {
    if (watcher === stdin) watcher = undefined
  })
  return stdin
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

/** However much a program says, only the end is kept. */
function keepTail(stream: Readable, onLine: ((line: string) => void) | undefined): () => string {
  const decoder = new StringDecoder('utf8')
  let kept = ''
  let line = ''
  stream.on('data', (chunk: Buffer) => {
    const text = decoder.write(chunk)
    kept = (kept + text).slice(-TAIL)
    if (!onLine) return
    const lines = (line + text).split(/[\r\n]+/)
    line = (lines.pop() ?? '').slice(-LONGEST_LINE)
    for (const whole of lines) if (whole) onLine(whole)
  })
  stream.on('end', () => line && onLine?.(line))
  return () => kept.trimEnd()
}
