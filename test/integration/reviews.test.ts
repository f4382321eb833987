// A finished task that asks for a review gets one task for it, ever, and that is nobody's open work.

import { rm } from 'node:fs/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type App, createApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import { silentLog } from '../../src/log.ts'
import { reviewAsked } from '../../src/model/review.ts'
import type { Cycle } from '../../src/orchestrator/cycle-context.ts'
import { makeReviews } from '../../src/orchestrator/reviews.ts'
import { newVar } from '../support/cli.ts'
import { withWorkspace } from '../support/rows.ts'

let varDir: string
let app: App
beforeEach(async () => {
  varDir = await newVar()
  await withWorkspace(varDir, async () => {})
  await open()
})
afterEach(async () => {
  await app[Symbol.asyncDispose]()
  await rm(varDir, { recursive: true, force: true })
})

async function open(): Promise<void> {
  const config = loadConfig({ varDir, environment: {} })
  app = await createApp(config, { logLevel: 'error', dryRun: false, signal: new AbortController().signal })
}

const look = (reviews = true) => {
  const { tools } = app
  const signal = new AbortController().signal
  return makeReviews({ tools, log: silentLog, signal, begunAt: new Date(), settings: { reviews } } as Cycle)
}

async function finish(title: string, description: string): Promise<string> {
  const tasks = await app.tools.tasks()
  const { id } = await tasks.create({ title, description })
  await tasks.update(id, { status: 'Completed', result: 'done' })
  return id
}

const reviews = async () =>
  (await (await app.tools.tasks()).listByStatus(['Ready'])).filter(({ title }) => title.startsWith('Review:'))

it('is made once: over many looks, a new title, a lost memory of it, and a person who put it away', async () => {
  const tasks = await app.tools.tasks()
  const id = await finish('Mix the set', 'Two hours. Needs a review.')
  await finish('Water the plants', 'No review, please: a review is a waste of time here.')
  await look()
  await look()
  const [review, ...others] = await reviews()
  expect(others).toEqual([])
  expect(review?.title).toBe('Review: Mix the set')
  expect(review?.description).toMatch(/it says “Needs a review”.*\nIt says: done/s)
  await withWorkspace(varDir, call =>
    call('PATCH', `pages/${id}`, {
      properties: { 'Task Name': { title: [{ text: { content: 'Mix the long set' } }] } },
    }),
  )
  app.tools.ledger.forgetFacts('reviews: ')
  await look()
  expect(await reviews()).toHaveLength(1)
  await tasks.update(review?.id ?? '', { status: 'Completed' })
  await look()
  expect(await reviews()).toEqual([])
})

it('none is made unless they are switched on', async () => {
  await finish('Mix the set', 'Needs a review.')
  await look(false)
  expect(await reviews()).toEqual([])
})

it('costs one request a look when nothing is new', async () => {
  await finish('Mix the set', 'Needs a review.')
  await look()
  const before = app.notion.requests
  await look()
  expect(app.notion.requests - before).toBe(1)
})

const TASK = {
  ...{ id: '1', url: '', createdAt: '', editedAt: '', inTrash: false, archived: false, title: 'Mix the set' },
}
it.each([
  [{ wantsReview: true }, true],
  [{ successCriteria: 'Code review required' }, true],
  [{ description: 'please review before Friday' }, true],
  [{ description: 'Preview the review page' }, false],
  [{ title: 'Review: Mix the set', wantsReview: true }, false],
  [{ taskType: 'Review Task', wantsReview: true }, false],
  [{}, false],
])('asks for one: %o: %s', (more, asks) => expect(reviewAsked({ ...TASK, ...more }) !== undefined).toBe(asks))
