// Very many rows, rows that change while they are read, and rows of odd form.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Environment, InputFault, isFault } from '../../../src/errors.ts'
import { readCell } from '../../../src/notion/cells.ts'
import { TRACK_COLUMNS } from '../../../src/notion/columns.ts'
import { queryPages } from '../../../src/notion/query.ts'
import { openTracks } from '../../../src/notion/tracks.ts'
import { type Json, type NotionServer, openDirect, openNotionServer, saidBy } from '../../support/notion-server.ts'
import fc from '../../support/property.ts'

const MINUTE = 60_000
const FIRST = Date.UTC(2026, 0, 1)
const CAP = 10_000

/** A data source of so many rows that gives out 10,000 of them at most, without anything behind it. */
function hugeTable(count: number, madeAt: (row: number) => number) {
  const rows = Array.from({ length: count }, (_, at) => ({ id: `row ${at}`, at: madeAt(at) }))
  let queries = 0
  const Asked = z.object({
    filter: z.object({ and: z.array(z.object({ created_time: z.object({ on_or_after: z.string() }) })) }),
    start_cursor: z.string().optional(),
  })
  const fetch = async (_input: unknown, init?: RequestInit): Promise<Response> => {
    queries += 1
    const { filter, start_cursor: cursor = '0' } = Asked.parse(JSON.parse(String(init?.body)))
    const since = Math.max(...filter.and.map(({ created_time: { on_or_after: at } }) => Date.parse(at)))
    const first = rows.findIndex(({ at }) => at >= since)
    const [from, to] = [first + Number(cursor), first + Math.min(Number(cursor) + 100, CAP)]
    const isCut = to === first + CAP && to < rows.length
    const next = !isCut && to < rows.length ? String(to - first) : null
    return Response.json({
      object: 'list',
      results: rows.slice(from, to).map(({ id, at }) => page(id, new Date(at).toISOString())),
      next_cursor: next,
      has_more: next !== null,
      ...(isCut && { request_status: { type: 'incomplete', incomplete_reason: 'query_result_limit_reached' } }),
    })
  }
  const notion = openDirect(fetch)
  const all = { and: [{ timestamp: 'created_time', created_time: { on_or_after: '2000-01-01T00:00:00.000Z' } }] }
  return { read: () => queryPages(notion, 'huge', { filter: all }), queries: () => queries }
}

const page = (id: string, time: string) => ({
  object: 'page',
  id,
  url: 'u',
  created_time: time,
  last_edited_time: time,
  properties: {},
})

describe('more rows than a query gives out', () => {
  it('D16 100,000 rows: 100,000 different ones come', { timeout: 120_000 }, async () => {
    const table = hugeTable(100_000, at => FIRST + Math.floor(at / 900) * MINUTE)
    const found = await table.read()
    expect(new Set(found.map(({ id }) => id)).size).toBe(100_000)
    expect(found).toHaveLength(100_000)
    expect(table.queries()).toBeLessThan(1150)
  })

  it('D16 more of them in one minute than a query gives out: a fault that names the minute, no silence', async () => {
    const table = hugeTable(12_500, at => (at < 500 ? FIRST : FIRST + 5 * MINUTE))
    const fault = await table.read().catch((caught: unknown) => caught)
    expect(fault).toBeInstanceOf(Environment)
    expect(String(fault)).toContain('in the minute 2026-01-01T00:05:00.000Z')
  })
})

let server: NotionServer
let source: string
let now: number
beforeEach(async () => {
  now = FIRST
  server = await openNotionServer({ queryRows: 300, now: () => new Date(now) })
  source = await server.sourceOf(server.ids.tracks)
})
afterEach(() => server[Symbol.asyncDispose]())

const link = (url: string | null) => ({ URL: { url } })
const wanting = 'POST data_sources/'

