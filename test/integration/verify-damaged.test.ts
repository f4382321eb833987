// Damaged files are made again of a whole one; what nothing can be made of is done anew, or left to a person.

import { existsSync } from 'node:fs'
import { appendFile, readdir, rm, truncate, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type App, createApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import { sumOf } from '../../src/durable-file.ts'
import { armFailpoints } from '../../src/failpoint.ts'
import { silentLog } from '../../src/log.ts'
import { MERGED_TAG } from '../../src/model/merged.ts'
import { verifyRows } from '../../src/orchestrator/verify-rows.ts'
import { newVar } from '../support/cli.ts'
import { finishTrack } from '../support/finished-formats.ts'
import { type FinishedRow, finishRow } from '../support/finished-rows.ts'
import { withWorkspace } from '../support/rows.ts'
import { samplesOf } from '../support/samples.ts'

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

async function start(environment: Record<string, string> = {}): Promise<void> {
  app = await createApp(loadConfig({ varDir, environment }), { logLevel: 'error', dryRun: false, signal })
}

const verify = (repair = true) =>
  verifyRows(
    { tools: app.tools, log: silentLog, signal, view: { progress() {} } },
    { full: false, repair, tell: false, readOnly: false },
  )
const read = async (id: string) => (await app.tools.tracks()).read(id)
const found = ({ rows }: Awaited<ReturnType<typeof verify>>) =>
  rows.flatMap(({ findings }) => findings.map(({ kind, repair, result }) => [kind, repair?.split(':')[0], result]))

const trashed = async () =>
  (await readdir(join(app.tools.library.dir, '.trash'), { recursive: true }).catch(() => [])).filter(name =>
    /\.[a-z0-9]+$/.test(name),
  )

describe('a file that is damaged', () => {
  const cut = async (path: string) => truncate(path, 60_000)

  it('goes to the trash, and is made again', async () => {
    const { files } = await finishTrack(app.tools, 'Song', ['aiff'])
    const sound = await samplesOf(files.aiff)
    await cut(files.wav)
    expect(found(await verify())).toEqual([['Damaged', 're-make', 'mended']])
    expect(await samplesOf(files.wav)).toBe(sound)
    expect((await trashed()).map(name => name.split('/').at(-1))).toEqual([files.wav.split('/').at(-1)])
    expect(found(await verify())).toEqual([])
  })

  it.each(['remake.made', 'remake.moved', 'file.linked', 'remake.placed'])(
    'and so after a run that was cut off at %s',
    async point => {
      const { files } = await finishTrack(app.tools, 'Song', ['aiff'])
      const sound = await samplesOf(files.aiff)
      await cut(files.wav)
      armFailpoints(`${point}=throw@1`)
      await expect(verify()).rejects.toThrow(`failpoint ${point}`)
      armFailpoints('none=throw')
      await app[Symbol.asyncDispose]()
      await start()
      await verify()
      expect(found(await verify())).toEqual([])
      expect(await samplesOf(files.wav)).toBe(sound)
      expect(app.tools.journal.fileAt(files.wav)?.sha256).toBe(await sumOf(files.wav))
      expect(await trashed()).toHaveLength(1)
    },
  )

  it('like all others of its row: they go to the trash, and the row is done anew while it has a link', async () => {
    const { row, files } = await finishTrack(app.tools, 'Song', ['aiff'])
    await cut(files.wav)
    await unlink(files.aiff)
    expect(found(await verify())).toEqual([
      ['Not_There', 'reset', 'mended'],
      ['Damaged', 'reset', 'mended'],
    ])
    expect(existsSync(files.wav)).toBe(false)
    expect(await trashed()).toHaveLength(1)
    expect(await read(row.id)).toMatchObject({ downloaded: false, wavPath: undefined, aiffPath: undefined })
    expect(app.tools.journal.filesOf(row.id)).toEqual([])
  })

  it.each([
    ['has no link', { URL: { url: null } }],
    ['leads to a file that is gone', { URL: { url: pathToFileURL('/nowhere/x.wav').href } }],
    ['is in Eagle', { 'Eagle File ID': { rich_text: [{ text: { content: 'ITEM' } }] } }],
  ])('like all others of its row, which %s: it is left to a person', async (_, properties) => {
    const { row, files } = await finishTrack(app.tools, 'Song', [])
    await cut(files.wav)
    await withWorkspace(varDir, call => call('PATCH', `pages/${row.id}`, { properties }))
    expect(found(await verify())).toEqual([['Damaged', undefined, undefined]])
    expect([existsSync(files.wav), (await read(row.id)).downloaded]).toEqual([true, true])
  })

  it('is left when it changed meanwhile', async () => {
    const { files } = await finishTrack(app.tools, 'Song', ['aiff'])
    await cut(files.wav)
    const { check } = app.tools.audio
    app.tools.audio.check = async (path, at) => {
      if (path === files.aiff) await appendFile(files.wav, 'a person’s')
      return check(path, at)
    }
    const [[kind, repair, result] = []] = found(await verify())
    expect([kind, repair, result]).toEqual(['Damaged', 're-make', { notYet: `${files.wav} was changed meanwhile` }])
    expect(await trashed()).toEqual([])
  })
})

describe('a row that is reset', () => {
  async function share(row: FinishedRow, owner: FinishedRow): Promise<void> {
    await app.tools.store.commit(() => {
      app.tools.journal.forgetFile(row.path)
      app.tools.merges.put(row.id, { recording: 7, owner: owner.id })
      app.tools.outbox.add({
        target: 'tracks',
        page: row.id,
        fields: {
          wavPath: { how: 'move', from: row.path, value: owner.path },
          tags: { how: 'options', add: [MERGED_TAG], remove: [] },
        },
      })
    })
    await app.tools.outbox.deliver(row.id)
    await unlink(row.path)
  }

  it.each(['older', 'younger'])('takes rows along that share its files, the %s one too', async which => {
    const [one, two] = [await finishRow(app.tools, 'One'), await finishRow(app.tools, 'Two')]
    const [owner, row] = which === 'older' ? [two, one] : [one, two]
    await share(row, owner)
    await unlink(owner.path)
    await verify()
    for (const { id } of [owner, row])
      expect(await read(id)).toMatchObject({ downloaded: false, wavPath: undefined, tags: [] })
    expect([app.tools.merges.of(row.id), app.tools.merges.withOwner(owner.id)]).toEqual([undefined, []])
    expect(app.tools.merges.isRefused(row.id, { recording: 7, owner: owner.id })).toBe(false)
    expect((await verify()).rows).toEqual([])
  })
})
