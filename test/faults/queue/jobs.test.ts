// Jobs that are stopped, lost, unknown or poisonous, through the program as it is.

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { Transient } from '../../../src/errors.ts'
import { defineHandler } from '../../../src/handler.ts'
import { trackKey } from '../../../src/model/job.ts'
import { done } from '../../../src/model/outcome.ts'
import { MOST_ATTEMPTS } from '../../../src/model/outcome-of.ts'
import { text } from '../../support/bench.ts'
import { type House, openHouse, STAGES } from '../people/house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterEach(() => void vi.useRealTimers())
afterAll(() => house[Symbol.asyncDispose]())

const LEASE_MS = 120_000
const filesOf = async (title: string) => (await house.library()).filter(name => name.includes(title))
const jobsOf = () => house.tools.queue.list(['waiting', 'delayed', 'running', 'failed', 'quarantined'])
const task = (title: string) =>
  house.add('tasks', { 'Task Name': text('title', title), Status: { status: { name: 'Ready' } } })
const handler = (name: string, run: () => Promise<ReturnType<typeof done>>) =>
  defineHandler({
    name,
    describe: 'a test’s',
    match: ({ title }) => (title === name ? { rule: 'its name', evidence: title, input: {} } : undefined),
    input: z.object({}),
    timeoutMs: 60_000,
    run,
  })

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

  it('M6 M4 that fails each time ends after so many attempts, and the others are done', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    let tries = 0
    const bad = handler('always failing', async () => {
      tries += 1
      throw new Transient('cut')
    })
    const good = handler('always fine', async () => done('fine'))
    const badTask = await task('always failing')
    for (let attempt = 0; attempt < 12; attempt += 1) {
      const goodTask = await task('always fine')
      await house.cycle({ handlers: [bad, good] })
      expect((await house.row(goodTask)).cell('Status')).toBe('Completed')
      vi.setSystemTime(Date.now() + 900_000)
    }
    expect(tries).toBe(MOST_ATTEMPTS)
    expect((await house.row(badTask)).cell('Status')).toBe('Failed')
  })

  it('A9 whose handler has a fault of its own is tried again, and takes nobody with it', async () => {
    const faulty = handler('faulty', async () => {
      const nothing: { name: string }[] = []
      return done(nothing[1]?.name.trim() ?? JSON.parse('{'))
    })
    const page = await task('faulty')
    const ends = await house.cycle({ handlers: [faulty] })
    expect(ends).toMatchObject([{ id: page, kind: 'retry', text: expect.stringMatching(/unexpected fault/) }])
    expect((await house.row(page)).cell('Status')).toBe('Ready')
    await house.setTrash(page, true)
  })

  it('M7 of a handler that is not there now waits for it, and is not dropped', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const later = handler('from a newer version', async () => done('done'))
    const page = await task(later.name)
    const stop = new AbortController()
    const busy = handler(later.name, async () => {
      stop.abort(new Error('stopped'))
      throw new Error('stopped')
    })
    await house.cycle({ handlers: [busy], signal: stop.signal })
    for (let time = 0; time < 2 * MOST_ATTEMPTS; time += 1) {
      await house.cycle()
      vi.setSystemTime(Date.now() + 900_000)
    }
    expect((await house.row(page)).cell('Status')).toBe('Ready')
    await house.cycle({ handlers: [later] })
    expect((await house.row(page)).cell('Status')).toBe('Completed')
  })
})
