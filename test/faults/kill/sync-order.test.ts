// B15: what survives a power cut. A kill cannot show a missing sync; the order of the system calls does.

import { describe, expect, it } from 'vitest'
import type { Kind } from '../world/rows.ts'
import { makeWorld } from '../world/world.ts'
import { isWhole } from './points.ts'
import { orderFaults } from './sync-order.ts'
import { hasStrace } from './syscalls.ts'

/** One at a time: commits of other jobs would speak of other things. */
const KINDS: readonly Kind[] = [...(isWhole ? (['file link'] as const) : []), 'web link', 'handed task', 'found']

describe.skipIf(!hasStrace)('order of writes and syncs (needs strace)', () => {
  it.each(KINDS)('B15 %s: nothing is counted on before it is on the disk', { timeout: 60_000 }, async kind => {
    await using world = await makeWorld({ kinds: [kind], formats: ['wav'], sync: false, isBare: true })
    expect(await orderFaults(world)).toEqual([])
  })
})
