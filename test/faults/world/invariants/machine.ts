// I9: no process stays. I10: what is kept stays small.

import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { running } from '../../children/processes.ts'
import { filesIn } from '../tree.ts'
import type { World } from '../world.ts'

/** Programs end a moment after the one that started them was killed. */
const PATIENCE_MS = 5000
const MEBIBYTE = 2 ** 20

export async function leftRunning({ dir }: World): Promise<string[]> {
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    const left = process.platform === 'linux' ? livingIn(dir) : running().filter(({ args }) => args.includes(dir))
    if (left.length === 0) return []
    if (performance.now() > end) return left.map(({ pid, args }) => `I9 process ${pid} still runs: ${args}`)
    await sleep(20)
  }
}

/** Processes that have the folder in their command line, environment or as their place. */
function livingIn(dir: string): { pid: number; args: string }[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap(name => {
      const at = (file: string) => join('/proc', name, file)
      const args = textOf(() => readFileSync(at('cmdline'), 'utf8').replaceAll('\0', ' '))
      const all = [args, textOf(() => readFileSync(at('environ'), 'utf8')), textOf(() => readlinkSync(at('cwd')))]
      return all.some(text => text.includes(dir)) ? [{ pid: Number(name), args }] : []
    })
}

/** A process may be gone by now. */
function textOf(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}

export function sizesBroken({ varDir }: World): string[] {
  const files = filesIn(varDir)
  const bytes = files.reduce((sum, name) => sum + statSync(join(varDir, name)).size, 0)
  return [
    ...(bytes > 16 * MEBIBYTE ? [`I10 the state has ${bytes} bytes`] : []),
    ...(files.length > 60 ? [`I10 the state has ${files.length} files`] : []),
  ]
}
