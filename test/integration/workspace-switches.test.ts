import { Client, isHTTPResponseError } from '@notionhq/client'
import { afterEach, describe, expect, it } from 'vitest'
import type { SwitchInput } from '../../src/workspace/switches/settings.ts'
import { at, openApi, refusal, type TestApi, title, titles } from '../unit/workspace/open-client.ts'

let api: TestApi
afterEach(() => api.workspace.close())

type FaultInput = NonNullable<SwitchInput['faults']>[number]
const COLUMNS = { Name: { title: {} } }
const open = (switches: SwitchInput = {}) => {
  api = openApi({ switches })
}
const setFaults = (...faults: FaultInput[]) => api.workspace.switches.set({ faults })
const me = () => api.send('get', 'users/me')

/** Everything of an answer, without a client between. */
async function plain(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: 'Bearer t', 'notion-version': '2025-09-03', ...init.headers }
  return api.workspace.fetch(`http://x/v1/${path}`, { ...init, headers })
}

describe('rate limits', () => {
  it('answer as Notion does', async () => {
    open({ rateLimits: { connection: 1 } })
    await plain('users/me')
    const refused = await plain('users/me')
    expect(refused.status).toBe(429)
    const body: unknown = await refused.json()
    const retryAfter = refused.headers.get('retry-after') ?? ''
    expect(body).toEqual({
      object: 'error',
      status: 429,
      code: 'rate_limited',
      message: expect.any(String),
      additional_data: { rate_limit_reason: 'public_api_request_rate_limit', retry_after: retryAfter },
      request_id: refused.headers.get('x-notion-request-id'),
    })
    expect(Number(retryAfter)).toBeGreaterThanOrEqual(59)
    expect(Number(retryAfter)).toBeLessThanOrEqual(60)
  })

  it('are waited for by the official client', async () => {
    open({ rateLimits: { connection: 1, windowMs: 900 } })
    const client = new Client({ auth: 't', fetch: api.workspace.fetch, logger: () => {} })
    await client.users.me({})
    const before = Date.now()
    await client.users.me({})
    expect(Date.now() - before).toBeGreaterThan(500)
  })

  it('come after route, token and version, and before the body', async () => {
    open({ rateLimits: { connection: 1 } })
    await plain('users/me')
    const statuses = await Promise.all([
      plain('nothing'),
      plain('users/me', { headers: { authorization: '' } }),
      plain('users/me', { headers: { 'notion-version': '1999-01-01' } }),
      plain('pages', { method: 'POST', body: '{' }),
      plain('pages/x'),
      plain('users/me', { headers: { authorization: 'Bearer other' } }),
    ])
    expect(statuses.map(answer => answer.status)).toEqual([400, 401, 400, 429, 429, 200])
  })

  it('are full again when they are set', async () => {
    open({ rateLimits: { connection: 1 } })
    await me()
    expect(await refusal(me())).toMatchObject({ status: 429 })
    api.workspace.switches.set({ rateLimits: { connection: 1 } })
    await me()
    api.workspace.switches.set({})
    await me()
    await me()
  })
})

describe('faults', () => {
  it('meet only what they are for, and as often as they say', async () => {
    open()
    setFaults({
      match: { method: 'GET', path: '/v1/users/me' },
      times: 2,
      fault: { kind: 'answer', status: 409, code: 'conflict_error' },
    })
    await api.send('get', 'users')
    expect(await refusal(me())).toEqual({
      status: 409,
      code: 'conflict_error',
      message: 'Conflict occurred while saving. Please try again.',
    })
    expect(api.workspace.switches.settings().faults).toMatchObject([{ times: 1 }])
    expect(await refusal(me())).toMatchObject({ status: 409 })
    expect(api.workspace.switches.settings().faults).toEqual([])
    await me()
  })

  it('bring the data and headers they are given', async () => {
    open()
    setFaults({
      fault: {
        kind: 'answer',
        status: 429,
        code: 'rate_limited',
        additionalData: { rate_limit_reason: 'public_api_request_blocked' },
        headers: { 'retry-after': '120' },
      },
    })
    const answer = await plain('users/me')
    expect(answer.headers.get('retry-after')).toBe('120')
    expect(await answer.json()).toMatchObject({
      code: 'rate_limited',
      additional_data: { rate_limit_reason: 'public_api_request_blocked' },
    })
  })

  it('are a page of HTML', async () => {
    open()
    setFaults({ times: 1, fault: { kind: 'html', status: 403 } }, { fault: { kind: 'html', status: 502 } })
    const answer = await plain('users/me')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([403, 'text/html'])
    expect(answer.headers.get('cf-ray')).toBeTruthy()
    expect(await answer.text()).toContain('<h1>403 Forbidden</h1>')
    const error = await me().catch((thrown: unknown) => thrown)
    expect(isHTTPResponseError(error) && error.code === 'notionhq_client_response_error' && error.status).toBe(502)
  })

  it('refuse a cursor, and only requests that have one', async () => {
    open()
    const table = await api.table(COLUMNS)
    for (const name of ['a', 'b']) await api.addRow(table, { Name: title(name) })
    setFaults({ times: 1, fault: { kind: 'invalidCursor' } })
    const first = await api.query(table, { page_size: 1 })
    const next = { page_size: 1, start_cursor: first.next_cursor }
    expect(await refusal(api.query(table, next))).toEqual({
      status: 400,
      code: 'validation_error',
      message: `The start_cursor provided is invalid: ${first.next_cursor}`,
    })
    expect((await api.query(table, next)).results).toHaveLength(1)
  })

  it('overload queries alone', async () => {
    open()
    const table = await api.table(COLUMNS)
    setFaults({ fault: { kind: 'queryOverload' } })
    await me()
    const answer = await plain(`data_sources/${table}/query`, { method: 'POST', body: '{}' })
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({
      code: 'service_unavailable',
      message: expect.stringMatching(/^Public API data source query is temporarily unavailable due to backend/),
      additional_data: {
        endpoint_name: 'public_queryDataSource',
        notion_error_name: 'PgPoolWaitConnectionTimeout',
        retry_guidance: [expect.any(String)],
      },
    })
  })
})

