// Writes of which it stays unclear for a while what became of them: nothing is made twice, nothing is said that is not so.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { Transient } from '../../../src/errors.ts'
import { openTracks } from '../../../src/notion/tracks.ts'
import { findOrCreateTrack } from '../../../src/pipeline/find-or-create-track.ts'
import {
  memoryOf,
  type NotionServer,
  openNotionServer,
  refusal,
  savedButLate,
  savedThen,
} from '../../support/notion-server.ts'

const CREATE = 'POST pages'
const QUERY = 'POST data_sources/'
const link = 'https://soundcloud.com/a/song'
const song = { title: 'A song', link }

let server: NotionServer
const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await server[Symbol.asyncDispose]()
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

describe('a new row', () => {
  it('D11 trap 6: that cannot be looked for at first is found by the next look', async () => {
    server = await openNotionServer()
    const tracks = await openTracks(server.open(), server.ids.tracks)
    server.next(CREATE, savedThen('cut'))
    server.next(QUERY, () => refusal(400, 'validation_error'))
    expect(await tracks.create(song)).toMatchObject({ title: 'A song' })
    expect(server.count(CREATE)).toBe(1)
  })

  it('D11 trap 6: that cannot be looked for at all is not made again, and no fault of the row', async () => {
    server = await openNotionServer()
    const tracks = await openTracks(server.open(), server.ids.tracks)
    const before = server.count('GET data_sources/')
    server.next(CREATE, savedThen('cut'))
    server.next(QUERY, () => refusal(400, 'validation_error'), 99)
    // Columns that differ from those that are known would be a reason to try again.
    server.next(
      'GET data_sources',
      async (_asked, pass) => new Response((await (await pass()).text()).replace('Done', 'x')),
    )
    const error = await tracks.create(song).catch(caught => caught)
    expect(error).toBeInstanceOf(Transient)
    expect(error.message).toMatch(/it is not known whether the row of "Music Tracks" was made: Notion refused/)
    expect(server.count(CREATE)).toBe(1)
    expect(server.count('GET data_sources/')).toBe(before)
  })

  it('D11 trap 7: that was saved but cannot be read is said to be made, not made again', async () => {
    server = await openNotionServer()
    const tracks = await openTracks(server.open(), server.ids.tracks)
    server.next(CREATE, (_asked, pass) => savedButLate(pass))
    server.next('GET pages/', () => refusal(400, 'validation_error'))
    const error = await tracks.create(song).catch(caught => caught)
    expect(error).toBeInstanceOf(Transient)
    expect(error.message).toMatch(/^the row [\da-f-]{36} of "Music Tracks" was made, but not read: /)
    expect(server.count(CREATE)).toBe(1)
  })

  it('is no longer looked for when the program ends: what is thrown is the reason of that', async () => {
    server = await openNotionServer()
    const stop = new AbortController()
    const tracks = await openTracks(server.open({ signal: stop.signal, probeWaitsMs: [60_000] }), server.ids.tracks)
    server.next(CREATE, () => 'cut')
    const made = tracks.create(song).catch(caught => caught)
    await expect.poll(() => server.count(CREATE)).toBe(1)
    await sleep(50)
    const reason = new Error('by SIGINT')
    stop.abort(reason)
    expect(await made).toBe(reason)
  })
})

describe('a query that lags', () => {
  async function openLagging() {
    const folder = await mkdtemp(join(tmpdir(), 'workspace-'))
    cleanups.push(() => rm(folder, { recursive: true }))
    server = await openNotionServer({ file: join(folder, 'workspace.db'), switches: { lagMs: 400 } })
    await sleep(900)
  }

  it('D18 does not lead to a second row of a link', async () => {
    await openLagging()
    const tracks = await openTracks(server.open(), server.ids.tracks)
    const first = await findOrCreateTrack(tracks, link)
    expect((await findOrCreateTrack(tracks, `${link}?si=abc`)).id).toBe(first.id)
    expect(server.count(CREATE)).toBe(1)
    await sleep(900)
    expect(await tracks.listByLink(link)).toHaveLength(1)
  })

  it('D18 nor in the next run', async () => {
    await openLagging()
    const memory = memoryOf()
    const first = await findOrCreateTrack(await openTracks(server.open({ memory }), server.ids.tracks), link)
    const next = await openTracks(server.open({ memory }), server.ids.tracks)
    expect((await findOrCreateTrack(next, link)).id).toBe(first.id)
    expect(server.count(CREATE)).toBe(1)
  })

  it('D18 nor when the row that was made could not be read', async () => {
    await openLagging()
    const tracks = await openTracks(server.open(), server.ids.tracks)
    server.next(CREATE, (_asked, pass) => savedButLate(pass))
    server.next('GET pages/', () => refusal(404, 'object_not_found'))
    await expect(findOrCreateTrack(tracks, link)).rejects.toThrow(/was made, but not read/)
    expect(await findOrCreateTrack(tracks, link)).toMatchObject({ soundcloudUrl: link })
    expect(server.count(CREATE)).toBe(1)
  })

  it('D18 a row that was trashed meanwhile is made anew', async () => {
    await openLagging()
    const tracks = await openTracks(server.open(), server.ids.tracks)
    const first = await findOrCreateTrack(tracks, link)
    await server.call(`PATCH pages/${first.id}`, { in_trash: true })
    expect((await findOrCreateTrack(tracks, link)).id).not.toBe(first.id)
  })
})