describe('rows that change while they are read', () => {
  it('D15 none that stays is missed, none comes twice, whatever leaves, comes or loses its cursor meanwhile', async () => {
    const tracks = await openTracks(server.open(), server.ids.tracks)
    const ids: string[] = []
    for (let at = 0; at < 260; at += 1) {
      now += at % 50 === 0 ? MINUTE : 0
      ids.push(await server.add(source, link('https://a.b/c')))
    }
    const happening = fc.record({
      what: fc.constantFrom('leave' as const, 'edit' as const, 'add' as const, 'lose the cursor' as const),
      row: fc.nat(ids.length - 1),
    })
    const isWhole = fc.asyncProperty(fc.array(happening, { minLength: 3, maxLength: 3 }), async happenings => {
      const left = new Set<string>()
      const added: string[] = []
      let lost = 0
      server.next(
        wanting,
        async ({ body }, pass) => {
          const [next, ...others] = happenings
          happenings.splice(0, happenings.length, ...others)
          const id = ids[next?.row ?? 0] ?? ''
          if (next?.what === 'leave') {
            left.add(id)
            await server.call(`PATCH pages/${id}`, { properties: link(null) })
          }
          if (next?.what === 'edit') await server.call(`PATCH pages/${id}`, { properties: link('https://a.b/d') })
          if (next?.what === 'add') added.push(await server.add(source, link('https://a.b/e')))
          if (next?.what === 'lose the cursor' && body.start_cursor !== undefined && lost < 3) {
            lost += 1
            return Response.json(
              { object: 'error', status: 400, code: 'validation_error', message: 'm' },
              { status: 400 },
            )
          }
          return pass()
        },
        3,
      )
      const found = (await tracks.listWanting({})).map(({ id }) => id)
      expect(new Set(found).size).toBe(found.length)
      expect(ids.filter(id => !left.has(id) && !found.includes(id))).toEqual([])
      for (const id of left) await server.call(`PATCH pages/${id}`, { properties: link('https://a.b/c') })
      for (const id of added) await server.call(`PATCH pages/${id}`, { in_trash: true })
    })
    await fc.assert(isWhole, { numRuns: 12, endOnFailure: true })
  })
})

describe('files', () => {
  it('D22 an address that has expired is had anew by reading the page once; none is kept as a source', async () => {
    let reads = 0
    const cell = () => ({
      id: 'f',
      type: 'files',
      files: [
        {
          name: 'a.mp3',
          type: 'file',
          file: { url: `https://s3/a.mp3?X-Amz-Signature=${reads}`, expiry_time: '2026-01-01T01:00:00.000Z' },
        },
      ],
    })
    const notion = server.open()
    const id = await server.add(source, {})
    server.next(
      'GET pages/',
      async (_asked, pass) => {
        reads += 1
        const row = Object(await (await pass()).json())
        return Response.json({ ...row, properties: { ...row.properties, Files: cell() } })
      },
      9,
    )
    const addressNow = async () => {
      const row = await notion.repeatable(client => client.pages.retrieve({ page_id: id }))
      return readCell(Object(row).properties.Files, 'files')?.[0]
    }
    const first = await addressNow()
    expect(first).toMatchObject({ url: 'https://s3/a.mp3?X-Amz-Signature=1', expires: '2026-01-01T01:00:00.000Z' })
    expect(await addressNow()).toMatchObject({ url: 'https://s3/a.mp3?X-Amz-Signature=2' })
    expect(Object.values(TRACK_COLUMNS).flatMap(({ types }): string[] => [...types])).not.toContain('files')
  })
})

/** Puts something odd in one place of an answer. */
function mutate(value: unknown, path: readonly number[], odd: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined || typeof value !== 'object' || value === null) return odd
  const keys = Object.keys(value)
  const key = keys[step % Math.max(1, keys.length)]
  if (key === undefined) return odd
  const inner = mutate(Object(value)[key], rest, odd)
  if (Array.isArray(value)) return value.map((item, at) => (String(at) === key ? inner : item))
  const changed = { ...value, [key]: inner }
  if (inner === GONE) delete Object(changed)[key]
  return changed
}
const GONE = Symbol('gone')

const odd = fc.oneof(
  fc.constantFrom(null, GONE, '', 0, -1, true, [], {}, 'a_new_kind', [null], { type: null }, '\u0000', 1e308),
  fc.string(),
  fc.jsonValue({ maxDepth: 2 }),
)

