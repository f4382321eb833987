// S14 against a workspace: the official client, its retries and the columns as they are, a person beside them.

import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { silentLog } from '../../../src/log.ts'
import { openNotion } from '../../../src/notion/client.ts'
import { openTracks } from '../../../src/notion/tracks.ts'
import { openOutbox } from '../../../src/outbox/outbox.ts'
import { openWorkspace } from '../../../src/workspace/workspace.ts'
import fc from '../../support/property.ts'
import { memoryStore } from '../queue/open.ts'
import { fill, options } from './open.ts'

const CELLS = { tempo: 'Tempo', key: 'Key ', summary: 'Audio Processing Summary' } as const
type Field = keyof typeof CELLS
const Page = z.object({ id: z.string(), properties: z.record(z.string(), z.unknown()) })
const Source = z.object({ data_sources: z.array(z.object({ id: z.string() })).min(1) })
const Cell = z.union([
  z.object({ number: z.number().nullable() }).transform(({ number }) => number),
  z.object({ rich_text: z.array(z.object({ plain_text: z.string() })) }).transform(({ rich_text }) => {
    return rich_text.map(({ plain_text }) => plain_text).join('') || null
  }),
])

/** At which request of a delivery something happens; the last read and the write after it are one for a person. */
const REQUESTS = ['first read', 'last read', 'written', 'answer lost', 'dead before', 'dead after'] as const
const edit = fc.record({ field: fc.constantFrom<Field>('tempo', 'key', 'summary'), number: fc.nat({ max: 2 }) })
const step = fc.oneof(
  fc.record({ op: fc.constant('run' as const), edits: fc.array(edit, { maxLength: 1 }) }),
  fc.record({ op: fc.constant('deliver' as const), at: fc.constantFrom(...REQUESTS), edit }),
  fc.record({ op: fc.constant('edit' as const), edit }),
)
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

describe('a person’s edit in a workspace', () => {
  it('S14 is never written over, and what nobody touched ends with our newest value', { timeout: 60_000 }, async () => {
    const world = await openWorld()
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), steps => live(world, steps)),
      { numRuns: 300 },
    )
  })
})

async function live(world: Awaited<ReturnType<typeof openWorld>>, steps: readonly Step[]): Promise<void> {
  const page = await world.addRow()
  /** What a person wrote last, until the program may have it again. */
  const theirs = new Map<Field, unknown>()
  let runs = 0
  const apply = async ({ field, number }: Edit) => {
    const value = field === 'tempo' ? 1000 + number : `theirs ${number}`
    await world.edit(page, field, value)
    theirs.set(field, value)
  }
  for (const one of steps) {
    if (one.op === 'edit') await apply(one.edit)
    else if (one.op === 'deliver') await world.deliver(page, one.at, () => apply(one.edit))
    else {
      runs += 1
      const isSet = (field: Field) => theirs.has(field)
      for (const each of one.edits) await apply(each)
      await world.add(page, {
        tempo: fill(100 + runs, isSet('tempo')),
        key: fill(`ours ${runs}`, isSet('key')),
        summary: fill(`ours ${runs}`, isSet('summary')),
        tags: options([], ['SC_404']),
      })
    }
  }
  await world.settle()
  for (const field of ['tempo', 'key', 'summary'] as const) {
    const now = await world.cell(page, field)
    if (theirs.has(field)) expect([field, now]).toEqual([field, theirs.get(field)])
    else if (runs > 0) expect([field, now]).toEqual([field, field === 'tempo' ? 100 + runs : `ours ${runs}`])
  }
}

async function openWorld() {
  const workspace = openWorkspace({ file: ':memory:' })
  const store = memoryStore()
  let time = Date.UTC(2026, 10, 21)
  let onRequest = async (_method: string, _isDone: boolean): Promise<void> => {}
  const call = async (method: string, path: string, body?: object) => {
    const response = await workspace.fetch(`https://w.local/v1/${path}`, {
      method,
      headers: { authorization: 'Bearer x', 'notion-version': '2025-09-03', 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    })
    return response.json()
  }
  const source = Source.parse(await call('GET', `databases/${workspace.ids.tracks}`)).data_sources[0]?.id

  /** A program that starts: nothing of the one before is known but its store. */
  async function start() {
    const notion = openNotion({
      token: 'x',
      baseUrl: 'https://w.local',
      requestsPerMinute: 1_000_000,
      async fetch(input, init) {
        const method = new URL(String(input)).pathname.includes('/pages/') ? (init?.method ?? 'GET') : ''
        await onRequest(method, false)
        const answer = await workspace.fetch(String(input), init)
        await onRequest(method, true)
        return answer
      },
      log: silentLog,
      signal: new AbortController().signal,
      firstWaitMs: 1,
    })
    const { rows } = await openTracks(notion, workspace.ids.tracks)
    return openOutbox({
      store,
      ports: async () => rows,
      say: async () => {},
      now: () => time,
      log: silentLog,
      settleMs: 0,
    })
  }
  let outbox = await start()

  return {
    addRow: async () =>
      Page.parse(
        await call('POST', 'pages', {
          parent: { type: 'data_source_id', data_source_id: source },
          properties: { Title: { title: [{ text: { content: 'a song' } }] } },
        }),
      ).id,
    edit: (page: string, field: Field, value: string | number) =>
      call('PATCH', `pages/${page}`, {
        properties: {
          [CELLS[field]]: typeof value === 'number' ? { number: value } : { rich_text: [{ text: { content: value } }] },
        },
      }),
    cell: async (page: string, field: Field) =>
      Cell.parse(Page.parse(await call('GET', `pages/${page}`)).properties[CELLS[field]]),
    async add(page: string, fields: Parameters<typeof outbox.add>[0]['fields']) {
      time += 1000
      await store.commit(() => outbox.add({ target: 'tracks', page, fields }))
    },
    async deliver(page: string, at: (typeof REQUESTS)[number], act: () => Promise<void>) {
      time += 1000
      const dead = Promise.withResolvers<void>()
      let reads = 0
      let isOver = false
      onRequest = async (method, isDone) => {
        if (method === '' || isOver) return
        if (method === 'GET' && !isDone) reads += 1
        const isNow =
          (at === 'first read' && method === 'GET' && !isDone && reads === 1) ||
          (at === 'last read' && method === 'GET' && !isDone && reads === 2) ||
          (at === 'dead before' && method === 'PATCH' && !isDone) ||
          (method === 'PATCH' && isDone)
        if (!isNow) return
        isOver = true
        if (at !== 'dead before') await act()
        if (at === 'answer lost') throw new TypeError('fetch failed')
        if (!at.startsWith('dead')) return
        dead.resolve()
        await new Promise<never>(() => {})
      }
      await Promise.race([outbox.deliver(page), dead.promise])
      onRequest = async () => {}
      if (at.startsWith('dead')) outbox = await start()
    },
    async settle() {
      await outbox.again()
      await outbox.drain(new AbortController().signal)
      expect(outbox.count()).toBe(0)
    },
  }
}
