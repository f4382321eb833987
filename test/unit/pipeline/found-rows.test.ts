// Rows of what sources named: found again however they say it, made once however late Notion shows them.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { openTracks, type TrackTable } from '../../../src/notion/tracks.ts'
import { findOrCreateFound } from '../../../src/pipeline/find-or-create-track.ts'
import { memoryOf, type NotionServer, openNotionServer } from '../../support/notion-server.ts'

const CREATE = 'POST pages'
const ID = '4uLU6hMCjMI75M1A2tKUQC'
const OTHER_ID = '6rqhFgbbKwnb9MLmUQDhG6'
const LINK = 'https://soundcloud.com/a/song'
const find = { title: 'A song', artist: 'Somebody', spotifyIds: [ID] }

let server: NotionServer
let dir: string | undefined
afterEach(async () => {
  await server[Symbol.asyncDispose]()
  if (dir) await rm(dir, { recursive: true })
  dir = undefined
})

/** What one var/ remembers. */
function ledgerOf(kept = new Map<string, string>()) {
  return {
    fact: (name: string) => kept.get(name),
    setFact: (name: string, value: string) => void kept.set(name, value),
  }
}

const open = (memory = memoryOf()): Promise<TrackTable> => openTracks(server.open({ memory }), server.ids.tracks)

/** Databases that are shown at once, and rows that are shown late. */
async function openLagging(): Promise<void> {
  dir = await mkdtemp(join(tmpdir(), 'found-rows-'))
  const file = join(dir, 'workspace.db')
  await (await openNotionServer({ file }))[Symbol.asyncDispose]()
  server = await openNotionServer({ file, switches: { lagMs: 600 } })
  await sleep(700)
}

describe('the row of a find', () => {
  it('bears title, artist, link and id, in the columns of their services', async () => {
    server = await openNotionServer()
    const tracks = await open()
    const row = await findOrCreateFound({ tracks, ledger: ledgerOf() }, { ...find, link: LINK, isrc: 'GBAYE0601498' })
    expect(row).toMatchObject({
      title: 'A song',
      artist: 'Somebody',
      soundcloudUrl: LINK,
      spotifyId: ID,
      spotifyUrl: `https://open.spotify.com/track/${ID}`,
      isrc: 'GBAYE0601498',
    })
  })

  it('without a title gets one of its link', async () => {
    server = await openNotionServer()
    const tracks = await open()
    expect(await findOrCreateFound({ tracks, ledger: ledgerOf() }, { link: LINK })).toMatchObject({ title: 'song' })
  })

  it('is found by any of the ids that Spotify has for it', async () => {
    server = await openNotionServer()
    const tracks = await open()
    const first = await findOrCreateFound({ tracks, ledger: ledgerOf() }, { ...find, spotifyIds: [OTHER_ID] })
    const again = { ...find, title: 'Named otherwise', spotifyIds: [ID, OTHER_ID] }
    expect((await findOrCreateFound({ tracks, ledger: ledgerOf() }, again))?.id).toBe(first?.id)
    expect(server.count(CREATE)).toBe(1)
  })

  it('is made once, though queries do not show it yet: in the same run, and in the next', async () => {
    await openLagging()
    const [memory, ledger] = [memoryOf(), ledgerOf()]
    const first = await findOrCreateFound({ tracks: await open(memory), ledger }, { ...find, link: LINK })
    expect((await findOrCreateFound({ tracks: await open(memory), ledger }, find))?.id).toBe(first?.id)
    expect((await findOrCreateFound({ tracks: await open(memory), ledger }, { link: LINK }))?.id).toBe(first?.id)
    expect(server.count(CREATE)).toBe(1)
  })

  it('is made once where no column takes what it could be found by', async () => {
    server = await openNotionServer()
    const source = await server.sourceOf(server.ids.tracks)
    const columns = ['Spotify ID', 'Spotify URL', 'URL', 'Artist Name']
    await server.call(`PATCH data_sources/${source}`, {
      properties: Object.fromEntries(columns.map(name => [name, null])),
    })
    const ledger = ledgerOf()
    const first = await findOrCreateFound({ tracks: await open(), ledger }, find)
    expect((await findOrCreateFound({ tracks: await open(), ledger }, find))?.id).toBe(first?.id)
    expect(server.count(CREATE)).toBe(1)
  })

  it('keeps a Spotify link under `URL` where there is no column of its own', async () => {
    server = await openNotionServer()
    const source = await server.sourceOf(server.ids.tracks)
    await server.call(`PATCH data_sources/${source}`, { properties: { 'Spotify ID': null, 'Spotify URL': null } })
    const first = await findOrCreateFound({ tracks: await open(), ledger: ledgerOf() }, find)
    expect(first?.sourceUrl).toBe(`https://open.spotify.com/track/${ID}`)
    expect((await findOrCreateFound({ tracks: await open(), ledger: ledgerOf() }, find))?.id).toBe(first?.id)
  })

  it('in another database is another row', async () => {
    server = await openNotionServer()
    const tracks = await open()
    const ledger = ledgerOf()
    await findOrCreateFound({ tracks: { ...tracks, dataSourceId: 'of before' }, ledger }, { ...find, artist: 'x' })
    const [row] = await tracks.listBySpotifyId(ID)
    await server.call(`PATCH pages/${row?.id}`, { in_trash: true })
    expect((await findOrCreateFound({ tracks, ledger }, find))?.id).not.toBe(row?.id)
  })
})
