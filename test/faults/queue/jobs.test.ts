// Jobs that are stopped, and jobs whose process stood still for longer than their lease.

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { trackKey } from '../../../src/model/job.ts'
import { type House, openHouse, STAGES } from '../people/house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house[Symbol.asyncDispose]())

const LEASE_MS = 120_000
const filesOf = async (title: string) => (await house.library()).filter(name => name.includes(title))
const jobsOf = () => house.tools.queue.list(['waiting', 'delayed', 'running', 'failed', 'quarantined'])

describe('a job', () => {
  it.each(STAGES)('M8 stopped at "%s" ends soon, costs no attempt, and goes on in the next run', async stage => {
    const title = `stopped at ${stage}`
    const id = await house.addTrack(title, house.webSong())
    const stop = new AbortController()
    let stoppedAt = Number.NaN
    house.hooks.at(id, stage, async () => {
      stoppedAt = performance.now()
      stop.abort(new Error('a person stopped it'))
    })
    await house.cycle({ signal: stop.signal })
    expect(performance.now() - stoppedAt).toBeLessThan(10_000)
    for (const job of jobsOf()) expect(job).toMatchObject({ attempts: 0, starts: 0 })
    expect((await filesOf(title)).length).toBeLessThanOrEqual(1)
    await house.cycle()
    expect((await house.row(id)).cell('Downloaded')).toBe(true)
    expect(await filesOf(title)).toHaveLength(1)
    expect(jobsOf()).toEqual([])
    expect(await house.leftovers()).toEqual([])
  })

  it.each(STAGES)('A10 A11 whose process stood still before "%s" is done once, with one file', async stage => {
    const title = `stood still at ${stage}`
    const id = await house.addTrack(title, house.webSong())
    const real = performance.now.bind(performance)
    let slept = 0
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => real() + slept)
    house.hooks.at(id, stage, async () => {
      slept += 3 * LEASE_MS
    })
    await house.cycle()
    await house.cycle()
    clock.mockRestore()
    expect(house.hooks.left()).toEqual([])
    expect((await house.row(id)).cell('Downloaded')).toBe(true)
    expect(await filesOf(title)).toHaveLength(1)
    expect(jobsOf()).toEqual([])
    const ends = house.tools.ledger.lastRuns(10).filter(run => run.subject === trackKey(id) && run.outcome === 'done')
    expect(ends).toHaveLength(1)
  })
})
