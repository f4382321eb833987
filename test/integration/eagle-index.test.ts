// Eagle's library on the disk comes into the index of recordings: what changed, some at a time, and nothing is written there.

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type App, createApp } from '../../src/app.ts'
import { findProgram } from '../../src/audio/programs.ts'
import { loadConfig } from '../../src/config.ts'
import { armFailpoints } from '../../src/failpoint.ts'
import { isEagleAsset } from '../../src/model/eagle-asset.ts'
import { fillFromEagle } from '../../src/orchestrator/fill-from-eagle.ts'
import { type ReadLimits, readEagleLibrary } from '../../src/pipeline/eagle/library.ts'
import { newVar } from '../support/cli.ts'
import { type FakeItem, type FakeLibrary, openFakeLibrary } from '../support/eagle/library.ts'
import { finishRow } from '../support/finished-rows.ts'
import { melody } from '../support/melody.ts'
import { saidBy } from '../support/notion-server.ts'
import { withWorkspace } from '../support/rows.ts'

const signal = new AbortController().signal
let varDir: string
let app: App
let library: FakeLibrary

beforeEach(async () => {
  varDir = await newVar()
  library = openFakeLibrary(varDir, 'Music')
  await withWorkspace(varDir, async () => {}) // without demo rows
  await start()
})
afterEach(async () => {
  armFailpoints('none=throw')
  await app[Symbol.asyncDispose]()
  rmSync(varDir, { recursive: true, force: true })
})

async function start(environment: Record<string, string> = {}): Promise<void> {
  const config = loadConfig({
    varDir,
    // nothing answers there
    environment: {
      EAGLE_ENABLED: 'true',
      EAGLE_URL: 'http://127.0.0.1:9',
      EAGLE_LIBRARY: library.path,
      ...environment,
    },
  })
  app = await createApp(config, { logLevel: 'error', dryRun: false, signal })
}

async function restart(environment: Record<string, string> = {}): Promise<void> {
  await app[Symbol.asyncDispose]()
  await start(environment)
}

async function read(limits: ReadLimits = {}) {
  const { log, lines } = saidBy()
  const { library: _, ...report } = await readEagleLibrary({ tools: app.tools, signal, log }, limits)
  return { ...report, lines }
}

/** @returns its item */
function put(
  name: string,
  content: Buffer | string,
  { ext = 'wav', tags = [] as string[], website = '' } = {},
): FakeItem {
  const path = join(varDir, `source.${ext}`)
  writeFileSync(path, content)
  const id = library.add({ path, name, tags, website }, { hidden: 0, sizeless: 0 })
  return library.items.find(item => item.id === id) as FakeItem
}

const pathOf = ({ id, name, ext }: FakeItem) => join(library.path, 'images', `${id}.info`, `${name}.${ext}`)
const recordingOf = (item: FakeItem) => app.tools.recordings.findAt(pathOf(item))

/** The app writes it some time later. */
function change(item: FakeItem, later: number): void {
  library.saveItem(item)
  const at = new Date(Date.now() + later * 1000)
  utimesSync(join(library.path, 'images', `${item.id}.info`, 'metadata.json'), at, at)
  utimesSync(join(library.path, 'mtime.json'), at, at)
}

/** Names, times and content of all that lies in the library. */
const snapshot = () =>
  readdirSync(library.path, { recursive: true, encoding: 'utf8' })
    .sort()
    .map(name => {
      const { mtimeMs, size } = statSync(join(library.path, name))
      return [name, mtimeMs, size]
    })

describe('what lies in the library', () => {
  it('is known by its sound and its bytes; what is no music, or in the trash, is passed over; nothing is written', async () => {
    const song = put('Nia Kessler - Night Ferry', melody(12, 7), { website: 'https://example.org/typed-by-hand' })
    const flac = join(varDir, 'copy.flac')
    execFileSync(findProgram('ffmpeg', undefined), ['-v', 'error', '-i', pathOf(song), flac])
    const copy = put('copy of it', readFileSync(flac), { ext: 'flac' })
    const other = put('Slow Orchard', melody(12, 8))
    const picture = put('cover', 'png', { ext: 'png' })
    const thrown = put('thrown away', melody(12, 9))
    thrown.isDeleted = true
    library.saveItem(thrown)
    const before = snapshot()
    expect(await read()).toEqual({ read: 3, gone: 0, unreadable: [], isDone: true, lines: [] })
    expect(snapshot()).toEqual(before)
    expect(recordingOf(song)).toMatchObject({
      title: 'Night Ferry',
      artist: 'Nia Kessler',
      keys: { pages: [], links: [] },
    })
    expect(recordingOf(copy)?.id).toBe(recordingOf(song)?.id)
    expect(recordingOf(other)?.id).not.toBe(recordingOf(song)?.id)
    expect([recordingOf(picture), recordingOf(thrown)]).toEqual([undefined, undefined])
    expect(recordingOf(song)?.files.every(({ path }) => isEagleAsset(path))).toBe(true)
  })

  it('a file of a row is the row’s recording', async () => {
    const row = await finishRow(app.tools, 'Paper Moon')
    await fillRows()
    const item = put('Ada Low - Paper Moon', readFileSync(row.path))
    await read()
    expect(recordingOf(item)?.keys.pages).toEqual([row.id.replaceAll('-', '')])
  })

  it('what cannot be read is said once, and read when it can be', async () => {
    const song = put('Night Ferry', melody(9, 7))
    const noise = put('no music', 'plain text', { ext: 'mp3' })
    const broken = put('broken', melody(9, 8))
    writeFileSync(join(library.path, 'images', `${broken.id}.info`, 'metadata.json'), '{"id":')
    const first = await read()
    expect(first.unreadable.map(({ id }) => id).sort()).toEqual([noise.id, broken.id].sort())
    expect(first.lines).toHaveLength(2)
    expect(recordingOf(song)).toBeDefined()
    change(song, 10)
    expect(await read()).toMatchObject({ unreadable: [], lines: [] })
    change(broken, 20)
    expect(await read()).toMatchObject({ read: 1, unreadable: [] })
    expect(recordingOf(broken)).toBeDefined()
  })
})

