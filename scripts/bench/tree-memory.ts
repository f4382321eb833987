// Memory of a command and everything it started, looked at while it runs (Linux).

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'

const EVERY_MS = 40

/** The largest sum of resident sets, in MB; pages that two of them share count twice. */
export async function treePeakMb(command: readonly string[]): Promise<number> {
  const child = spawn(command[0] ?? '', command.slice(1), { stdio: 'ignore' })
  let peak = 0
  const timer = setInterval(() => {
    if (child.pid) peak = Math.max(peak, residentKb(child.pid))
  }, EVERY_MS)
  await once(child, 'exit')
  clearInterval(timer)
  if (child.exitCode !== 0) throw new Error(`${command.join(' ')} ended with ${child.exitCode}`)
  return peak / 1024
}

function residentKb(pid: number): number {
  const status = read(`/proc/${pid}/status`)
  const own = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0)
  const children = read(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean)
  return children.reduce((sum, child) => sum + residentKb(Number(child)), own)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // it has ended
  }
}
