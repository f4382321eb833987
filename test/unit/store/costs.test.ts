import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openCosts } from '../../../src/store/costs.ts'
import { openStore } from '../../../src/store/database.ts'

const DAY = 86_400_000

describe('what stages took', () => {
  it('is summed by stage since a time; a repeated stage counts once; after 400 days it is forgotten', async () => {
    using store = openStore(await mkdtemp(join(tmpdir(), 'costs-')), false)
    let now = 1000 * DAY
    const costs = openCosts(store, () => now)
    const record = (run: string, stage: string, cpuMs: number) =>
      store.commit(() => costs.record({ run, stage, wallMs: 10.4, cpuMs, bytes: 1000 }))
    await record('a', 'tag', 5)
    await record('a', 'tag', 7)
    await record('b', 'tag', 2)
    now += 30 * DAY
    await record('a', 'file', 1)
    expect(costs.since(0)).toEqual([
      { stage: 'tag', count: 2, wallMs: 20, cpuMs: 9, bytes: 2000 },
      { stage: 'file', count: 1, wallMs: 10, cpuMs: 1, bytes: 1000 },
    ])
    expect(costs.since(now - DAY).map(({ stage }) => stage)).toEqual(['file'])
    now += 390 * DAY
    await record('c', 'file', 1)
    expect(costs.since(0).map(({ stage, count }) => [stage, count])).toEqual([['file', 2]])
  })
})