const fillRows = async () => {
  const { fillIndex } = await import('../../src/orchestrator/fill-index.ts')
  await fillIndex({ tools: app.tools, signal })
}

describe('only what changed is read again', () => {
  it('nothing, while the library is as it was; one item, when that one changed', async () => {
    const song = put('Night Ferry', melody(9, 7))
    put('Slow Orchard', melody(9, 8))
    expect((await read()).read).toBe(2)
    expect((await read()).read).toBe(0)
    await restart()
    expect((await read()).read).toBe(0)
    change(song, 10)
    expect((await read()).read).toBe(1)
  })

  it('trashed and removed items are forgotten, their recordings are not; taken out of the trash they are back', async () => {
    const [thrown, gone, stays] = [put('A', melody(9, 7)), put('B', melody(9, 8)), put('C', melody(9, 9))]
    await read()
    const [id, removed] = [recordingOf(thrown)?.id ?? 0, recordingOf(gone)?.id ?? 0]
    thrown.isDeleted = true
    change(thrown, 10)
    rmSync(join(library.path, 'images', `${gone.id}.info`), { recursive: true })
    expect(await read()).toMatchObject({ read: 0, gone: 1, isDone: true })
    expect([recordingOf(thrown), recordingOf(gone)]).toEqual([undefined, undefined])
    expect([id, removed].map(one => app.tools.recordings.get(one)?.files)).toEqual([[], []])
    expect(recordingOf(stays)).toBeDefined()
    thrown.isDeleted = false
    change(thrown, 20)
    await read()
    expect(recordingOf(thrown)?.id).toBe(id)
  })

  it('a few at a time, also when it is cut off in between', async () => {
    const items = [7, 8, 9, 10, 11].map(seed => put(`Song ${seed}`, melody(9, seed)))
    expect(await read({ files: 2 })).toMatchObject({ read: 2, isDone: false })
    armFailpoints('eagle.item-read=throw@1')
    await expect(read()).rejects.toThrow('failpoint')
    armFailpoints('none=throw')
    await restart()
    expect(await read({ files: 2 })).toMatchObject({ read: 2, isDone: false })
    expect(await read({ files: 2 })).toMatchObject({ isDone: true })
    const ids = items.map(item => recordingOf(item)?.id)
    expect(new Set(ids).size).toBe(5)
    expect(ids).not.toContain(undefined)
  })
})

describe('the library', () => {
  it('away: nothing of it is forgotten, and it is said once', async () => {
    const song = put('Night Ferry', melody(9, 7))
    await read()
    renameSync(library.path, `${library.path}.away`)
    app.tools.ledger.forgetFacts('eagle library was read')
    await expect(read()).rejects.toMatchObject({ errorClass: 'Environment' })
    const { log, lines } = saidBy()
    for (let cycle = 0; cycle < 3; cycle += 1) await fillFromEagle({ tools: app.tools, signal, log })
    expect(lines).toEqual([expect.stringContaining('Eagle’s library cannot be read now')])
    renameSync(`${library.path}.away`, library.path)
    await fillFromEagle({ tools: app.tools, signal, log })
    expect(recordingOf(song)).toBeDefined()
  })

  it('is none where none is known, or Eagle is switched off', async () => {
    put('Night Ferry', melody(9, 7))
    await restart({ EAGLE_LIBRARY: 'Music' })
    expect(await read()).toMatchObject({ read: 0, isDone: true })
    await restart({ EAGLE_ENABLED: 'false' })
    expect(await read()).toMatchObject({ read: 0, isDone: true })
  })
})
