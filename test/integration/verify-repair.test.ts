// Repairs that are cut off, and findings about Eagle.

import { copyFile, readdir, rename, rm, stat, unlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type App, createApp } from '../../src/app.ts'
import { readTags } from '../../src/audio/tags/read.ts'
import { writeTags } from '../../src/audio/tags/write.ts'
import { loadConfig } from '../../src/config.ts'
import { Environment } from '../../src/errors.ts'
import { armFailpoints } from '../../src/failpoint.ts'
import { silentLog } from '../../src/log.ts'
import { eagleKey } from '../../src/model/job.ts'
import { type VerifyWish, verifyRows } from '../../src/orchestrator/verify-rows.ts'
import { planUndo } from '../../src/pipeline/undo/plan-undo.ts'
import { redo, requireRedo, undo } from '../../src/pipeline/undo/undo.ts'
import type { Tools } from '../../src/tools.ts'
import { newVar } from '../support/cli.ts'
import { finishRow } from '../support/finished-rows.ts'
import { withWorkspace } from '../support/rows.ts'
import { wav } from '../support/wav.ts'

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
  app = await createApp(loadConfig({ varDir, environment: {} }), { logLevel: 'error', dryRun: false, signal })
}

const REPAIR: VerifyWish = { full: false, repair: true, tell: false, readOnly: false }
const verify = (tools: Tools = app.tools, wish: Partial<VerifyWish> = {}) =>
  verifyRows({ tools, log: silentLog, signal, view: { progress() {} } }, { ...REPAIR, ...wish })

describe('a repair that is cut off', () => {
  it.each(['repair.kept', 'outbox.sending', 'outbox.sent', 'outbox.recorded'])('a reset, at %s', async point => {
    const row = await finishRow(app.tools, 'Gone')
    await unlink(row.path)
    armFailpoints(`${point}=throw@1`)
    await expect(verify()).rejects.toThrow(`failpoint ${point}`)
    armFailpoints('none=throw')
    await app[Symbol.asyncDispose]()
    await start()
    await app.tools.outbox.drain(signal)
    await verify()
    const track = await (await app.tools.tracks()).read(row.id)
    expect(track).toMatchObject({ downloaded: false, title: 'Gone' })
    expect([track.wavPath, app.tools.journal.filesOf(row.id)]).toEqual([undefined, []])
    expect((await verify()).rows).toEqual([])
  })

  it.each(['mend.made', 'mend.renamed'])('new tags, at %s', async point => {
    const row = await finishRow(app.tools, 'Bare')
    await copyFile(await bareFile(row.id), row.path)
    armFailpoints(`${point}=throw@1`)
    await expect(verify()).rejects.toThrow(`failpoint ${point}`)
    armFailpoints('none=throw')
    await writeFile(join(dirname(row.path), `.${basename(row.path, '.wav')}.mended.wav`), 'what a kill left')
    if (point === 'mend.renamed') await copyFile(await bareFile(row.id), row.path)
    await verify()
    const { has, own } = await readTags(row.path)
    expect([has.has('title'), has.has('artist'), own?.page]).toEqual([true, true, row.id])
    expect((await verify()).rows).toEqual([])
    expect(await readdir(dirname(row.path))).toEqual([basename(row.path)])
  })

  it('a file that was found again', async () => {
    const row = await finishRow(app.tools, 'Moved')
    const there = join(app.tools.library.dir, 'somewhere else.wav')
    await rename(row.path, there)
    armFailpoints('repair.kept=throw@1')
    await expect(verify()).rejects.toThrow('failpoint repair.kept')
    armFailpoints('none=throw')
    await app.tools.outbox.drain(signal)
    expect((await verify()).rows).toEqual([])
    expect(await (await app.tools.tracks()).read(row.id)).toMatchObject({ wavPath: there, downloaded: true })
    expect(app.tools.journal.filesOf(row.id).map(({ path }) => path)).toEqual([there])
  })
})

/** The same sound without a word about it but the mark: it is too short to be known by its sound. */
async function bareFile(page: string): Promise<string> {
  const path = join(varDir, 'bare.wav')
  await writeFile(path, wav(0.5))
  await writeTags(path, 'wav', { own: { page } })
  return path
}

