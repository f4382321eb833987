// Writes to a Notion that misbehaves; the numbers of traps are those of docs/notion-traps.md.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Environment, Transient } from '../../../src/errors.ts'
import { openTasks } from '../../../src/notion/tasks.ts'
import { openTracks, type TrackTable } from '../../../src/notion/tracks.ts'
import {
  html,
  type NotionServer,
  openNotionServer,
  refusal,
  savedButLate,
  savedThen,
} from '../../support/notion-server.ts'

let server: NotionServer
let tracks: TrackTable
let id: string
const CREATE = 'POST pages'
const UPDATE = 'PATCH pages/'
const link = 'https://soundcloud.com/a/song'
const song = { title: 'A song', link }

beforeEach(async () => {
  server = await openNotionServer()
  tracks = await openTracks(server.open({ timeoutMs: 150 }), server.ids.tracks)
  id = await server.add(await server.sourceOf(server.ids.tracks), { Title: { title: [{ text: { content: 'Old' } }] } })
})
afterEach(() => server[Symbol.asyncDispose]())

const rowsNow = async () => (await tracks.listByLink(link)).length
const tempoNow = async () => (await tracks.read(id)).tempo

describe('an update', () => {
  it.each([
    ['D5 500', () => refusal(500, 'internal_server_error')],
    ['D5 502 in HTML', () => html(502)],
    ['D5 502 bad_gateway, a code the client does not know', () => refusal(502, 'bad_gateway')],
    ['D5 504', () => refusal(504, 'gateway_timeout')],
    ['D10 409', () => refusal(409, 'conflict_error')],
    ['D8 a cut connection', () => 'cut' as const],
    ['D6 no answer', () => 'silence' as const],
  ])('%s, trap 5: the row is read, and written again as it was not saved', async (_name, act) => {
    server.next(UPDATE, act)
    await tracks.update(id, { tempo: 120 })
    expect(server.count(UPDATE)).toBe(2)
    expect(server.asked.slice(-3).map(({ line }) => line.split('/')[0])).toEqual([
      'PATCH pages',
      'GET pages',
      'PATCH pages',
    ])
    expect(await tempoNow()).toBe(120)
  })

  it('D6 trap 5: a request without an answer is ended, and a write that landed late is not repeated', async () => {
    server.next(UPDATE, savedThen('silence'))
    expect(await tracks.update(id, { tempo: 121 })).toMatchObject({ tempo: 121 })
    expect(server.closedUnanswered()).toBe(1)
    expect(server.count(UPDATE)).toBe(1)
  })

  it('D8 trap 32: a write whose connection was cut after it was saved is not repeated', async () => {
    server.next(UPDATE, savedThen('cut'))
    await tracks.update(id, { tempo: 122 })
    expect(server.count(UPDATE)).toBe(1)
  })

  it('D5 trap 7: a write that was saved although 503 came is not repeated, the row is read', async () => {
    server.next(UPDATE, (_asked, pass) => savedButLate(pass))
    expect(await tracks.update(id, { tempo: 123 })).toMatchObject({ tempo: 123 })
    expect(server.count(UPDATE)).toBe(1)
  })

  it('D5 trap 7: nor when the row cannot be read at first and a person has changed it since', async () => {
    server.next(UPDATE, async (_asked, pass) => {
      const answer = await savedButLate(pass)
      await server.call(`PATCH pages/${id}`, { properties: { Tempo: { number: 90 } } })
      return answer
    })
    server.next('GET pages/', () => refusal(503, 'service_unavailable'))
    await expect(tracks.update(id, { tempo: 123 })).rejects.toThrow(/"Tempo" should be "123", it is "90"/)
    expect(server.count(UPDATE)).toBe(1)
    expect(await tempoNow()).toBe(90)
  })

  it('is believed only when the answer holds what was meant; else both values are named', async () => {
    server.next(UPDATE, async ({ body }, pass) => {
      Object.assign(body, { properties: { Tempo: { number: 60 } } })
      return pass()
    })
    const error = await tracks.update(id, { tempo: 124, downloaded: true }).catch(caught => caught)
    expect(error).toBeInstanceOf(Transient)
    expect(error.message).toMatch(/"Tempo" should be "124", it is "60"; "Downloaded" should be "true", it is "false"/)
  })

  it('trap 10: a comma in an option’s name is no difference', async () => {
    const row = await tracks.update(id, { tags: ['Rock, slow'] })
    expect(row.tags).toEqual(['Rock‚ slow'])
  })

  it('trap 9: an option that was renamed since the columns were read: they are read again, the nearest one is written', async () => {
    server.next('GET data_sources', async (_asked, pass) => {
      const text = await (await pass()).text()
      return new Response(text.replaceAll('"Completed"', '"Done"'), { headers: { 'content-type': 'application/json' } })
    })
    const tasks = await openTasks(server.open(), server.ids.agentTasks)
    const task = await tasks.create({ title: 'Look' })
    expect(await tasks.update(task.id, { status: 'Completed' })).toMatchObject({ status: 'Completed' })
    const written = server.asked.filter(({ line }) => line.startsWith(UPDATE)).map(({ body }) => JSON.stringify(body))
    expect(written).toEqual([expect.stringContaining('"Done"'), expect.stringContaining('"Completed"')])
    expect(server.count('GET data_sources/')).toBe(3)
  })

  it('D12 trap 26: a text over 2,000 characters goes in pieces and comes back whole', async () => {
    const summary = 'a word '.repeat(900).trim()
    await tracks.update(id, { summary })
    const body = JSON.stringify(server.asked.at(-1)?.body)
    expect(body.match(/"content"/g)?.length).toBeGreaterThan(3)
    expect(body).not.toMatch(/"content":"[^"]{2001}/)
  })

  it('trap 36: names only its own columns, so that a person’s edit of another one stays', async () => {
    await server.call(`PATCH pages/${id}`, { properties: { Album: { rich_text: [{ text: { content: 'mine' } }] } } })
    expect(await tracks.update(id, { tempo: 125 })).toMatchObject({ album: 'mine', tempo: 125 })
    expect(Object.keys(Object(server.asked.at(-1)?.body.properties))).toHaveLength(1)
  })
})