describe('a write that is saved all the same', () => {
  const made = async (table: string) => titles(await api.query(table, {}))
  const create = (table: string) =>
    plain('pages', {
      method: 'POST',
      body: JSON.stringify({ parent: { data_source_id: table }, properties: { Name: title('ghost') } }),
    })

  it('is told of by its id', async () => {
    open()
    const table = await api.table(COLUMNS)
    setFaults({ times: 3, fault: { kind: 'committed' } })
    const answer = await create(table)
    const body: unknown = await answer.json()
    const id = String(at(body, 'additional_data', 'committed_resource_id'))
    expect(body).toMatchObject({
      status: 503,
      code: 'service_unavailable',
      message:
        'The change was saved, but the response could not be built in time. Read the object again instead of repeating the write.',
      additional_data: { deadline_ms: '55000', committed_child_ids: [] },
    })
    expect(Object.keys(at(body, 'additional_data') as object)).toEqual(
      'from,elapsed_ms,deadline_ms,retry_guidance,committed_resource_id,committed_child_ids'.split(','),
    )
    expect(at(await api.send('get', `pages/${id}`), 'properties', 'Name', 'title', 0, 'plain_text')).toBe('ghost')

    const children = [{ paragraph: { rich_text: [{ text: { content: 'x' } }] } }]
    const undashed = id.replaceAll('-', '')
    const append = await plain(`blocks/${undashed}/children`, { method: 'PATCH', body: JSON.stringify({ children }) })
    const listed = await api.send('get', `blocks/${id}/children`)
    expect(await append.json()).toMatchObject({
      additional_data: { committed_resource_id: id, committed_child_ids: [at(listed, 'results', 0, 'id')] },
    })

    const refused = await plain('pages', { method: 'POST', body: '{}' })
    expect(refused.status).toBe(400)
  })

  it('may end in a connection that breaks, after it or before it', async () => {
    open()
    const table = await api.table(COLUMNS)
    setFaults({ times: 1, fault: { kind: 'cut' } })
    const broken = { name: 'TypeError', message: 'fetch failed' }
    await expect(create(table)).rejects.toMatchObject(broken)
    expect(await made(table)).toEqual([])
    setFaults({ times: 1, fault: { kind: 'cut', saved: true } })
    await expect(create(table)).rejects.toMatchObject(broken)
    expect(await made(table)).toEqual(['ghost'])
  })

  it('may be answered by half', async () => {
    open()
    const table = await api.table(COLUMNS)
    setFaults({ times: 1, fault: { kind: 'halfBody' } })
    const answer = await create(table)
    expect(answer.status).toBe(200)
    await expect(answer.text()).rejects.toThrow('terminated')
    expect(await made(table)).toEqual(['ghost'])
  })

  it('may be answered late, and stays when its caller gives up', async () => {
    open()
    const table = await api.table(COLUMNS)
    setFaults({ match: { path: '/pages$' }, fault: { kind: 'late', ms: 300 } })
    const before = Date.now()
    expect((await create(table)).status).toBe(200)
    expect(Date.now() - before).toBeGreaterThanOrEqual(290)

    const reason = new Error('no patience')
    const stop = new AbortController()
    const body = JSON.stringify({ parent: { data_source_id: table }, properties: { Name: title('second') } })
    const pending = plain('pages', { method: 'POST', body, signal: stop.signal })
    setTimeout(() => stop.abort(reason), 50)
    await expect(pending).rejects.toBe(reason)
    expect(await made(table)).toEqual(['ghost', 'second'])
    await expect(plain('pages', { method: 'POST', body, signal: stop.signal })).rejects.toBe(reason)
    expect(await made(table)).toHaveLength(2)
  })
})
