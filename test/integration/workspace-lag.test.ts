import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Environment } from '../../src/errors.ts'
import { openWorkspace } from '../../src/workspace/workspace.ts'
import { at, type Json, openApi, refusal, type TestApi, title, titles } from '../unit/workspace/open-client.ts'

const LAG = 300
const COLUMNS = { Name: { title: {} }, Kind: { select: { options: [{ name: 'one' }] } } }

let folder: string
let api: TestApi
let table: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workspace-'))
  api = openApi({ file: join(folder, 'workspace.db') })
  table = await api.table(COLUMNS)
  await api.addRow(table, { Name: title('old') })
  api.workspace.switches.set({ lagMs: LAG })
})
afterEach(async () => {
  api.workspace.close()
  await rm(folder, { recursive: true })
})

const rows = async (body: Json = {}) => titles(await api.query(table, body)).sort()
const kind = (name: string) => ({ Kind: { select: { name } } })
async function found(words: string): Promise<number> {
  const answer = await api.send('post', 'search', { query: words })
  return Array.isArray(answer.results) ? answer.results.length : -1
}

/** Milliseconds until `is` holds. */
async function timeUntil(is: () => Promise<boolean>): Promise<number> {
  const start = performance.now()
  while (!(await is())) {
    if (performance.now() - start > 20 * LAG) throw new Error('it never holds')
    await sleep(5)
  }
  return performance.now() - start
}

describe('with a read lag', () => {
  it('a query and search see a row between one and two lags later; the page itself is there at once', async () => {
    await sleep(LAG / 3)
    const id = await api.addRow(table, { Name: title('new') })
    expect(await api.send('get', `pages/${id}`)).toMatchObject({ id })
    expect(await rows()).toEqual(['old'])
    expect(await found('new')).toBe(0)
    const took = await timeUntil(async () => (await rows()).length === 2)
    expect(took).toBeGreaterThan(LAG * 0.9)
    expect(took).toBeLessThan(LAG * 3)
    expect(await found('new')).toBe(1)
  })

  it('an edit shows its old value, a trashed row is still found, and then no more', async () => {
    const [page] = (await api.query(table, {})).results
    const id = String(page?.id)
    await api.send('patch', `pages/${id}`, { properties: { Name: title('edited') } })
    expect(at(await api.send('get', `pages/${id}`), 'properties', 'Name', 'title', 0, 'plain_text')).toBe('edited')
    expect(await rows({ filter: { property: 'Name', title: { equals: 'old' } } })).toEqual(['old'])
    await timeUntil(async () => (await rows())[0] === 'edited')
    await api.send('patch', `pages/${id}`, { in_trash: true })
    expect(await rows()).toEqual(['edited'])
    await timeUntil(async () => (await rows()).length === 0)
  })

  it('a new table is empty, in every version, and its query is still checked', async () => {
    const old = openApi({ file: join(folder, 'workspace.db'), version: '2022-06-28', switches: { lagMs: LAG } })
    table = await api.table(COLUMNS)
    await api.addRow(table, { Name: title('first') })
    expect(await api.query(table, {})).toMatchObject({
      object: 'list',
      results: [],
      has_more: false,
      next_cursor: null,
    })
    const wrong = { filter: { property: 'Nope', title: { equals: 'x' } } }
    expect(await refusal(api.query(table, wrong))).toMatchObject({ code: 'validation_error' })
    const source = await api.send('get', `data_sources/${table}`)
    const query = () => old.send('post', `databases/${at(source, 'parent', 'database_id')}/query`, {})
    expect(await query()).toMatchObject({ results: [], type: 'page_or_database' })
    await timeUntil(async () => (await rows()).length === 1)
    await timeUntil(async () => at(await query(), 'results', 'length') === 1)
    old.workspace.close()
  })

  it('columns are those of now: renamed, with new options, added', async () => {
    await api.send('patch', `data_sources/${table}`, { properties: { Kind: { name: 'Sort' } } })
    const made = { property: 'Sort', select: { equals: 'two' } }
    await api.addRow(table, { Name: title('new'), Sort: { select: { name: 'two' } } })
    expect(await rows({ filter: made })).toEqual([])
    expect(await rows({ filter: { property: 'Sort', select: { is_empty: true } } })).toEqual(['old'])
    await api.send('patch', `data_sources/${table}`, { properties: { Extra: { number: {} } } })
    const without = { filter: { property: 'Extra', number: { is_empty: true } } }
    expect(await rows(without)).toEqual(['new', 'old'])
    await timeUntil(async () => (await rows({ filter: made })).length === 1)
  })

  it('writes by another process are late as well', async () => {
    const other = openApi({ file: join(folder, 'workspace.db') })
    await other.addRow(table, { Name: title('by another'), ...kind('three') })
    expect(titles(await other.query(table, {}))).toHaveLength(2)
    expect(await rows()).toEqual(['old'])
    await timeUntil(async () => (await rows()).length === 2)
    other.workspace.close()
  })

  it('ends when it is switched off', async () => {
    await api.addRow(table, { Name: title('new') })
    api.workspace.switches.set({})
    expect(await rows()).toEqual(['new', 'old'])
  })

  it('shows what is a lag old for as long as two lags, by the clock', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      api.workspace.switches.set({ lagMs: 1000 })
      const seen: number[] = []
      for (let step = 0; step < 5; step += 1) {
        await api.addRow(table, { Name: title(`row ${step}`) })
        vi.advanceTimersByTime(1000)
        seen.push((await rows()).length)
      }
      expect(seen).toEqual([1, 2, 3, 4, 5])
    } finally {
      vi.useRealTimers()
    }
  })
})

it('a workspace without a file has no lag', () => {
  const lagMs = 10
  expect(() => openWorkspace({ file: ':memory:', switches: { lagMs } })).toThrow(Environment)
  expect(() => openApi({ file: join(folder, 'workspace.db'), readOnly: true, switches: { lagMs } })).toThrow(
    Environment,
  )
})
