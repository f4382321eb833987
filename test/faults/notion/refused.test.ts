// A connection, a page or a version of the API that Notion refuses.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ConfigFault, Environment, InputFault } from '../../../src/errors.ts'
import type { Notion } from '../../../src/notion/client.ts'
import { Barred } from '../../../src/notion/faults.ts'
import { openTasks } from '../../../src/notion/tasks.ts'
import { openTracks } from '../../../src/notion/tracks.ts'
import { clockAhead, type NotionServer, openNotionServer, refusal, saidBy } from '../../support/notion-server.ts'

let server: NotionServer
let clock: ReturnType<typeof clockAhead>
beforeEach(async () => {
  server = await openNotionServer()
  clock = clockAhead()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await server[Symbol.asyncDispose]()
})

const unauthorized = () => refusal(401, 'unauthorized')
const me = (notion: Notion) => notion.repeatable(client => client.users.me({}))
const faultOf = (call: Promise<unknown>): Promise<unknown> => call.catch((caught: unknown) => caught)

describe('a refused connection', () => {
  it('D13 the token: one request, one line, then every call fails at once', async () => {
    const { log, lines } = saidBy()
    const notion = server.open({ log })
    server.next('', unauthorized, 999)
    for (let call = 0; call < 50; call += 1) expect(await faultOf(me(notion))).toBeInstanceOf(Barred)
    expect(server.asked).toHaveLength(1)
    expect(lines.filter(line => line.startsWith('error'))).toEqual([
      'error: Notion refuses this connection: Notion refuses the token: NOTION_TOKEN is wrong or has expired',
    ])
  })

  it('D13 calls that wait for their turn are not sent either', async () => {
    const notion = server.open()
    server.next('', unauthorized, 999)
    const calls = await Promise.all(Array.from({ length: 200 }, () => faultOf(me(notion))))
    expect(calls.every(fault => fault instanceof Barred)).toBe(true)
    expect(server.asked.length).toBeLessThanOrEqual(20)
  })

  it('D13 after five minutes one request tries; until then, and beside it, none does', async () => {
    const notion = server.open()
    server.next('', unauthorized, 9)
    const askedAfter = async (ms: number) => {
      clock.forward(ms)
      await Promise.all(Array.from({ length: 9 }, () => faultOf(me(notion))))
      return server.asked.length
    }
    await faultOf(me(notion))
    expect(server.asked).toHaveLength(1)
    expect(await askedAfter(299_000)).toBe(1)
    expect(await askedAfter(2000)).toBe(2)
    expect(await askedAfter(299_000)).toBe(2)
    expect(await askedAfter(2000)).toBe(3)
  })

  it('D13 goes on by itself when it is let in again, and says so', async () => {
    const { log, lines } = saidBy()
    const notion = server.open({ log })
    server.next('', unauthorized, 2)
    for (const _ of [1, 2]) {
      expect(await faultOf(me(notion))).toBeInstanceOf(Barred)
      clock.forward(301_000)
    }
    expect(await faultOf(me(notion))).toMatchObject({ object: 'user' })
    expect(notion.refusal).toBeUndefined()
    expect(lines.at(-1)).toMatch(/^info: Notion accepts this connection again/)
    expect(lines.filter(line => line.startsWith('error'))).toHaveLength(1)
  })

  it('D13 a blocked connection, and a token that was withdrawn, are no different', async () => {
    const blocked = { additional_data: { rate_limit_reason: 'public_api_request_blocked' } }
    for (const answer of [
      () => refusal(429, 'rate_limited', blocked, { 'retry-after': '1' }),
      () => refusal(400, 'invalid_grant'),
    ]) {
      const notion = server.open()
      server.asked.length = 0
      server.next('', answer)
      expect(await faultOf(me(notion))).toBeInstanceOf(Barred)
      expect(await faultOf(me(notion))).toBeInstanceOf(Barred)
      expect(server.asked).toHaveLength(1)
    }
  })
})

describe('a refused page', () => {
  it.each([
    [404, 'object_not_found'],
    [403, 'restricted_resource'],
  ])('D14 %i concerns that row alone; the others are read and written', async (status, code) => {
    const tracks = await openTracks(server.open(), server.ids.tracks)
    const source = await server.sourceOf(server.ids.tracks)
    const [bad, good] = [await server.add(source, {}), await server.add(source, {})]
    server.next(`GET pages/${bad}`, () => refusal(status, code))
    expect(await faultOf(tracks.read(bad))).toBeInstanceOf(InputFault)
    server.next(`PATCH pages/${bad}`, () => refusal(404, code))
    expect(await faultOf(tracks.update(bad, { tempo: 99 }))).toBeInstanceOf(InputFault)
    expect(await tracks.update(good, { tempo: 99 })).toMatchObject({ tempo: 99 })
  })

  it('D14 a page that may be read and not written says that nothing may be written', async () => {
    const tracks = await openTracks(server.open(), server.ids.tracks)
    const id = await server.add(await server.sourceOf(server.ids.tracks), {})
    server.next('PATCH pages/', () => refusal(403, 'restricted_resource'))
    expect(await faultOf(tracks.update(id, { tempo: 99 }))).toBeInstanceOf(Environment)
  })

  it('D14 404 of the data source pauses that database: no row is written, the other database goes on', async () => {
    const notion = server.open({ lookAgainMs: 60_000 })
    const tracks = await openTracks(notion, server.ids.tracks)
    const tasks = await openTasks(notion, server.ids.agentTasks)
    const source = await server.sourceOf(server.ids.tracks)
    const id = await server.add(source, {})
    const gone = () => refusal(404, 'object_not_found')
    server.next(`POST data_sources/${source}`, gone)
    server.next(`GET data_sources/${source}`, gone, 2)
    expect(await faultOf(tracks.listWanting({}))).toBeInstanceOf(Environment)
    expect(await faultOf(tracks.update(id, { tempo: 99 }))).toBeInstanceOf(Environment)
    expect(server.count('PATCH')).toBe(0)
    expect(await tasks.create({ title: 'Look' })).toMatchObject({ title: 'Look' })
    expect(await faultOf(tracks.listWanting({}))).toBeInstanceOf(Environment)
    expect(await tracks.listWanting({})).toEqual([])
    expect(await tracks.update(id, { tempo: 99 })).toMatchObject({ tempo: 99 })
  })
})

describe('a refused version', () => {
  it('D21 is the configuration’s fault (exit 78) and named; nothing is tried again', async () => {
    const said = 'Notion-Version header failed validation'
    server.next('GET databases', () => refusal(400, 'validation_error', { message: said }), 99)
    const fault = await faultOf(openTracks(server.open(), server.ids.tracks))
    expect(fault).toBeInstanceOf(ConfigFault)
    expect(fault).toMatchObject({
      message: expect.stringMatching(/refuses version 2025-09-03 of its API.*update the program/),
    })
    expect(server.asked).toHaveLength(1)
  })
})
