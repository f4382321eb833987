// Which file of a track stands in a playlist's M3U8.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type App, createApp } from '../../../src/app.ts'
import { loadConfig } from '../../../src/config.ts'
import { Environment } from '../../../src/errors.ts'
import type { ListFile } from '../../../src/library/m3u8.ts'
import { refreshPlaylistFiles, writePlaylistFile } from '../../../src/pipeline/playlist/file.ts'
import type { KnownEntry } from '../../../src/store/playlists.ts'
import { withWorkspace } from '../../support/rows.ts'

const KEY = 'https://soundcloud.com/dj/sets/a-set'

let dir: string
let app: App
let written: ListFile[]
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'playlist-file-'))
  await withWorkspace(dir, async () => {})
  const config = loadConfig({ varDir: dir, environment: {} })
  app = await createApp(config, {
    logLevel: 'error',
    dryRun: false,
    signal: new AbortController().signal,
    print: () => {},
  })
  written = []
})
afterEach(async () => {
  await app[Symbol.asyncDispose]()
  await rm(dir, { recursive: true, force: true })
})

/** A file of a row; `isThere`: on the disk too. */
async function file(page: string, format: string, isThere = true): Promise<string> {
  const path = join(dir, `${page}.${format}`)
  if (isThere) await writeFile(path, 'x')
  await app.tools.store.commit(() =>
    app.tools.journal.recordFile({ path, page, format, sha256: '', link: 'https://example.com' }),
  )
  return path
}

async function list(...entries: Partial<KnownEntry>[]): Promise<void> {
  await app.tools.knownPlaylists.keep({ key: KEY, title: 'A set', page: '' })
  for (const [at, entry] of entries.entries()) {
    const whole = { entry: `e${at}`, page: '', artist: '', title: `Title ${at}`, seconds: 0, path: '', ...entry }
    await app.tools.knownPlaylists.keepEntry(KEY, at, whole)
  }
}

async function note(one: ListFile): Promise<string> {
  written.push(one)
  return join(dir, 'A set.m3u8')
}
const tools = (write = note) => ({
  ...app.tools,
  library: { ...app.tools.library, writeList: write },
})
const pathsIn = () => written.at(-1)?.tracks.map(({ path }) => path)

it('of several formats the first that is there: lossless, and AIFF before the others', async () => {
  const aiff = await file('one', 'aiff')
  await file('one', 'wav')
  await file('one', 'm4a')
  await file('two', 'aiff', false)
  const wav = await file('two', 'wav')
  await file('two', 'mp3')
  const mp3 = await file('three', 'mp3')
  await file('three', 'aac')
  await list({ page: 'one' }, { page: 'two' }, { page: 'three' }, { page: 'none' }, {})
  expect(await writePlaylistFile(tools(), KEY)).toEqual({ path: join(dir, 'A set.m3u8'), count: 3 })
  expect(pathsIn()).toEqual([aiff, wav, mp3])
})

it('of a track that the program did not make: the file that its row names, while it is there', async () => {
  const path = join(dir, 'old.aiff')
  await writeFile(path, 'x')
  await list({ page: 'old', path, seconds: 61 }, { page: 'gone', path: join(dir, 'gone.aiff') })
  await writePlaylistFile(tools(), KEY)
  expect(written[0]?.tracks).toEqual([{ path, title: 'Title 0', artist: undefined, seconds: 61 }])
})

it('without any file none is begun', async () => {
  await list({ page: 'one' })
  expect(await writePlaylistFile(tools(), KEY)).toEqual({ count: 0 })
  expect(await writePlaylistFile(tools(), 'another')).toEqual({ count: 0 })
  expect(written).toEqual([])
})

it('is written again for a row that is in it, once for several, and for no other', async () => {
  await file('one', 'wav')
  await file('two', 'wav')
  await list({ page: 'one' }, { page: 'two' })
  expect(await refreshPlaylistFiles(tools(), ['one', 'two', 'three'])).toEqual([])
  expect(written).toHaveLength(1)
  await refreshPlaylistFiles(tools(), ['three'])
  expect(written).toHaveLength(1)
})

it('a library that is away is said, and ends nothing', async () => {
  await file('one', 'wav')
  await list({ page: 'one' })
  const away = () => Promise.reject(new Environment('the library is not there'))
  expect(await writePlaylistFile(tools(away), KEY)).toEqual({ count: 1, why: 'the library is not there' })
  expect(await refreshPlaylistFiles(tools(away), ['one'])).toEqual(['A set: the library is not there'])
})