describe('Eagle', () => {
  type Item = { ext: string; size?: number; isDeleted: boolean; tags: string[] }
  const ITEM: Item = { ext: 'wav', size: 1, isDeleted: false, tags: [] }

  function withEagle(item: Item | undefined | Error): Tools {
    const ask = async () => {
      if (item instanceof Error) throw item
      return item
    }
    return { ...app.tools, eagle: { isWanted: async () => true, item: ask } as unknown as NonNullable<Tools['eagle']> }
  }
  const found = async (tools: Tools) => {
    const { rows, notes } = await verify(tools, { repair: false })
    return [rows.flatMap(({ findings }) => findings.map(({ kind, repair }) => [kind, repair !== undefined])), notes]
  }

  it('holds each track with the size of its file; what a person threw away stays so; away it is said once', async () => {
    const row = await finishRow(app.tools, 'In Eagle')
    await finishRow(app.tools, 'Another')
    expect(await found(withEagle(undefined))).toEqual([
      [
        ['Not_In_Eagle', true],
        ['Not_In_Eagle', true],
      ],
      [],
    ])
    await setEagle(row.id, 'ITEM1')
    const rest = ['Not_In_Eagle', true]
    expect(await found(withEagle(undefined))).toEqual([[['Not_In_Eagle', true], rest], []])
    expect(await found(withEagle({ ...ITEM, isDeleted: true }))).toEqual([[['Not_In_Eagle', false], rest], []])
    expect(await found(withEagle(ITEM))).toEqual([[['Not_In_Eagle', true], rest], []])
    const { size } = await stat(row.path)
    expect(await found(withEagle({ ...ITEM, size }))).toEqual([[rest], []])
    expect(await found(withEagle(new Environment('Eagle is not running')))).toEqual([
      [],
      ['Eagle was not asked: Eagle is not running'],
    ])
  })

  it('gets a track again as a job of its own', async () => {
    const row = await finishRow(app.tools, 'Wanted')
    const { rows } = await verify(withEagle(undefined))
    expect(rows[0]?.findings[0]?.result).toEqual({ notYet: 'it goes into Eagle in the next cycle' })
    expect(app.tools.queue.resting(eagleKey(row.id))).toMatchObject({ state: 'waiting' })
    expect(await found(withEagle(undefined))).toEqual([[], []])
  })

  const setEagle = (id: string, item: string) =>
    withWorkspace(varDir, call =>
      call('PATCH', `pages/${id}`, { properties: { 'Eagle File ID': { rich_text: [{ text: { content: item } }] } } }),
    )
})

describe('an undo', () => {
  const seen = async (id: string) => (await app.tools.tracks()).finishedRows.see(id)

  it('of a row from before it was kept what stood there: results go, of the rest it is said', async () => {
    const row = await finishRow(app.tools, 'Old')
    app.tools.store.database.exec('delete from stood')
    const { plan, stays } = await planUndo(await seen(row.id), app.tools)
    expect(plan.fields.map(({ field }) => field).sort()).toEqual(['downloaded', 'wavPath'])
    expect(stays).toContain('Audio Codec: it is not known what stood there before')
  })

  it('leaves a file that another row names, and one that nobody knows', async () => {
    const [one, two] = [await finishRow(app.tools, 'One'), await finishRow(app.tools, 'Two')]
    await setPath(two.id, one.path)
    expect(await planUndo(await seen(one.id), app.tools)).toMatchObject({
      plan: { files: [] },
      stays: [expect.stringContaining('"Ada Low – Two" names it too')],
    })
    const { plan, stays } = await planUndo(await seen(two.id), app.tools)
    expect(plan.files.map(({ path }) => path)).toEqual([two.path])
    expect(stays).toContain(`${one.path}: it is not known to be made by this program`)
  })

  it('keeps its link from the row, and can be taken back for 30 days', async () => {
    const row = await finishRow(app.tools, 'Short')
    const { plan } = await planUndo(await seen(row.id), app.tools)
    expect(await undo(plan, { tools: app.tools, signal })).toEqual({ notes: [] })
    expect([...app.tools.searches.refused(row.id).keys()]).toEqual(['https://example.org/Short.wav'])
    const undone = app.tools.undone.find(row.id)
    const day = 86_400_000
    expect(requireRedo(undone, (undone?.at ?? 0) + 29 * day)).toEqual(undone)
    expect(() => requireRedo(undone, (undone?.at ?? 0) + 31 * day)).toThrow(/31 days ago.*for 30 days/)
    expect(() => requireRedo(undefined, 0)).toThrow('nothing of this row was taken back')
  })

  it('takes the file out of the index of recordings, and puts it back', async () => {
    const row = await finishRow(app.tools, 'Indexed')
    const { recordings, store, undone } = app.tools
    const file = { path: row.path, sha256: '00', bytes: 1, changedAt: 1, format: 'wav', link: '' }
    const id = await store.commit(() => recordings.put({ files: [file], keys: { pages: [row.id] } }))
    const { plan } = await planUndo(await seen(row.id), app.tools)
    await undo(plan, { tools: app.tools, signal })
    expect(recordings.findAt(row.path)).toBeUndefined()
    await redo(requireRedo(undone.find(row.id), Date.now()), { tools: app.tools, signal })
    expect(recordings.findAt(row.path)?.id).toBe(id)
    expect(undone.find(row.id)).toBeUndefined()
  })

  it('of a row that shares another’s files: it gets its own from then on', async () => {
    const [owner, row] = [await finishRow(app.tools, 'Owner'), await finishRow(app.tools, 'Sharing')]
    const { store, merges, journal } = app.tools
    const merge = { recording: 7, owner: owner.id }
    await store.commit(() => {
      journal.forgetFile(row.path)
      merges.put(row.id, merge)
    })
    const { plan } = await planUndo(await seen(row.id), app.tools)
    await undo(plan, { tools: app.tools, signal })
    expect([merges.of(row.id), merges.isRefused(row.id, merge)]).toEqual([undefined, true])
    await redo(requireRedo(app.tools.undone.find(row.id), Date.now()), { tools: app.tools, signal })
    expect(merges.of(row.id)).toEqual(merge)
  })

  const setPath = (id: string, path: string) =>
    withWorkspace(varDir, call =>
      call('PATCH', `pages/${id}`, { properties: { 'WAV File Path': { rich_text: [{ text: { content: path } }] } } }),
    )
})
