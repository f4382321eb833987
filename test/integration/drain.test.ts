// A drain ends when nothing is left to be done: also what a job leaves that ends while the last places are looked at.

import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { defineHandler } from '../../src/handler.ts'
import type { NewJob, Pool } from '../../src/model/job.ts'
import { done } from '../../src/model/outcome.ts'
import { openDispatcher } from '../../src/orchestrator/dispatch.ts'
import { openFeedPlace } from '../support/feed-place.ts'

const jobOf = (handler: string, pool: Pool): NewJob => ({
  key: `${handler}:1`,
  pool,
  lane: 'here',
  handler,
  input: {},
  wish: handler,
  label: handler,
  because: 'a test wants it',
  priority: 10,
})

it('what a job leaves is done in the same drain, however the claims fall', async () => {
  await using place = await openFeedPlace({ signedOut: true })
  const deps = place.depsOf()
  const ended: string[] = []
  const firstEnded = Promise.withResolvers<void>()
  const mayEnd = Promise.withResolvers<void>()
  const common = { describe: '', input: z.object({}), timeoutMs: 60_000 }
  const first = defineHandler({
    ...common,
    name: 'first',
    async run(_input, { tools }) {
      await mayEnd.promise
      await tools.queue.enqueue([jobOf('second', 'wishes')])
      return done('first')
    },
  })
  const second = defineHandler({ ...common, name: 'second', run: async () => done('second') })
  const { queue } = deps.tools
  /** The places of a later pool are looked at until the first job is over. */
  const claim: typeof queue.claim = async options => {
    const jobs = await queue.claim(options)
    if (options.pool === 'eagle' || options.pool === 'tracks') {
      mayEnd.resolve()
      await firstEnded.promise
      await sleep(50)
    }
    return jobs
  }
  using dispatcher = openDispatcher({
    ...deps,
    tools: { ...deps.tools, queue: { ...queue, claim } },
    handlers: [first, second],
    onEnd({ label }) {
      ended.push(label)
      firstEnded.resolve()
    },
    onCrash(_job, error) {
      throw error
    },
  })
  await queue.enqueue([jobOf('first', 'wishes')])
  await dispatcher.drain()
  expect(ended).toEqual(['first', 'second'])
})
