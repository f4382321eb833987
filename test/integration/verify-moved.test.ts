// A path in a row that leads nowhere is found; the very file at its place in the present library gets its new path into the row.

import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type App, createApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import { silentLog } from '../../src/log.ts'
import { type VerifyWish, verifyRows } from '../../src/orchestrator/verify-rows.ts'
import { newVar } from '../support/cli.ts'
import { type FinishedRow, finishRow } from '../support/finished-rows.ts'
import { withWorkspace } from '../support/rows.ts'

const signal = new AbortController().signal
const LOOK: VerifyWish = { full: false, repair: false, tell: false, readOnly: false }
const REPAIR: VerifyWish = { ...LOOK, repair: true }
/** Where no test makes anything. */
const BEFORE = '/srv/library-of-before'

let varDir: string
let app: App
beforeEach(async () => {
  varDir = await newVar()
  await withWorkspace(varDir, async () => {}) // without demo rows
  await open({})
})
afterEach(async () => {
  await app[Symbol.asyncDispose]()
  await rm(varDir, { recursive: true, force: true })
})

async function open(environment: Record<string, string>, dryRun = false): Promise<void> {
  app = await createApp(loadConfig({ varDir, environment }), { logLevel: 'error', dryRun, signal })
}

const verify = (wish: VerifyWish = LOOK) =>
  verifyRows({ tools: app.tools, log: silentLog, signal, view: { progress() {} } }, wish)
const kindsIn = ({ rows }: Awaited<ReturnType<typeof verify>>) =>
  rows.map(({ findings }) => findings.map(({ kind, repair }) => [kind, repair?.slice(0, repair.indexOf(':'))]))
const rowOf = async (id: string) => (await app.tools.tracks()).read(id)

/** What row and journal say of a file whose library lay elsewhere then. */
async function asBefore({ id, path }: FinishedRow): Promise<string> {
  const { journal, store, outbox, library } = app.tools
  const before = path.replace(library.dir, BEFORE)
  await store.commit(() => {
    const record = journal.fileAt(path)
    if (!record) throw new Error('the file is not known')
    journal.forgetFile(path)
    journal.recordFile({ ...record, path: before })
    outbox.add({ target: 'tracks', page: id, fields: { wavPath: { how: 'move', from: path, value: before } } })
  })
  await outbox.deliver(id)
  return before
}

describe('a library that moved as a whole', () => {
  it('each row names its file again, after a plan that changes nothing', { timeout: 60_000 }, async () => {
    const rows = [await finishRow(app.tools, 'First'), await finishRow(app.tools, 'Second')]
    await app[Symbol.asyncDispose]()
    const moved = join(varDir, 'elsewhere', 'music')
    await mkdir(join(varDir, 'elsewhere'))
    await rename(join(varDir, 'library'), moved)
    await open({ LIBRARY_DIR: moved }, true)
    expect(kindsIn(await verify({ ...REPAIR, readOnly: true }))).toEqual([
      [['Not_There', 're-file']],
      [['Not_There', 're-file']],
    ])
    expect(await rowOf(rows[0]?.id ?? '')).toMatchObject({ wavPath: rows[0]?.path })
    await app[Symbol.asyncDispose]()
    await open({ LIBRARY_DIR: moved })
    const mended = await verify(REPAIR)
    expect([mended.mended, mended.left]).toEqual([2, 0])
    for (const { id, path } of rows) {
      const now = path.replace(join(varDir, 'library'), moved)
      expect(await rowOf(id)).toMatchObject({ wavPath: now, downloaded: true })
      expect(app.tools.journal.filesOf(id).map(one => one.path)).toEqual([now])
    }
    expect((await verify()).sound).toBe(2)
  })

  it('is a finding also outside of all folders that the program knows', async () => {
    const row = await finishRow(app.tools, 'Old')
    const before = await asBefore(row)
    const found = await verify()
    expect([found.sound, kindsIn(found)]).toEqual([0, [[['Not_There', 're-file']]]])
    expect(found.rows[0]?.findings[0]?.says).toContain(`${before}; it is at ${row.path}`)
    expect((await verify(REPAIR)).left).toBe(0)
    expect(await rowOf(row.id)).toMatchObject({ wavPath: row.path })
  })

  it('another file at that place is not taken for it', async () => {
    const row = await finishRow(app.tools, 'Old')
    await asBefore(row)
    await writeFile(row.path, 'something else')
    const { left, rows } = await verify(REPAIR)
    expect([left, rows[0]?.findings.map(({ kind, repair }) => [kind, repair])]).toEqual([1, [['Not_There', undefined]]])
    expect(await rowOf(row.id)).toMatchObject({ wavPath: row.path.replace(app.tools.library.dir, BEFORE) })
  })

  it.each([0, 1])(
    'a row that shares the files names the new place too, and they stay the other one’s (%i first)',
    async first => {
      const { merges, store, outbox, journal } = app.tools
      const owner = await finishRow(app.tools, 'Owner')
      const { id } = await (await app.tools.tracks()).create({ title: 'Shares', artist: 'Ada Low' })
      const before = await asBefore(owner)
      await store.commit(() => {
        merges.put(id, { recording: 1, owner: owner.id })
        const fields = { downloaded: true, wavPath: before, tempo: 120, key: 'A minor', duration: 0.5 }
        const writes = Object.entries(fields).map(([field, value]) => [field, { how: 'fill', value } as const])
        outbox.add({ target: 'tracks', page: id, fields: Object.fromEntries(writes) })
      })
      await outbox.deliver(id)
      const order = first === 0 ? [owner.id, id] : [id, owner.id]
      for (const page of order) expect((await verify({ ...REPAIR, pages: [page] })).left).toBe(0)
      for (const page of order) expect(await rowOf(page)).toMatchObject({ wavPath: owner.path })
      expect(journal.fileAt(owner.path)?.page).toBe(owner.id)
      expect(journal.filesOf(id)).toEqual([])
    },
  )

  it('a path that a person wrote is said and left', async () => {
    const row = await finishRow(app.tools, 'Mine')
    const mine = `${BEFORE}/Unassigned/${basename(row.path)}`
    await (await app.tools.tracks()).update(row.id, { wavPath: mine })
    const { rows } = await verify(REPAIR)
    expect(rows[0]?.findings).toMatchObject([{ kind: 'Not_There', about: 'wav' }])
    expect(rows[0]?.findings[0]?.repair).toBeUndefined()
    expect(await rowOf(row.id)).toMatchObject({ wavPath: mine, downloaded: true })
  })
})

