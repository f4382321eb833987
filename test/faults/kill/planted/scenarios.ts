// What is done to a program to find its planted fault. Each throws with what broke.

import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { assertWorld } from '../../world/invariants.ts'
import type { Kind } from '../../world/rows.ts'
import { filesIn } from '../../world/tree.ts'
import { makeWorld, type World, type WorldOptions } from '../../world/world.ts'
import { type Blow, blowAt, finish, survive } from '../strike.ts'
import { orderFaults } from '../sync-order.ts'

export type Scenario = (tree?: string) => Promise<void>

const small = (...kinds: Kind[]): WorldOptions => ({ kinds, formats: ['wav'], sync: false })

/** Killed there once. */
export const killedAt =
  (point: string | Blow, ...kinds: Kind[]): Scenario =>
  async tree => {
    const blow = typeof point === 'string' ? blowAt(point) : point
    const [died] = await survive([blow], { tree, ...small(...kinds) })
    if (!died) throw new Error(`the program was not killed at ${blow.at}`)
  }

/** Killed when Notion has made a row and has not answered yet. */
export const AFTER_CREATE: Blow = {
  at: 'POST pages, after it was done',
  isMoment: ({ when, line }) => when === 'after' && line === 'POST pages',
}

/** A power cut takes the second half of working files whose bytes were not on the disk. */
export const HALVED: Blow = {
  ...blowAt('convert and analyse.proved'),
  damage({ varDir }) {
    const dir = join(varDir, 'staging')
    for (const name of filesIn(dir).filter(path => /out\.\w+$/.test(path))) truncateSync(join(dir, name), 20_000)
  },
}

export const inOrder =
  (kind: Kind): Scenario =>
  async tree => {
    await using world = await makeWorld({ ...small(kind), isBare: true })
    const faults = await orderFaults(world, tree)
    if (faults.length > 0) throw new Error(faults.join('\n'))
  }

/** A13: one job kills the program at each of its starts; it is set aside, and the others are done. */
export const poisoned: Scenario = async tree => {
  await using world = await makeWorld(small('file link', 'handed task'))
  for (let start = 1; start <= 5; start += 1) {
    const { signal } = await world.run({ tree, failpoints: 'convert and analyse.begun=kill' })
    if (signal === null) return
  }
  throw new Error('A13 a job kills the program for ever')
}

/** C8: a second instance on the same state. */
export const twoAtOnce: Scenario = async tree => {
  await using world = await makeWorld(small('handed task'))
  const begun = Promise.withResolvers<void>()
  world.remote.at(() => {
    begun.resolve()
    return 'pass'
  })
  const first = world.start({ tree, failpoints: 'job.claimed=hang' })
  await begun.promise
  const { code } = await world.run({ tree })
  first.kill('SIGKILL')
  await first.ended
  if (code !== 75) throw new Error(`C8 the second instance ended with ${code}`)
}

/** A11: the program stands still for longer than its leases, while one of two jobs is in the middle of its work. */
export const stoodStill: Scenario = async tree => {
  await using world = await makeWorld({ ...small('file link', 'web link') })
  await frozen(world, tree)
  await finish(world, tree)
  await assertWorld(world, 'frozen while a result was written')
}

async function frozen(world: World, tree: string | undefined): Promise<void> {
  let isOver = false
  const started = world.start({ tree, failpoints: 'convert and analyse.ran=delay:7000@1' })
  world.remote.at(({ when, line }) => {
    if (isOver || when !== 'before' || !line.startsWith('PATCH')) return 'pass'
    isOver = true
    started.kill('SIGSTOP')
    void sleep(LEASE_MS * 1.5).then(() => started.kill('SIGCONT'))
    return 'pass'
  })
  await started.ended
  if (!isOver) throw new Error('the program was not frozen')
}

/** That of the copy it is tried on: a test cannot wait for the real one. */
export const LEASE_MS = 2000
