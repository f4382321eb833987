// A report as a page in Notion: one for a day, found again, and nothing of a person's is lost in it.

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { report as reportCommand } from '../../src/commands/report.ts'
import { Transient } from '../../src/errors.ts'
import { makeReport } from '../../src/orchestrator/reports/make-report.ts'
import { writeReportPage } from '../../src/orchestrator/reports/notion-page.ts'
import { openControlPlace } from '../support/control-place.ts'

const DAY = '2026-11-20'
const NOON = Date.parse(`${DAY}T12:00:00Z`)

let place: Awaited<ReturnType<typeof openControlPlace>>
beforeEach(async () => {
  place = await openControlPlace()
  ran('one', 'failed', 'the server has no such file')
})
afterEach(() => place[Symbol.asyncDispose]())

const ran = (subject: string, outcome: 'done' | 'failed', reason: string) =>
  place.tools.ledger.recordRun({
    handler: 'track',
    subject: `track:${subject}`,
    label: `Song ${subject}`,
    outcome,
    reason,
    startedAt: NOON,
    endedAt: NOON,
  })

const report = () => makeReport({ store: place.tools.store, now: () => new Date(NOON) }, 'daily', DAY, 'UTC')

async function control() {
  const page = await place.tools.controlPage?.()
  if (!page) throw new Error('there is no control page')
  return page
}

const write = async (dryRun = false) => writeReportPage(await control(), await report(), { dryRun })
const children = async () => (await control()).children()

it('is made once, changed where its figures changed, and what a person wrote in it stays', async () => {
  expect(await write(true)).toEqual({ did: 'would be made' })
  expect(await children()).toEqual([])
  const made = await write()
  expect(made).toMatchObject({ did: 'made', url: expect.stringMatching(/^https?:/) })
  expect(await write()).toMatchObject({ did: 'as it was', id: made.id })
  const page = (await control()).page(made.id ?? '')
  const before = await page.children()
  const table = before.find(({ type }) => type === 'table')
  expect(before.map(({ type }) => type)).toContain('bulleted_list_item')
  expect(await page.rows(table?.id ?? '')).toEqual([
    ['reason', 'times', 'for instance'],
    ['the server has no such file', '1', 'Song one'],
  ])
  await page.append([{ type: 'paragraph', words: [{ text: 'I know why' }] }], before[1]?.id)
  ran('two', 'done', 'it is done')
  expect(await write(true)).toMatchObject({ did: 'would be changed' })
  expect(await write()).toMatchObject({ did: 'changed', id: made.id, url: made.url })
  const after = await page.children()
  expect(after.map(({ text }) => text)).toContain('Tracks: 1 done, 1 failed')
  expect(after.map(({ text }) => text)).not.toContain('Tracks: 0 done, 1 failed')
  expect(await children()).toMatchObject([{ type: 'child_page', text: `Daily report: ${DAY}` }])
})

it('whose answer was lost is found, not made twice', async () => {
  const page = await control()
  const lossy = {
    ...page,
    async makePage(...given: Parameters<typeof page.makePage>) {
      await page.makePage(...given)
      throw new Transient('no answer')
    },
  }
  expect(await writeReportPage(lossy, await report(), { dryRun: false })).toMatchObject({ did: 'made' })
  expect(await children()).toHaveLength(1)
})

it('needs a page to be put below', async () => {
  vi.stubEnv('CONTROL_PAGE_ID', '')
  const flags = { json: true, dryRun: false, var: place.varDir, logLevel: 'error' as const, daily: true, weekly: false }
  await expect(reportCommand({ ...flags, notion: true })).rejects.toThrow(/--notion needs CONTROL_PAGE_ID/)
  await expect(reportCommand({ ...flags, notion: true, out: 'x.md' })).rejects.toThrow(/without --format and --out/)
  vi.unstubAllEnvs()
})