describe('rows of odd form', () => {
  it('D23 of 10,000 mutated rows each is read, left alone or a fault in words: nothing else is thrown', async () => {
    const full = await fullRow()
    const answers: Record<string, unknown> = {
      databases: await server.call(`GET databases/${server.ids.tracks}`),
      data_sources: await server.call(`GET data_sources/${source}`),
    }
    const answer = async (input: unknown) => Response.json(answers[String(input).split('/')[4] ?? ''])
    const tracks = await openTracks(openDirect(answer), server.ids.tracks)
    let faults = 0
    const isClear = fc.asyncProperty(fc.array(fc.nat(40), { maxLength: 5 }), odd, async (path, value) => {
      const mutated = mutate(full, path, value)
      answers.pages = mutated === GONE ? null : mutated
      const outcome = await tracks.read(String(full.id)).catch((caught: unknown) => caught)
      if (!(outcome instanceof Error)) return
      faults += 1
      expect(isFault(outcome), `${outcome.stack}`).toBe(true)
      expect(outcome).not.toBeInstanceOf(TypeError)
    })
    await fc.assert(isClear, { numRuns: 10_000, endOnFailure: true })
    expect(faults).toBeGreaterThan(500)
  })

  it('D23 fields, kinds and options nobody knows are ignored', async () => {
    const tracks = await openTracks(server.open(), server.ids.tracks)
    const full = await fullRow()
    server.next('GET pages/', () =>
      Response.json({
        ...full,
        new_field: { a: 1 },
        icon: { type: 'hologram' },
        properties: { ...Object(full.properties), New: { id: 'new', type: 'hologram', hologram: null } },
      }),
    )
    expect(await tracks.read(String(full.id))).toMatchObject({ title: 'A song', tempo: 120, tags: ['Own'] })
  })

  it('D23 one odd row holds up no other: it is left out and said once', async () => {
    const { log, lines } = saidBy()
    const tracks = await openTracks(server.open({ log }), server.ids.tracks)
    for (let row = 0; row < 3; row += 1) await server.add(source, link('https://a.b/c'))
    const broken = async (_asked: unknown, pass: () => Promise<Response>) => {
      const listing = Object(await (await pass()).json())
      const [first, second, third] = listing.results
      const { Tempo: _gone, ...properties } = first.properties
      const artist = { ...second.properties['Artist Name'], rich_text: 7 }
      const odd2 = { ...second, properties: { ...second.properties, 'Artist Name': artist } }
      return Response.json({ ...listing, results: [{ ...first, properties }, odd2, third] })
    }
    server.next(wanting, broken, 9)
    expect(await tracks.listWanting({})).toHaveLength(1)
    expect(lines).toEqual([
      'warn: a row is left out: its columns are not known',
      expect.stringMatching(/^warn: a row is left out: it cannot be read: .*rich_text/),
    ])
  })

  it('D23 a row without one of its columns is a fault of that row, with the place', async () => {
    const tracks = await openTracks(server.open(), server.ids.tracks)
    const full = await fullRow()
    const { Tempo: _gone, ...properties } = Object(full.properties)
    server.next('GET pages/', () => Response.json({ ...full, properties }), 9)
    const fault = await tracks.read(String(full.id)).catch((caught: unknown) => caught)
    expect(fault).toBeInstanceOf(InputFault)
    expect(String(fault)).toContain('it came without "Tempo"')
  })
})

async function fullRow(): Promise<Json> {
  const text = (content: string) => ({ rich_text: [{ text: { content } }] })
  const id = await server.add(source, {
    Title: { title: [{ text: { content: 'A song' } }] },
    'Artist Name': text('Somebody'),
    Album: text('An album'),
    URL: { url: 'https://a.b/c' },
    Tempo: { number: 120 },
    'Audio Processing': { multi_select: [{ name: 'Own' }] },
    Genre: { select: { name: 'House' } },
  })
  return server.call(`GET pages/${id}`)
}
