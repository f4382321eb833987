// What is found wrong with a track in Eagle, asked of an Eagle over HTTP.

import { appendFile, rm, stat } from 'node:fs/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type App, createApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import { silentLog } from '../../src/log.ts'
import { eagleKey } from '../../src/model/job.ts'
import { MERGED_TAG } from '../../src/model/merged.ts'
import { verifyRows } from '../../src/orchestrator/verify-rows.ts'
import { newVar } from '../support/cli.ts'
import { eagleError, openEagleServer } from '../support/eagle.ts'
import { type FinishedRow, finishRow } from '../support/finished-rows.ts'
import { withWorkspace } from '../support/rows.ts'

const signal = new AbortController().signal
let varDir: string
let app: App
let server: Awaited<ReturnType<typeof openEagleServer>>

beforeEach(async () => {
  varDir = await newVar()
  server = await openEagleServer(varDir)
  Object.assign(server.state, { hidden: 0, sizeless: 0 })
  await withWorkspace(varDir, async () => {}) // without demo rows
  const environment = { EAGLE_ENABLED: 'true', EAGLE_URL: server.url }
  app = await createApp(loadConfig({ varDir, environment }), { logLevel: 'error', dryRun: false, signal })
})
afterEach(async () => {
  await app[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  await rm(varDir, { recursive: true, force: true })
})

async function look(repair = false) {
  const wish = { full: false, repair, tell: false, readOnly: false }
  const { rows, notes } = await verifyRows({ tools: app.tools, log: silentLog, signal, view: { progress() {} } }, wish)
  const found = rows.flatMap(({ findings }) => findings.map(({ says, repair: mend }) => [says, mend !== undefined]))
  return { found, notes }
}

const says = (pattern: string): unknown => expect.stringContaining(pattern)

/** A finished row, its file in Eagle, its item in the row. */
async function inEagle(title: string): Promise<FinishedRow & { item: string }> {
  const row = await finishRow(app.tools, title)
  const done = await app.tools.eagle?.importTrack({ pageId: row.id, title, files: [row], tags: [] }, signal)
  const item = done?.files[0]?.id ?? ''
  await tell(row.id, { eagleId: { how: 'fill', value: item } })
  return { ...row, item }
}

async function tell(page: string, fields: Parameters<App['tools']['outbox']['add']>[0]['fields']): Promise<void> {
  await app.tools.store.commit(() => app.tools.outbox.add({ target: 'tracks', page, fields }))
  expect(await app.tools.outbox.deliver(page)).toMatchObject({ kind: 'written' })
}

it.each(['V2', 'V1'] as const)(
  '%s: a track that is there is right; thrown away, it is said and left',
  async version => {
    server.state.version = version
    await inEagle('Right')
    expect(await look()).toEqual({ found: [], notes: [] })
    const [item] = server.main.items
    if (item) item.isDeleted = true
    expect((await look()).found).toEqual([[says('is in Eagle’s trash'), false]])
    server.main.items.length = 0
    expect((await look()).found).toEqual([[says('there is no item'), true]])
  },
)

it('an item of another size is said, and the track goes in again', async () => {
  const row = await inEagle('Cut')
  const [item] = server.main.items
  if (item) item.size = 7
  const { size } = await stat(row.path)
  expect((await look(true)).found).toEqual([[says(`its item ${row.item} has 7 bytes in place of ${size}`), true]])
  expect(app.tools.queue.resting(eagleKey(row.id))).toMatchObject({ state: 'waiting' })
})

it('one that never went in goes in; a file that grew since is another', async () => {
  const never = await finishRow(app.tools, 'Never')
  expect((await look()).found).toEqual([[says('it never went in'), true]])
  await tell(never.id, { eagleId: { how: 'fill', value: 'gone' } })
  expect((await look()).found).toEqual([[says('there is no item gone'), true]])
  const row = await inEagle('Grown')
  await appendFile(row.path, Buffer.alloc(100))
  expect((await look()).found.flat().join()).toContain(`its item ${row.item} has`)
})

it('a row that shares another row’s file is asked about, too', async () => {
  const row = await inEagle('Shared')
  const { id } = await (await app.tools.tracks()).create({ title: 'Shared' })
  await app.tools.store.commit(() => app.tools.merges.put(id, { recording: 1, owner: row.id }))
  await tell(id, {
    downloaded: { how: 'fill', value: true },
    wavPath: { how: 'fill', value: row.path },
    tags: { how: 'options', add: [MERGED_TAG], remove: [] },
  })
  const ofEagle = async () => (await look()).found.filter(([text]) => String(text).includes('Eagle'))
  expect(await ofEagle()).toEqual([[says('it never went in'), true]])
  await tell(id, { eagleId: { how: 'fill', value: row.item } })
  expect(await ofEagle()).toEqual([])
})

it('another library, or an error with 200: nothing is said of any track, and why is said once', async () => {
  await inEagle('One')
  await inEagle('Two')
  server.state.library = server.addLibrary('Other')
  expect(await look()).toEqual({ found: [], notes: [says('has the library “Other”')] })
  server.state.library = server.main
  server.next('POST /api/v2/item/get', () => eagleError('library is busy'))
  expect(await look()).toEqual({ found: [], notes: [says('library is busy')] })
  expect(await look()).toEqual({ found: [], notes: [] })
})
