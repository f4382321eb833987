import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Environment, InputFault, Limited, Transient } from '../../../src/errors.ts'
import { defineHandler, type HandlerContext } from '../../../src/handler.ts'
import { silentLog } from '../../../src/log.ts'
import { done } from '../../../src/model/outcome.ts'
import { MOST_ATTEMPTS, outcomeOf } from '../../../src/model/outcome-of.ts'
import { runJob } from '../../../src/orchestrator/run-job.ts'

const context = (signal = new AbortController().signal) =>
  ({
    tools: { now: () => new Date(0) },
    log: silentLog,
    signal,
    claimRow: () => true,
    trackEnded() {},
    progress() {},
  }) as unknown as HandlerContext
const handler = (
  run: (input: { n: number }, context: HandlerContext) => Promise<ReturnType<typeof done>>,
  timeoutMs = 1000,
) => defineHandler({ name: 'x', describe: 'x', input: z.object({ n: z.number() }), timeoutMs, run })

describe('runJob', () => {
  it('gives the handler its parsed input, and refuses any other', async () => {
    const job = handler(async ({ n }) => done(`got ${n}`))
    expect(await runJob(job, { n: 1 }, context(), 1)).toEqual(done('got 1'))
    expect(await runJob(job, { n: 'one' }, context(), 1)).toMatchObject({
      kind: 'failed',
      text: expect.stringContaining('does not take this input'),
    })
  })

  it('aborts a handler whose time is up', async () => {
    const job = handler(async (_input, { signal }) => {
      await sleep(60_000, undefined, { signal })
      return done('late')
    }, 30)
    expect(await runJob(job, { n: 1 }, context(), 1)).toMatchObject({ kind: 'retry' })
  })

  it('a stop of the program is no failure of the work', async () => {
    const stop = new AbortController()
    const job = handler(async (_input, { signal }) => {
      setTimeout(() => stop.abort(new Error('by SIGTERM')), 10)
      await sleep(60_000, undefined, { signal })
      return done('late')
    })
    expect(await runJob(job, { n: 1 }, context(stop.signal), MOST_ATTEMPTS)).toMatchObject({
      kind: 'retry',
      text: 'stopped: by SIGTERM',
    })
  })
})

describe('outcomeOf', () => {
  it('the class decides', () => {
    expect(outcomeOf(new InputFault('bad', 'Too_Long'), 1, 0)).toEqual({ kind: 'failed', text: 'bad', tag: 'Too_Long' })
    expect(outcomeOf(new Limited('wait', 5000), 1, 0)).toEqual({
      kind: 'retry',
      text: 'wait',
      notBefore: 5000,
      free: true,
    })
    expect(outcomeOf(new Environment('no disk'), MOST_ATTEMPTS, 0)).toEqual({ kind: 'blocked', text: 'no disk' })
    expect(outcomeOf(new Error('a bug'), 1, 0)).toMatchObject({ kind: 'retry', text: 'an unexpected fault: a bug' })
  })

  it('waits with full jitter, at most 900 s, and gives up after eight attempts', () => {
    const waits = Array.from({ length: 300 }, () => outcomeOf(new Transient('cut'), 7, 0)).map(outcome =>
      outcome.kind === 'retry' ? (outcome.notBefore ?? 0) : Number.NaN,
    )
    expect(waits.every(Number.isInteger)).toBe(true)
    expect(Math.max(...waits)).toBeLessThanOrEqual(256_000)
    expect(Math.max(...waits)).toBeGreaterThan(128_000)
    expect(Math.min(...waits)).toBeLessThan(64_000)
    expect(outcomeOf(new Transient('cut'), 8, 0)).toMatchObject({
      kind: 'failed',
      tag: 'Download_Failed',
      text: 'given up after 8 attempts: cut',
    })
  })
})
