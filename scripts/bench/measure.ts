// Running and measuring whole processes.

import { execFile } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
export const ROOT = join(import.meta.dirname, '../..')
export const LAUNCH = join(ROOT, 'src/launch.js')

export const newFolder = () => mkdtemp(join(tmpdir(), 'orchestrator-bench-'))

/** Seconds of processor time of a command and all it started and waited for, by bash's own clock. */
export async function processorSeconds(
  command: readonly string[],
  environment: Record<string, string> = {},
): Promise<number> {
  const script = 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1'
  const { stderr } = await run('bash', ['-c', script, 'bash', ...command], {
    env: { ...process.env, ...environment },
    cwd: ROOT,
  })
  const [user = 0, system = 0] = stderr.trim().split(/\s+/).map(Number)
  return user + system
}

export async function wallMs(command: readonly string[]): Promise<number> {
  const started = performance.now()
  await run(command[0] ?? '', command.slice(1), { cwd: ROOT })
  return performance.now() - started
}

/** Largest resident set of a Node program's own process, threads included, in MB. */
export async function peakMemoryMb(args: readonly string[], environment: Record<string, string> = {}): Promise<number> {
  const report = join(import.meta.dirname, 'report-memory.ts')
  const { stderr } = await run(process.execPath, ['--import', report, ...args], {
    env: { ...process.env, ...environment },
    cwd: ROOT,
    maxBuffer: 64 << 20,
  })
  return Number(/peak-rss-kb (\d+)/.exec(stderr)?.[1]) / 1024
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

export interface Row {
  what: string
  measured: string
  baseline: string
  ratio: string
  limit: string
}
