import { expect, it } from 'vitest'
import { BOT, PERSON, PERSON_ID, PERSON_TOKEN } from '../../src/workspace/api/identity.ts'
import { openWorkspace } from '../../src/workspace/workspace.ts'
import fc from '../support/property.ts'
import type { Json } from '../unit/workspace/open-client.ts'
import type { Looks } from '../unit/workspace/query/naive-cells.ts'
import { textIn } from '../unit/workspace/query/naive-cells.ts'
import { fits } from '../unit/workspace/query/naive-filter.ts'
import { ordered } from '../unit/workspace/query/naive-order.ts'
import { anyFilter, anySorts } from '../unit/workspace/query/random-queries.ts'
import {
  anyTable,
  mainColumns,
  mainRow,
  otherColumns,
  otherRow,
  type RandomRow,
  ROLLED_UP,
} from '../unit/workspace/query/random-rows.ts'

const RUNS = 300
const QUERIES = 3
const START = Date.UTC(2026, 6, 2, 8)
const ASKED = Date.UTC(2026, 6, 4, 10, 30)

let clock = START
const workspace = openWorkspace({ file: ':memory:', now: () => new Date(clock) })

async function send(path: string, body: Json | undefined, token = 'connection'): Promise<Json> {
  const response = await workspace.fetch(`http://x/v1/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token}`, 'notion-version': '2025-09-03' },
    body: body && JSON.stringify(body),
  })
  const answer = (await response.json()) as Json
  if (!response.ok) throw new Error(`${path} ${JSON.stringify(body)}: ${answer.message}`)
  return answer
}

async function makeTable(properties: Json): Promise<string> {
  const parent = { type: 'workspace', workspace: true }
  const database = await send('databases', { parent, initial_data_source: { properties } })
  return (database.data_sources as { id: string }[])[0]?.id ?? ''
}

/** @returns the rows as they are answered, oldest first */
async function addRows(table: string, rows: readonly RandomRow[], related: readonly string[]): Promise<Json[]> {
  const pages: Json[] = []
  clock = START
  for (const row of rows) {
    clock += row.minutes * 60_000
    const relation = row.related.flatMap(at => related[at] ?? []).map(id => ({ id }))
    const properties = related.length > 0 ? { ...row.properties, Related: { relation } } : row.properties
    pages.push(
      await send('pages', { parent: { data_source_id: table }, properties }, row.byPerson ? PERSON_TOKEN : 'a'),
    )
  }
  return pages
}

/** All rows of a query, by its cursors. */
async function ask(table: string, query: Json, token: string): Promise<string[]> {
  const ids: string[] = []
  let cursor: unknown
  do {
    const page = await send(`data_sources/${table}/query`, { ...query, start_cursor: cursor }, token)
    const results = page.results as { id: string }[]
    expect(results.length).toBeLessThanOrEqual(Number(query.page_size))
    ids.push(...results.map(({ id }) => id))
    expect(ids.length, 'rows come once').toBe(new Set(ids).size)
    cursor = page.next_cursor
  } while (cursor !== null)
  return ids
}

const columnsOf = async (table: string) =>
  (await send(`data_sources/${table}`, undefined)).properties as Record<string, Json>

/** A rollup's cells are looked at as those of the column it takes. */
async function looksOf(main: string, other: string, related: readonly Json[]): Promise<Looks> {
  const there = await columnsOf(other)
  const rolledUp = Object.entries(ROLLED_UP).map(([name, target]) => [name, there[target] ?? {}])
  return {
    columns: { ...(await columnsOf(main)), ...Object.fromEntries(rolledUp) },
    titles: new Map(related.map(page => [String(page.id), titleOf(page)])),
    userNames: new Map([BOT, PERSON].map(({ id, name }) => [id, name])),
  }
}

const titleOf = (page: Json) => textIn(((page.properties as Json).Name as Json).title)

const anyCase = anyTable.chain(table =>
  fc.record({
    table: fc.constant(table),
    others: fc.array(otherRow(table), { minLength: 3, maxLength: 3 }),
    rows: fc.array(mainRow(table), { maxLength: 8 }),
  }),
)
const anyQuery = (table: Parameters<typeof anyFilter>[0], related: readonly string[]) =>
  fc.record({
    filter: fc.option(anyFilter(table, related), { nil: undefined, freq: 10 }),
    sorts: anySorts(),
    page_size: fc.integer({ min: 1, max: 4 }),
    byPerson: fc.boolean(),
  })

it('answers as a plain evaluator of the answered pages does', async () => {
  await fc.assert(
    fc.asyncProperty(anyCase, fc.gen(), async ({ table, others, rows }, random) => {
      const other = await makeTable(otherColumns(table))
      const related = await addRows(other, others, [])
      const ids = related.map(page => String(page.id))
      const main = await makeTable(mainColumns(table, other))
      await addRows(main, rows, ids)
      clock = ASKED
      const made = await send(`data_sources/${main}/query`, {})
      const looks = await looksOf(main, other, related)
      for (let count = 0; count < QUERIES; count += 1) {
        const { byPerson, ...query } = random(anyQuery, table, ids)
        const asker = { ...looks, now: ASKED, me: byPerson ? PERSON_ID : undefined }
        const expected = ordered(made.results as Json[], query.sorts, looks).filter(page =>
          fits(query.filter, page, asker),
        )
        const found = await ask(main, query, byPerson ? PERSON_TOKEN : 'a')
        expect(found, JSON.stringify(query)).toEqual(expected.map(({ id }) => id))
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  )
})