describe('a new row', () => {
  it.each([
    ['no answer', 'silence' as const],
    ['a cut connection', 'cut' as const],
    ['502 in HTML', html(502)],
    ['504', refusal(504, 'gateway_timeout')],
    ['500', refusal(500, 'internal_server_error')],
    ['a login page', html(200)],
  ])('D11 trap 6: made although %s came is adopted, not made again', async (_name, reaction) => {
    server.next(CREATE, savedThen(reaction))
    expect(await tracks.create(song)).toMatchObject({ title: 'A song', soundcloudUrl: link })
    expect(server.count(CREATE)).toBe(1)
    expect(await rowsNow()).toBe(1)
  })

  it('D11 trap 6: that a query shows only later is looked for again', async () => {
    server.next(CREATE, savedThen('cut'))
    const nothing = () => Response.json({ object: 'list', results: [], next_cursor: null, has_more: false })
    server.next('POST data_sources/', nothing, 2)
    await tracks.create(song)
    expect(server.count(CREATE)).toBe(1)
    expect(server.count('POST data_sources/')).toBe(3)
  })

  it('D11 trap 6: that is nowhere is not made again: it is not known whether it was made', async () => {
    server.next(CREATE, () => 'cut')
    const error = await tracks.create(song).catch(caught => caught)
    expect(error).toBeInstanceOf(Transient)
    expect(error.message).toMatch(/it is not known whether the row of "Music Tracks" was made/)
    expect(server.count(CREATE)).toBe(1)
  })

  it('D11 trap 6: is not mistaken for one with another link, nor chosen among two alike', async () => {
    await tracks.create({ ...song, link: 'https://soundcloud.com/a/other' })
    server.next(CREATE, () => 'cut')
    await expect(tracks.create(song)).rejects.toThrow(/it is not known/)
    await tracks.create(song)
    server.next(CREATE, savedThen('cut'))
    await expect(tracks.create(song)).rejects.toThrow(/2 rows of "Music Tracks" are as the one/)
    expect(await rowsNow()).toBe(2)
  })

  it('D11 trap 6: that was refused unmade is asked for again', async () => {
    server.next(CREATE, () => refusal(409, 'conflict_error'))
    server.next(CREATE, () => refusal(503, 'database_connection_unavailable'))
    server.next(CREATE, () => refusal(429, 'rate_limited', {}, { 'retry-after': '1' }))
    await tracks.create(song)
    expect(server.count(CREATE)).toBe(4)
    expect(await rowsNow()).toBe(1)
  })

  it('D11 trap 7: saved although 503 came is read by the id Notion names', async () => {
    server.next(CREATE, (_asked, pass) => savedButLate(pass))
    expect(await tracks.create(song)).toMatchObject({ soundcloudUrl: link })
    expect(server.count(CREATE)).toBe(1)
    expect(server.count('POST data_sources/')).toBe(0)
  })

  it('trap 25: refused for want of free blocks says so', async () => {
    server.next(CREATE, () =>
      refusal(403, 'restricted_resource', { additional_data: { block_limit: 'block_creation' } }),
    )
    const error = await tracks.create(song).catch(caught => caught)
    expect(error).toBeInstanceOf(Environment)
    expect(error.message).toMatch(/used all of its free blocks: rows can be changed but none made/)
  })

  it('trap 27: an empty link is left empty', async () => {
    expect((await tracks.create({ title: 'No link', link: '' })).sourceUrl).toBeUndefined()
  })
})
