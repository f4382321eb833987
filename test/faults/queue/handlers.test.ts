// Jobs of handlers that fail, have faults or are not there, by a clock that the test sets.

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { Transient } from '../../../src/errors.ts'
import { defineHandler } from '../../../src/handler.ts'
import { done, type Outcome, retry } from '../../../src/model/outcome.ts'
import { MOST_ATTEMPTS } from '../../../src/model/outcome-of.ts'
import { text } from '../../support/bench.ts'
import { type House, openHouse } from '../people/house.ts'

let house: House
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], shouldAdvanceTime: true })
  house = await openHouse()
})
afterAll(async () => {
  await house[Symbol.asyncDispose]()
  vi.useRealTimers()
})

const QUARTER_MS = 900_000
const task = (title: string) =>
  house.add('tasks', { 'Task Name': text('title', title), Status: { status: { name: 'Ready' } } })
const handler = (name: string, run: () => Promise<Outcome>) =>
  defineHandler({
    name,
    describe: 'a test’s',
    match: ({ title }) => (title === name ? { rule: 'its name', evidence: title, input: {} } : undefined),
    input: z.object({}),
    timeoutMs: 60_000,
    run,
  })

describe('a job', () => {
  it('M6 M4 that fails each time ends after so many attempts, and the others are done', async () => {
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
      vi.setSystemTime(Date.now() + QUARTER_MS)
    }
    expect(tries).toBe(MOST_ATTEMPTS)
    expect((await house.row(badTask)).cell('Status')).toBe('Failed')
  })

  it('M4 whose handler wants it again each time ends after so many attempts too', async () => {
    let tries = 0
    const never = handler('never content', async () => {
      tries += 1
      return retry('not yet')
    })
    const page = await task(never.name)
    for (let attempt = 0; attempt < 12; attempt += 1) {
      await house.cycle({ handlers: [never] })
      vi.setSystemTime(Date.now() + QUARTER_MS)
    }
    expect(tries).toBe(MOST_ATTEMPTS)
    expect((await house.row(page)).cell('Status')).toBe('Failed')
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
      vi.setSystemTime(Date.now() + QUARTER_MS)
    }
    expect((await house.row(page)).cell('Status')).toBe('Ready')
    await house.cycle({ handlers: [later] })
    expect((await house.row(page)).cell('Status')).toBe('Completed')
  })
})
