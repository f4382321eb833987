// Music Playlists and Music Artists: a row is found again by what it is, and made once.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { Environment } from '../../src/errors.ts'
import { silentLog } from '../../src/log.ts'
import { openArtists } from '../../src/notion/artists.ts'
import type { Notion } from '../../src/notion/client.ts'
import { openPlaylists } from '../../src/notion/playlists.ts'
import { notionTables } from '../../src/notion/tables.ts'
import type { WorkspaceOptions } from '../../src/workspace/workspace.ts'
import { type Json, memoryOf, type NotionServer, openNotionServer, savedThen } from '../support/notion-server.ts'
import { at, title } from '../unit/workspace/open-client.ts'

const CREATE = 'POST pages'
const SET = 'https://soundcloud.com/ada/sets/night'
const SPOTIFY_ID = '37i9dQZF1DXcBWIGoYBM5M'
const SPOTIFY_LINK = `https://open.spotify.com/playlist/${SPOTIFY_ID}`

let server: NotionServer
let notion: Notion
const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await server[Symbol.asyncDispose]()
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

async function open(options: Partial<WorkspaceOptions> = {}): Promise<void> {
  server = await openNotionServer(options)
  notion = server.open()
}
async function openLagging(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'workspace-'))
  cleanups.push(() => rm(folder, { recursive: true }))
  await open({ file: join(folder, 'workspace.db'), switches: { lagMs: 400 } })
  await sleep(900)
}
const playlistsId = () => server.ids.playlists ?? ''
const artistsId = () => server.ids.artists ?? ''
const playlists = (from = notion) => openPlaylists(from, playlistsId())
const artists = (from = notion) => openArtists(from, artistsId())

describe('a playlist', () => {
  it('is found by any spelling of its link, and by its id at Spotify', async () => {
    await open()
    const table = await playlists()
    const set = await table.create({ title: 'Night', link: SET, total: 12 })
    const liked = await table.create({ title: 'Liked', spotifyId: SPOTIFY_ID })
    expect(set).toEqual({ id: set.id, title: 'Night', link: SET })
    expect(liked).toMatchObject({ link: SPOTIFY_LINK, spotifyId: SPOTIFY_ID })
    const next = await playlists(server.open())
    expect(await next.find({ title: 'x', link: 'https://m.soundcloud.com/ada/sets/night?si=1' })).toEqual(set)
    expect(await next.find({ title: 'x', link: `spotify:playlist:${SPOTIFY_ID}` })).toEqual(liked)
    expect(await next.find({ title: 'x', spotifyId: SPOTIFY_ID })).toEqual(liked)
    expect(await next.find({ title: 'Night', link: `${SET}-2` })).toBeUndefined()
    expect(await next.listAll()).toEqual([set, liked])
    const cells = at(await server.call(`GET pages/${set.id}`), 'properties')
    expect(at(cells, 'SoundCloud Playlist URL', 'url')).toBe(SET)
    expect(at(cells, 'Track Count', 'number')).toBe(12)
    expect(at(cells, 'Source', 'select', 'name')).toBe('SoundCloud')
  })

  it('is the one of its name that names no other, and gets its link then', async () => {
    await open()
    const table = await playlists()
    const source = await server.sourceOf(playlistsId())
    await table.create({ title: 'Techno', link: SET })
    const mine = await server.add(source, { Title: title('  techno ') })
    const found = await table.find({ title: 'Techno', spotifyId: SPOTIFY_ID })
    expect(found?.id).toBe(mine)
    await table.update(mine, { total: 3, syncedAt: '2026-07-04T10:00:00.000Z', spotifyId: SPOTIFY_ID })
    expect(await table.read(mine)).toMatchObject({ link: SPOTIFY_LINK, spotifyId: SPOTIFY_ID })
    await table.update(mine, { link: `${SET}-2` })
    expect(await table.read(mine)).toMatchObject({ link: SPOTIFY_LINK })
    expect(await table.find({ title: 'Techno', link: `${SET}-2` })).toBeUndefined()
    await server.add(source, { Title: title('Peak') })
    await server.add(source, { Title: title('Peak') })
    expect(await table.find({ title: 'Peak', link: `${SET}-3` })).toBeUndefined()
    expect((await table.find({ title: 'Peak' }))?.title).toBe('Peak')
  })

  it('in the trash is none', async () => {
    await open()
    const table = await playlists()
    const { id } = await table.create({ title: 'Night', link: SET })
    await server.call(`PATCH pages/${id}`, { in_trash: true })
    expect(await table.find({ title: 'Night', link: SET })).toBeUndefined()
  })

  it('is found although queries do not show it yet, in the next run too', async () => {
    await openLagging()
    const memory = memoryOf()
    const made = await (await playlists(server.open({ memory }))).create({ title: 'Night', link: SET })
    const next = await playlists(server.open({ memory }))
    expect(await next.find({ title: 'Night' })).toBeUndefined()
    expect((await next.find({ title: 'other', link: `${SET}?si=1` }))?.id).toBe(made.id)
  })

  it('that a killed run made is looked for until it shows', async () => {
    await openLagging()
    const memory = memoryOf()
    const killed = new AbortController()
    const first = await playlists(server.open({ memory, signal: killed.signal }))
    server.next(CREATE, savedThen('silence'))
    const dying = first.create({ title: 'Night', link: SET }).catch(error => error)
    await expect.poll(() => server.count(CREATE)).toBe(1)
    await expect.poll(async () => (await rowsOf()).length, { timeout: 10_000 }).toBe(0)
    killed.abort(new Error('killed'))
    await dying
    const next = await playlists(server.open({ memory, probeWaitsMs: [200, 400, 800, 1600] }))
    expect(await next.find({ title: 'Night', link: SET })).toMatchObject({ title: 'Night', link: SET })
    expect(server.count(CREATE)).toBe(1)
  })

  const rowsOf = async () =>
    (await server.call(`POST data_sources/${await server.sourceOf(playlistsId())}/query`)).results as Json[]

  it('an unclear answer makes no second one', async () => {
    await open()
    const table = await playlists()
    server.next(CREATE, savedThen('cut'))
    const made = await table.create({ title: 'Night', link: SET })
    expect(await table.find({ title: 'Night', link: SET })).toEqual(made)
    expect(server.count(CREATE)).toBe(1)
  })

  it('keeps to the columns that are there', async () => {
    await open()
    const database = await server.call('POST databases', {
      parent: { type: 'workspace', workspace: true },
      title: [{ text: { content: 'Lists' } }],
      initial_data_source: {
        properties: { 'Playlist Name': { title: {} }, 'Playlist URL': { url: {} }, 'Track Count': { rich_text: {} } },
      },
    })
    const table = await openPlaylists(notion, String(database.id))
    expect(table.absent).toContain('trackCount')
    const made = await table.create({ title: 'Liked', spotifyId: SPOTIFY_ID, total: 4 })
    expect(made).toEqual({ id: made.id, title: 'Liked', link: SPOTIFY_LINK })
    await table.update(made.id, { total: 5 })
    expect(await table.find({ title: '-', spotifyId: SPOTIFY_ID })).toEqual(made)
  })
})

