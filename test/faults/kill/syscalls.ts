// The system calls of a run, as strace sees them: where it can be killed between any two of them.

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeWorld, type WorldOptions } from '../world/world.ts'
import type { Blow } from './strike.ts'

/** Those that leave something behind. */
const CALLS = [
  'openat',
  'write',
  'writev',
  'pwrite64',
  'copy_file_range',
  'sendfile',
  'fsync',
  'fdatasync',
  'ftruncate',
  'rename',
  'link',
  'unlink',
  'rmdir',
  'mkdir',
] as const

/** Programs that ours starts are left alone. */
export const STRACE = ['strace', '-f', '-b', 'execve', '-qq', '-e', 'signal=none'] as const

export const hasStrace = spawnSync('strace', ['-f', '-b', 'execve', '-qq', '-o', '/dev/null', 'true']).status === 0

export interface Call {
  thread: string
  name: string
  /** What stands behind the name. */
  text: string
  /** Lines of the log. */
  begin: number
  end: number
}

/** What one run does to its world and says to others, each call counted among those of its thread. */
export async function enumerateCalls(options: WorldOptions = {}): Promise<(Call & { nth: number })[]> {
  await using earlier = await makeWorld(options)
  await earlier.run() // Node keeps what it compiled: later runs do not write that again
  await using world = await makeWorld(options)
  const log = join(world.dir, 'calls')
  await world.run({ under: [...STRACE, '-y', '-o', log, '-e', `trace=${CALLS.join()}`] })
  const counts = new Map<string, number>()
  const counted = readCalls(log).map(call => {
    const key = `${call.thread} ${call.name}`
    const nth = (counts.get(key) ?? 0) + 1
    counts.set(key, nth)
    return { ...call, nth }
  })
  return counted.filter(({ text }) => text.includes(world.dir) || text.includes('<socket:'))
}

const WHOLE = /^(\d+) +(\w+)\((.*)$/
const RESUMED = /^(\d+) +<\.\.\. (\w+) resumed>(.*)$/
const UNFINISHED = ' <unfinished ...>'

/** Calls in the order they ended in; one that a kill cut off has no end. */
export function readCalls(file: string): Call[] {
  const open = new Map<string, Call>()
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, at) => {
      const [, resumed = '', , rest = ''] = RESUMED.exec(line) ?? []
      const begun = open.get(resumed)
      if (begun) return [{ ...begun, text: begun.text + rest, end: at }]
      const [, thread = '', name, text = ''] = WHOLE.exec(line) ?? []
      if (name === undefined) return []
      const call = { thread, name, text: text.replace(UNFINISHED, ''), begin: at, end: at }
      if (!text.endsWith(UNFINISHED)) return [call]
      open.set(thread, call)
      return []
    })
}

/** A thread that makes this call so often dies at it, and with it the program. */
export function blowBefore({ name, nth }: { name: string; nth: number }): Blow {
  const inject = `inject=${name}:signal=KILL:when=${nth}`
  return {
    at: `${name} ${nth}`,
    under: [...STRACE, '-o', '/dev/null', '-e', `trace=${name}`, '-e', inject],
  }
}
