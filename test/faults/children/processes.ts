// Looking at processes from outside.

import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

interface Process {
  pid: number
  parent: number
  args: string
}

/** All that run; one that has ended and was not collected yet (a zombie) does not. */
export function running(): Process[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,stat=,args='], { encoding: 'utf8', maxBuffer: 1 << 26 }).split(
    '\n',
  )
  return lines.flatMap(line => {
    const [, pid, parent, state, args = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? []
    return state === undefined || state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent), args }]
  })
}

/** Those of `pids` that still run after `limitMs`; none as soon as none is left. */
export async function leftOf(pids: readonly number[], limitMs: number): Promise<number[]> {
  const end = performance.now() + limitMs
  for (;;) {
    const left = running().flatMap(({ pid }) => (pids.includes(pid) ? [pid] : []))
    if (left.length === 0 || performance.now() > end) return left
    await sleep(20)
  }
}
