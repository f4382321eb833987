// Where the program can be killed: the failpoints that a run passes, each as often as it does.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeWorld, type WorldOptions } from '../world/world.ts'

/** How often a run passes each failpoint. */
export async function enumeratePoints(options: WorldOptions = {}): Promise<Map<string, number>> {
  await using world = await makeWorld(options)
  const record = join(world.varDir, 'points')
  const { code, stderr } = await world.run({ failpoints: `record:${record}` })
  if (code !== 0) throw new Error(`the run to be broken does not work: ${stderr}`)
  const counts = new Map<string, number>()
  for (const name of readFileSync(record, 'utf8').trim().split('\n')) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

/** Numbers from 0 to below 1, the same for the same seed. */
export function numbersOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Some of all, each at most once. */
export function chosen<T>(all: readonly T[], count: number, random: () => number): T[] {
  const left = [...all]
  return Array.from({ length: Math.min(count, all.length) }, () =>
    left.splice(Math.floor(random() * left.length), 1),
  ).flat()
}

/** The whole form takes many minutes; the short one is part of every test run. */
export const isWhole = process.env.FAULTS === 'whole'

/** Which random points: another number draws others. */
export const SEED = Number(process.env.FAULTS_SEED ?? 20_261_121)
