// The ten invariants: what holds in a world when the program has ended, whatever happened to it before.

import { filesBroken } from './invariants/files.ts'
import { leftRunning, sizesBroken } from './invariants/machine.ts'
import { outcomesMissing, stuckWork } from './invariants/outcomes.ts'
import { placesBroken, secretsSeen } from './invariants/places.ts'
import { doubledEffects } from './invariants/rows.ts'
import { readState } from './state.ts'
import type { World } from './world.ts'

/** @param point for the message: what was done to the world */
export async function assertWorld(world: World, point: string): Promise<void> {
  const broken = await brokenInvariants(world)
  if (broken.length > 0) throw new Error([point, ...broken, ...lastWords(world)].join('\n'))
}

/** In words, each beginning with its number; none in a sound world. */
export async function brokenInvariants(world: World): Promise<string[]> {
  const state = readState(world.varDir)
  if (!state) return ['I2 there is no state']
  const pages = await Promise.all([world.remote.rows('tasks'), world.remote.rows('tracks')])
  const seen = { world, state, tasks: pages[0], tracks: pages[1] }
  return [
    ...outcomesMissing(seen),
    ...stuckWork(seen),
    ...(await filesBroken(seen)),
    ...doubledEffects(seen),
    ...placesBroken(seen),
    ...secretsSeen(seen),
    ...(world.canary.connections() === 0 ? [] : ['I8 a forbidden address was reached']),
    ...(await leftRunning(world)),
    ...sizesBroken(world),
  ]
}

const lastWords = ({ told }: World) => told.map((text, index) => `run ${index + 1}: ${text.slice(-1500)}`)
