// Rows taken back whose files other rows share, and undos that go on by themselves.

import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type App, createApp } from '../../src/app.ts'
import { cycleDeps } from '../../src/commands/cycle-deps.ts'
import { loadConfig } from '../../src/config.ts'
import { armFailpoints } from '../../src/failpoint.ts'
import { MERGED_TAG } from '../../src/model/merged.ts'
import { poll } from '../../src/orchestrator/cycle.ts'
import { newCycle } from '../../src/orchestrator/cycle-context.ts'
import { noView } from '../../src/orchestrator/view.ts'
import { bestFileOf } from '../../src/pipeline/best-file.ts'
import { planUndo } from '../../src/pipeline/undo/plan-undo.ts'
import { requireHanded } from '../../src/pipeline/undo/shared-files.ts'
import { redo, requireRedo, undo } from '../../src/pipeline/undo/undo.ts'
import { newVar } from '../support/cli.ts'
import { type FinishedRow, finishRow } from '../support/finished-rows.ts'
import { withWorkspace } from '../support/rows.ts'

let varDir: string
let app: App
const signal = new AbortController().signal
beforeEach(async () => {
  varDir = await newVar()
  await withWorkspace(varDir, async () => {}) // without demo rows
  await start()
})
afterEach(async () => {
  armFailpoints('none=throw')
  await app[Symbol.asyncDispose]()
  await rm(varDir, { recursive: true, force: true })
})

async function start(): Promise<void> {
  const config = loadConfig({ varDir, environment: { MUSIC_SYNC_ENABLED: 'false' } })
  app = await createApp(config, { logLevel: 'error', dryRun: false, signal })
}

const track = async (id: string) => (await app.tools.tracks()).read(id)
const pagesOf = (path: string) => app.tools.journal.fileAt(path)?.page

async function takeBack(id: string): Promise<void> {
  const seen = await (await app.tools.tracks()).finishedRows.see(id)
  await undo((await planUndo(seen, app.tools)).plan, { tools: app.tools, signal })
}
async function bringBack(id: string): Promise<void> {
  const row = requireRedo(app.tools.undone.find(id), Date.now())
  requireHanded(row.plan, app.tools)
  await redo(row, { tools: app.tools, signal })
}

/** Rows that share the first one's file. */
async function sharing(): Promise<[FinishedRow, FinishedRow, FinishedRow]> {
  const rows = [await finishRow(app.tools, 'Owner'), await finishRow(app.tools, 'B'), await finishRow(app.tools, 'C')]
  const [owner, ...others] = rows.toSorted(
    (a, b) => Number(a !== rows[0]) - Number(b !== rows[0]) || (a.id < b.id ? -1 : 1),
  )
  const [heir, third] = others
  if (!owner || !heir || !third) throw new Error('three rows were to be made')
  for (const { id, path } of others) {
    await app.tools.store.commit(() => {
      app.tools.journal.forgetFile(path)
      app.tools.merges.put(id, { recording: 7, owner: owner.id })
      app.tools.outbox.add({
        target: 'tracks',
        page: id,
        fields: {
          wavPath: { how: 'move', from: path, value: owner.path },
          tags: { how: 'options', add: [MERGED_TAG], remove: [] },
        },
      })
    })
    await app.tools.outbox.deliver(id)
  }
  return [owner, heir, third]
}

