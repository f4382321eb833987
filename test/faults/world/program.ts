// The program in a process of its own, whose environment is only what is given here.

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { FEW_THREADS } from '../../support/cli.ts'

export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

export interface Started {
  pid: number
  kill(signal: NodeJS.Signals): void
  ended: Promise<Ended>
}

export interface StartOptions {
  args: readonly string[]
  env: Readonly<Record<string, string>>
  cwd: string
  /** The checkout whose program it is. */
  tree?: string
  /** A program that starts it, with that one's arguments. */
  under?: readonly string[]
}

export const CHECKOUT = join(import.meta.dirname, '../../..')
/** Longer than any run takes: one that stands still fails its test instead of stopping all. */
const LIMIT_MS = 60_000

export function startProgram({ args, env, cwd, tree = CHECKOUT, under = [] }: StartOptions): Started {
  const [program = '', ...rest] = [...under, process.execPath, join(tree, 'src/launch.js'), ...args]
  const child = spawn(program, rest, { env: { ...FEW_THREADS, ...env }, cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  const { promise: ended, resolve, reject } = Promise.withResolvers<Ended>()
  const told = { stdout: '', stderr: '' }
  child.stdout.on('data', chunk => {
    told.stdout += chunk
  })
  child.stderr.on('data', chunk => {
    told.stderr += chunk
  })
  let isLate = false
  const clock = setTimeout(() => {
    isLate = true
    child.kill('SIGKILL')
  }, LIMIT_MS)
  child.once('error', reject)
  child.once('close', (code, signal) => {
    clearTimeout(clock)
    if (isLate) reject(new Error(`the program stood still:\n${told.stderr}`))
    else resolve({ code, signal, ...told })
  })
  return { pid: child.pid ?? 0, kill: signal => void child.kill(signal), ended }
}