describe('rows of older systems', () => {
  async function oldRow(wavPath: string): Promise<string> {
    const tracks = await app.tools.tracks()
    const { id } = await tracks.create({ title: 'Old', artist: 'Ada Low' })
    await tracks.update(id, { downloaded: true, wavPath, tempo: 120, key: 'A minor', duration: 0.5 })
    return id
  }

  it('a path, a link, or what is neither, that leads to nothing is said, and never emptied', async () => {
    const dead = [
      `${BEFORE}/gone.wav`,
      `file://${BEFORE}/gone%20song.wav`,
      'file://%zz/gone.wav',
      'Music/gone.wav',
      'C:\\Music\\gone.wav',
    ]
    const ids: string[] = []
    for (const path of dead) ids.push(await oldRow(path))
    const report = await verify(REPAIR)
    expect(report.sound).toBe(0)
    expect(kindsIn(report)).toEqual(dead.map(() => [['Not_There', undefined]]))
    for (const [index, id] of ids.entries())
      expect(await rowOf(id)).toMatchObject({ downloaded: true, wavPath: dead[index] })
  })

  it('a link to a file of the library is that file', async () => {
    const row = await finishRow(app.tools, 'Linked')
    await (await app.tools.tracks()).update(row.id, { wavPath: pathToFileURL(row.path).href })
    const { sound, rows } = await verify()
    expect([sound, rows]).toEqual([1, []])
  })

  it('a file elsewhere that is there is said to be outside, and a link to nothing within the library is found', async () => {
    await oldRow('/etc/hosts')
    const { sound, notes } = await verify()
    expect([sound, notes]).toEqual([1, ['outside of LIBRARY_DIR and FILE_ROOTS 1 file is there, and not looked into']])
    await app.tools.library.check()
    const link = join(app.tools.library.dir, 'link.wav')
    await symlink(`${BEFORE}/a.wav`, link)
    const id = await oldRow(link)
    expect(kindsIn(await verify(REPAIR))).toEqual([[['Not_There', undefined]]])
    expect(await rowOf(id)).toMatchObject({ downloaded: true, wavPath: link })
  })

  it('a row on a volume that is not mounted is no sound one', async () => {
    await app[Symbol.asyncDispose]()
    await open({ FILE_ROOTS: BEFORE })
    await oldRow(`${BEFORE}/music/a.wav`)
    const { sound, passedOver, left, notes } = await verify(REPAIR)
    expect([sound, passedOver, left]).toEqual([0, 1, 0])
    expect(notes).toEqual([expect.stringMatching(/^\/srv.* is not there .*: 1 file was not looked at$/)])
  })
})
