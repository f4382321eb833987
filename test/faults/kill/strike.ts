// Blows against a world: the program is killed, started again until its work is done, and the world is looked over.

import { setTimeout as sleep } from 'node:timers/promises'
import PQueue from 'p-queue'
import { assertWorld } from '../world/invariants.ts'
import type { Moment } from '../world/remote.ts'
import { nextWork } from '../world/state.ts'
import { makeWorld, type RunOptions, type World, type WorldOptions } from '../world/world.ts'

/** One run that is to end by a kill. */
export interface Blow extends RunOptions {
  /** Where, in words. */
  at: string
  /** It is killed from outside, at this request to Notion. */
  isMoment?: (moment: Moment) => boolean
  /** What becomes of the world before the next start. */
  damage?: (world: World) => void
}

/** A run that is put off waits at most so long in a world. */
const LONGEST_WAIT_MS = 10_000
/** Runs after the last blow; one is enough unless a child was killed and its work is tried again. */
const MOST_RUNS = 6

/** @returns for each blow whether the program died of it */
export async function survive(
  blows: readonly Blow[],
  { tree, ...options }: WorldOptions & { tree?: string } = {},
): Promise<boolean[]> {
  await using world = await makeWorld(options)
  const died: boolean[] = []
  for (const blow of blows) died.push(await strike(world, { tree, ...blow }))
  await finish(world, tree)
  await assertWorld(world, `killed at ${blows.map(({ at }) => at).join(', then ')}`)
  return died
}

/**
 * A world for each of these; all are tried, then the broken ones are told together.
 * @returns the points at which the program did not die
 */
export async function strikeAll(worlds: readonly (readonly Blow[])[], options?: WorldOptions): Promise<string[]> {
  const queue = new PQueue({ concurrency: WORLDS_AT_ONCE })
  const ends = await Promise.allSettled(worlds.map(blows => queue.add(() => survive(blows, options))))
  const broken = ends.flatMap(end => (end.status === 'rejected' ? [String(end.reason)] : []))
  if (broken.length > 0) throw new Error(`${broken.length} of ${worlds.length} worlds broke:\n${broken.join('\n\n')}`)
  return worlds.flatMap((blows, index) => {
    const end = ends[index]
    return blows.flatMap(({ at }, n) => (end?.status === 'fulfilled' && end.value[n] ? [] : [at]))
  })
}

const WORLDS_AT_ONCE = 2

/** @returns whether the program died of it */
export async function strike(world: World, { isMoment, damage, ...options }: Blow): Promise<boolean> {
  const started = world.start(options)
  world.remote.at(moment => {
    if (!isMoment?.(moment)) return 'pass'
    started.kill('SIGKILL')
    return 'cut'
  })
  const { signal } = await started.ended
  world.remote.at(() => 'pass')
  damage?.(world)
  return signal === 'SIGKILL'
}

/** Starts the program again until it has nothing left to do. */
export async function finish(world: World, tree?: string): Promise<void> {
  for (let number = 1; number <= MOST_RUNS; number += 1) {
    const { code, stderr } = await world.run({ tree })
    if (code !== 0 && code !== 1) throw new Error(`the program ended with ${code}:\n${stderr}`)
    const next = nextWork(world.varDir)
    if (next === undefined) return
    const wait = next - Date.now()
    if (wait > LONGEST_WAIT_MS) return // the invariants say what is stuck
    await sleep(Math.max(0, wait))
  }
}

/** The blow that a failpoint gives the `nth` time it is passed. */
export const blowAt = (name: string, nth = 1): Blow => ({ at: `${name}@${nth}`, failpoints: `${name}=kill@${nth}` })
