// The only place that starts child processes: an argument list, a signal, a time limit, capped output. Never a shell.

import type { ChildProcess } from 'node:child_process'
import { Socket } from 'node:net'
import { basename } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import type { execa as Execa } from 'execa'
import { Environment, Transient } from './errors.ts'
import { variables } from './find-program.ts'

export interface RunOptions {
  signal?: AbortSignal
  timeoutMs?: number
  cwd?: string
  /** The child's whole environment; default: `safeEnvironment()`. */
  env?: Record<string, string>
  /** Called with each line of stdout as it comes; a carriage return ends a line too. */
  onLine?: (line: string) => void
  /** The same of stderr. */
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

/** Loaded for the first program: most runs start none. */
let execa: typeof Execa

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
  execa ??= (await import('execa')).execa
  options.signal?.throwIfAborted()
  watcher ??= startWatcher() // it is there first: a kill right after the start leaves nobody behind
  const child = start(program, args, options)
  if (options.onLine) readLines(child.stdout, options.onLine)
  if (options.onErrorLine) readLines(child.stderr, options.onErrorLine)
  const stderr = keepTail(child.stderr)
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
  return resultOf(program, ended.value, stderr())
}

const start = (program: string, args: readonly string[], options: RunOptions) =>
  execa(program, args, {
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

function resultOf(program: string, result: Awaited<ReturnType<typeof start>>, stderr: string): ProgramResult {
  const { code, exitCode } = result
  if (code === 'ENOENT' || code === 'EACCES') {
    throw new Environment(`the program ${program} is not there or may not be run`, {
      cause: result.cause,
      fields: { code },
    })
  }
  const name = basename(program)
  if (result.isMaxBuffer) throw new Transient(`${name} wrote more than 16 MiB`, { fields: { stderr } })
  if (exitCode === undefined) {
    throw new Transient(`${name} was ended by ${result.signal ?? 'an unknown cause'}`, { fields: { stderr } })
  }
  return { exitCode, stdout: result.stdout ?? '', stderr }
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
let watchesLost = 0
/** Where they end at once, none is started without need. */
const MOST_LOST = 20

function bindToOurLife(pid: number): void {
  liveGroups.add(pid)
  if (watcher) watcher.write(`+ ${pid}\n`)
  else watchAnew()
}

function watchAnew(): void {
  watcher = startWatcher()
  for (const group of liveGroups) watcher?.write(`+ ${group}\n`)
}

function releaseFromOurLife(pid: number): void {
  liveGroups.delete(pid)
  watcher?.write(`- ${pid}\n`)
}

/** One for all programs. It never keeps this process alive; when it is killed, another takes its place. */
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
    if (watcher !== stdin) return
    watcher = undefined
    watchesLost += 1
    if (liveGroups.size > 0 && watchesLost <= MOST_LOST) watchAnew()
  })
  return stdin
}

/** Children see a short list of variables: no tokens, no preloads, no proxies. */
export function safeEnvironment(): Record<string, string> {
  const keep = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'SystemRoot', 'SSL_CERT_FILE', 'SSL_CERT_DIR']
  return variables(keep)
}

/** However much a program says, only the end is kept. */
function keepTail(stream: Readable): () => string {
  const decoder = new StringDecoder('utf8')
  let kept = ''
  stream.on('data', (chunk: Buffer) => {
    kept = (kept + decoder.write(chunk)).slice(-TAIL)
  })
  return () => kept.trimEnd()
}

/** A line without an end is cut, and empty ones are left out. */
function readLines(stream: Readable, onLine: (line: string) => void): void {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split(/[\r\n]+/)
    rest = (lines.pop() ?? '').slice(-LONGEST_LINE)
    for (const line of lines) if (line) onLine(line)
  })
  stream.on('end', () => rest && onLine(rest))
}
