// Which of the tracks that were finished before Eagle was used are given to it, and how many at once.

import { rm } from 'node:fs/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type App, createApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import { silentLog } from '../../src/log.ts'
import type { Job } from '../../src/model/job.ts'
import { done } from '../../src/model/outcome.ts'
import { importLate } from '../../src/orchestrator/late-imports.ts'
import type { Tools } from '../../src/tools.ts'
import { newVar } from '../support/cli.ts'
import { openEagleServer } from '../support/eagle.ts'
import { finishRow } from '../support/finished-rows.ts'
import { withWorkspace } from '../support/rows.ts'

const signal = new AbortController().signal
let varDir: string
let app: App
let server: Awaited<ReturnType<typeof openEagleServer>>

beforeEach(async () => {
  varDir = await newVar()
  server = await openEagleServer(varDir)
  await withWorkspace(varDir, async () => {}) // without demo rows
  const environment = { EAGLE_ENABLED: 'true', EAGLE_URL: server.url }
  app = await createApp(loadConfig({ varDir, environment }), { logLevel: 'error', dryRun: false, signal })
})
afterEach(async () => {
  await app[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  await rm(varDir, { recursive: true, force: true })
})

const give = (tools: Tools = app.tools) => importLate({ tools, signal, log: silentLog })
const waiting = () => app.tools.queue.list(['waiting']).filter(({ pool }) => pool === 'eagle')
const titles = (jobs: readonly Job[]) => jobs.map(({ label }) => label.replace('Ada Low - ', ''))

async function finishAll(): Promise<string[]> {
  const jobs = await app.tools.queue.claim({ pool: 'eagle', limit: 100 })
  for (const job of jobs) await app.tools.queue.finish(job, done('in Eagle'), { startedAt: 0 })
  return titles(jobs)
}

const NAMES = Array.from({ length: 13 }, (_, at) => `Song ${String.fromCharCode(65 + at)}`)

it('ten at once, the oldest first, and no more while those wait; each is given once', { timeout: 60_000 }, async () => {
  for (const name of NAMES) await finishRow(app.tools, name)
  await give()
  expect(titles(waiting())).toEqual(NAMES.slice(0, 10))
  await give()
  expect(waiting()).toHaveLength(10)
  expect(await finishAll()).toEqual(NAMES.slice(0, 10))
  await give()
  expect(await finishAll()).toEqual(NAMES.slice(10))
  await give()
  expect(waiting()).toEqual([])
  await finishRow(app.tools, 'While it was off')
  await give()
  expect(titles(waiting())).toEqual(['While it was off'])
})

it('not what went in before, was taken back, or waits already; a row that shares its files with it', async () => {
  const [known, undone, waits, shared] = [
    await finishRow(app.tools, 'Known'),
    await finishRow(app.tools, 'Undone'),
    await finishRow(app.tools, 'Waits'),
    await finishRow(app.tools, 'Shared'),
  ]
  const { eagle, store, undone: takenBack, merges } = app.tools
  Object.assign(server.state, { hidden: 0, sizeless: 0 })
  await eagle?.importTrack({ pageId: known.id, title: 'Known', files: [known], tags: [] }, signal)
  Object.assign(server.main.items[0] ?? {}, { isDeleted: true })
  await app.tools.queue.enqueue([
    { ...jobOf(waits.id), key: `eagle:${waits.id}`, because: 'the track is finished', priority: 1 },
  ])
  const plan = { page: undone.id, label: 'Undone', files: [], handed: [], fields: [], lists: [], links: [], eagle: [] }
  const merged = await (await app.tools.tracks()).create({ title: 'Merged' })
  await store.commit(() => {
    takenBack.begin(plan)
    merges.put(merged.id, { recording: 1, owner: shared.id })
  })
  await give()
  expect(waiting().map(({ key }) => key)).toEqual([`eagle:${waits.id}`, `eagle:${shared.id}`, `eagle:${merged.id}`])
})

const jobOf = (page: string) => ({
  ...{ pool: 'eagle' as const, lane: 'eagle', handler: 'eagle', input: { pageId: page }, wish: page, label: page },
})

it('none while Eagle is switched off, never was found, or its service has a pause', async () => {
  await finishRow(app.tools, 'Song')
  const eagle = app.tools.eagle as NonNullable<Tools['eagle']>
  await give({ ...app.tools, eagle: undefined })
  await give({ ...app.tools, eagle: { ...eagle, isWanted: async () => false } })
  await give({ ...app.tools, lanes: { ...app.tools.lanes, parkedUntil: () => Date.now() + 1000 } })
  expect(waiting()).toEqual([])
  await give()
  expect(titles(waiting())).toEqual(['Song'])
})