describe('a row taken back whose files other rows share', () => {
  it('leaves them to the first of these, and is never one of them again', async () => {
    const [owner, heir, third] = await sharing()
    const seen = await (await app.tools.tracks()).finishedRows.see(owner.id)
    const { plan, stays } = await planUndo(seen, app.tools)
    expect([plan.files, plan.handed.map(({ path }) => path)]).toEqual([[], [owner.path]])
    expect(stays).toEqual([expect.stringMatching(/Owner .*: ".+" shares it, and has it from then on$/)])
    await undo(plan, { tools: app.tools, signal })
    await app.tools.outbox.drain(signal)
    const { merges, searches } = app.tools
    expect([pagesOf(owner.path), existsSync(owner.path)]).toEqual([heir.id, true])
    expect([merges.of(heir.id), merges.of(third.id)]).toEqual([undefined, { recording: 7, owner: heir.id }])
    expect(merges.isRefused(owner.id, { recording: 7, owner: 'another' })).toBe(true)
    expect([...searches.refused(owner.id).keys()]).toEqual(['https://example.org/Owner.wav'])
    expect(await track(owner.id)).toMatchObject({ downloaded: false, wavPath: undefined })
    expect(await track(heir.id)).toMatchObject({ downloaded: true, wavPath: owner.path, tags: [] })
    expect(await track(third.id)).toMatchObject({ downloaded: true, wavPath: owner.path, tags: [MERGED_TAG] })
    for (const { id } of [heir, third]) expect(bestFileOf(app.tools, id)).toBe(owner.path)
  })

  it('has them again when it is brought back', async () => {
    const [owner, heir, third] = await sharing()
    const before = [await track(owner.id), await track(heir.id), await track(third.id)]
    await takeBack(owner.id)
    await app.tools.outbox.drain(signal)
    await bringBack(owner.id)
    await app.tools.outbox.drain(signal)
    const shown = async (id: string) => ({ ...(await track(id)), editedAt: '' })
    expect([await shown(owner.id), await shown(heir.id), await shown(third.id)]).toEqual(
      before.map(row => ({ ...row, editedAt: '' })),
    )
    expect(pagesOf(owner.path)).toBe(owner.id)
    for (const { id } of [heir, third]) expect(app.tools.merges.of(id)).toEqual({ recording: 7, owner: owner.id })
  })

  it('shares them when the row that has them got more meanwhile', async () => {
    const [owner, heir, third] = await sharing()
    await takeBack(owner.id)
    const file = { path: heir.path, format: 'aiff', sha256: '00', link: '' }
    await app.tools.store.commit(() => app.tools.journal.recordFile({ ...file, page: heir.id }))
    await bringBack(owner.id)
    await app.tools.outbox.drain(signal)
    expect(pagesOf(owner.path)).toBe(heir.id)
    expect(app.tools.merges.of(owner.id)).toEqual({ recording: 7, owner: heir.id })
    expect(app.tools.merges.of(third.id)).toEqual({ recording: 7, owner: heir.id })
    expect(await track(owner.id)).toMatchObject({ downloaded: true, wavPath: owner.path, tags: [MERGED_TAG] })
  })

  it('cannot be brought back before the row that had them then', async () => {
    const [owner, heir, third] = await sharing()
    for (const { id } of [owner, heir, third]) await takeBack(id)
    expect(existsSync(owner.path)).toBe(false)
    await expect(bringBack(owner.id)).rejects.toThrow('bring that one back first')
    await bringBack(third.id)
    await bringBack(owner.id)
    expect([existsSync(owner.path), pagesOf(owner.path)]).toEqual([true, owner.id])
  })
})

describe('an undo that was cut off', () => {
  const cycle = async () => {
    using one = newCycle(cycleDeps({ app, signal }, noView))
    await poll(one)
    return one.report
  }

  it.each(['undo.begun', 'trash.moved', 'undo.moved', 'undo.kept', 'outbox.sending'])(
    'goes on by itself in the next cycle, at %s',
    async point => {
      const row = await finishRow(app.tools, 'Half')
      armFailpoints(`${point}=throw@1`)
      await expect(takeBack(row.id)).rejects.toThrow(`failpoint ${point}`)
      armFailpoints('none=throw')
      await app[Symbol.asyncDispose]()
      await start()
      expect((await cycle()).problems).toEqual([])
      expect(app.tools.undone.find(row.id)?.state).toBe('undone')
      expect(existsSync(row.path)).toBe(false)
      expect(await track(row.id)).toMatchObject({ downloaded: false, wavPath: undefined })
    },
  )

  it.each(['redo.begun', 'trash.moved', 'redo.moved', 'redo.kept', 'outbox.sending'])(
    'and so does a redo, at %s',
    async point => {
      const row = await finishRow(app.tools, 'Half')
      await takeBack(row.id)
      armFailpoints(`${point}=throw@1`)
      await expect(bringBack(row.id)).rejects.toThrow(`failpoint ${point}`)
      armFailpoints('none=throw')
      await app[Symbol.asyncDispose]()
      await start()
      expect((await cycle()).problems).toEqual([])
      expect([app.tools.undone.unfinished(), existsSync(row.path)]).toEqual([[], true])
      expect(await track(row.id)).toMatchObject({ downloaded: true, wavPath: row.path })
    },
  )

  it('that cannot go on is told, and the others go on', async () => {
    const [away, row] = [await finishRow(app.tools, 'Blocked'), await finishRow(app.tools, 'Half')]
    armFailpoints('undo.begun=throw')
    for (const { id } of [away, row]) await expect(takeBack(id)).rejects.toThrow('failpoint')
    armFailpoints('none=throw')
    const kept = app.tools.undone.find(away.id)?.plan.files[0]?.kept ?? ''
    await mkdir(kept, { recursive: true })
    expect((await cycle()).problems).toEqual([
      { step: 'undo of Ada Low – Blocked', reason: `${kept} is there already: it is not written over`, mends: false },
    ])
    expect(app.tools.undone.unfinished()).toEqual([away.id])
  })
})