describe('the databases that tracks lead to', () => {
  const ids = () => ({ tasks: server.ids.agentTasks, tracks: server.ids.tracks })

  it('a wrong schema pauses them alone', async () => {
    await open()
    const source = await server.sourceOf(playlistsId())
    await server.call(`PATCH data_sources/${source}`, { properties: { 'Spotify ID': { number: {} } } })
    const tables = notionTables(notion, { ...ids(), playlists: playlistsId(), artists: artistsId() })
    await expect(tables.playlists?.()).rejects.toThrow(
      'the database "Music Playlists" does not fit: "Spotify ID" should be rich_text, it is number',
    )
    expect(await (await tables.tracks()).create({ title: 'Song' })).toMatchObject({ title: 'Song' })
    await server.call(`PATCH data_sources/${source}`, { properties: { 'Spotify ID': { rich_text: {} } } })
    expect((await tables.playlists?.())?.databaseTitle).toBe('Music Playlists')
  })

  it('are missed in words, once', async () => {
    await open()
    const said: string[] = []
    const log = { ...silentLog, info: (_fields: object, sentence: string) => void said.push(sentence) }
    const memory = memoryOf()
    for (const _ of [1, 2])
      await notionTables(server.open({ log, memory }), { ...ids(), artists: artistsId() }).tracks()
    expect(said).toEqual(['PLAYLISTS_DB_ID is not set: rows are not led to pages of that database'])
  })

  it('must be those that they lead to', async () => {
    await open()
    const tables = notionTables(notion, { ...ids(), playlists: artistsId() })
    await expect(tables.playlists?.()).rejects.toThrow(Environment)
    await expect(tables.playlists?.()).rejects.toThrow('give PLAYLISTS_DB_ID the database it leads to')
    expect(notionTables(notion, ids()).artists).toBeUndefined()
  })
})

describe('an artist', () => {
  it('is found by name in any case, and made once by many at a time, none of whom has to look again', {
    timeout: 20_000,
  }, async () => {
    await open()
    const table = await artists(server.open({ probeWaitsMs: [600_000] }))
    const ada = await server.add(await server.sourceOf(artistsId()), { Name: title('Ada Low') })
    expect((await table.findOrCreate({ name: ' ADA  low ' }))?.id).toBe(ada)
    const many = await Promise.all(Array.from({ length: 5 }, () => table.findOrCreate({ name: 'Nobody Yet' })))
    expect(new Set(many.map(one => one?.id)).size).toBe(1)
    const next = await artists(server.open())
    const before = server.asked.length
    expect(await next.known(['Nobody yet', 'Ada Low', 'Somebody'])).toEqual(new Set(['Nobody yet', 'Ada Low']))
    expect((await next.findOrCreate({ name: 'Ada Low' }))?.id).toBe(ada)
    expect(server.asked.length - before).toBe(1)
  })

  it.each(['Various Artists', 'unknown', 'N/A', 'user-4821337', ' '])('%j is none', async name => {
    await open()
    expect(await (await artists()).findOrCreate({ name })).toBeUndefined()
    expect(server.count(CREATE)).toBe(0)
  })

  it('with an id of Spotify’s is that one', async () => {
    await open()
    const table = await artists()
    const one = await table.findOrCreate({ name: 'Phoenix', spotifyId: '1xU878Z1QtBldR7ru9owdU' })
    const next = await artists(server.open())
    expect(await next.find({ name: 'Phœnix', spotifyId: '1xU878Z1QtBldR7ru9owdU' })).toEqual(one)
    expect(await (await artists(server.open())).find({ name: 'Phoenix', spotifyId: 'another' })).toBeUndefined()
  })

  it('is made once although queries do not show it yet', async () => {
    await openLagging()
    const memory = memoryOf()
    const first = await (await artists(server.open({ memory }))).findOrCreate({ name: 'Ada Low' })
    const next = await (await artists(server.open({ memory }))).findOrCreate({ name: 'Ada Low' })
    expect(next).toEqual(first)
    expect(server.count(CREATE)).toBe(1)
  })
})
