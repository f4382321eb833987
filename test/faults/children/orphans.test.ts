// However this program ends, the programs it runs end with it.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, it } from 'vitest'
import { PROGRAMS } from '../../unit/audio/files.ts'
import { leftOf, running } from './processes.ts'

/** Prints its own number and that of its child; both end with a signal that cannot be ignored only. */
const STUBBORN = { program: 'sh', args: ['-c', "trap '' TERM HUP INT; sleep 999 & echo $$ $!; wait"], goOn: true }
const SHORT = { program: 'sh', args: ['-c', 'echo $$'] }
const ffmpeg = PROGRAMS.find(([, found]) => found)?.[1]?.ffmpeg

/** None is left running by a test that failed. */
const parents: ChildProcess[] = []
afterEach(() => {
  for (const parent of parents.splice(0)) parent.kill('SIGKILL')
})

interface Parent {
  pid: number
  /** Of the programs it runs. */
  pids: number[]
  ended: Promise<unknown[]>
}

async function openParent(programs: object[], then = 'wait'): Promise<Parent> {
  const parent = spawn(process.execPath, [join(import.meta.dirname, 'parent.ts'), JSON.stringify(programs), then], {
    stdio: ['ignore', 'pipe', then === 'throw' ? 'ignore' : 'inherit'],
  })
  parents.push(parent)
  const ended = once(parent, 'exit')
  const pids: number[] = []
  for await (const line of createInterface(parent.stdout)) {
    if (line === 'ready') break
    pids.push(...line.split(' ').map(Number))
  }
  return { pid: parent.pid ?? 0, pids, ended }
}

/** Kills it without a word, and says who is left of its programs and of itself. */
async function leftAfterKill({ pid, pids, ended }: Parent): Promise<number[]> {
  const all = [...pids, ...running().flatMap(one => (one.parent === pid ? [one.pid] : []))]
  process.kill(pid, 'SIGKILL')
  await ended
  const left = await leftOf(all, 5000)
  for (const one of left) process.kill(one, 'SIGKILL')
  return left
}

describe('A6: no child outlives its killed parent', () => {
  it('stubborn programs and what they started', async () => {
    const parent = await openParent([STUBBORN, STUBBORN])
    expect(parent.pids).toHaveLength(4)
    expect(await leftOf(parent.pids, 0)).toEqual(parent.pids.toSorted((a, b) => a - b))
    expect(await leftAfterKill(parent)).toEqual([])
  })

  it.skipIf(!ffmpeg)('ffmpeg itself', async () => {
    const args = ['-nostdin', '-re', '-f', 'lavfi', '-i', 'sine=d=600', '-f', 'null', '-']
    const parent = await openParent([{ program: ffmpeg, args, goOn: true }])
    const children = running().filter(one => one.parent === parent.pid)
    expect(children.some(one => one.args.includes('sine=d=600'))).toBe(true)
    expect(await leftAfterKill(parent)).toEqual([])
  })

  it('after others ended by themselves', async () => {
    expect(await leftAfterKill(await openParent([SHORT, STUBBORN, SHORT]))).toEqual([])
  })

  it.each(['exit', 'throw'])('nor one that ends by itself (%s)', async then => {
    const parent = await openParent([STUBBORN], then)
    await parent.ended
    expect(await leftOf(parent.pids, 5000)).toEqual([])
  })

  it('the watch itself bears the signals that end a session', async () => {
    const parent = await openParent([STUBBORN])
    const watcher = watcherOf(parent)
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.kill(watcher, signal)
    expect(await leftAfterKill(parent)).toEqual([])
    expect(await leftOf([watcher], 5000)).toEqual([])
  })

  it('and if it is killed, the next program brings another, which knows all', async () => {
    const select = `$2 == ppid && /[g]roups=/ { print $1 }`
    const find = `watch=$(ps -eo pid=,ppid=,args= | awk -v ppid=$PPID '${select}')`
    const gone = 'while kill -0 $watch 2>/dev/null; do sleep 0.02; done' // its parent has taken note of it, too
    const kill = `${find}; kill -9 $watch && { ${gone}; echo $$; }`
    const parent = await openParent([STUBBORN, { program: 'sh', args: ['-c', kill] }, STUBBORN])
    expect(parent.pids).toHaveLength(5)
    expect(await leftAfterKill(parent)).toEqual([])
  })

  it('nobody waits for the watch: a program that has nothing more to do ends', async () => {
    const parent = await openParent([SHORT])
    expect(await parent.ended).toEqual([0, null])
  })
})

function watcherOf({ pid, pids }: Parent): number {
  const watcher = running().find(one => one.parent === pid && !pids.includes(one.pid))
  if (!watcher) throw new Error('there is no watch')
  return watcher.pid
}
