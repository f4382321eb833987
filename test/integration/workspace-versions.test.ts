import { afterEach, describe, expect, it } from 'vitest'
import { at, type Json, openApi, type TestApi, title } from '../unit/workspace/open-client.ts'

const opened: TestApi[] = []
afterEach(() => {
  for (const api of opened.splice(0)) api.workspace.close()
})

/** The same workspace by each version. */
function byVersion() {
  const newest = openApi({ version: '2026-03-11' })
  opened.push(newest)
  const send = (version: string) => async (method: string, path: string, body?: Json) => {
    const answer = await newest.workspace.fetch(`http://workspace/v1/${path}`, {
      method,
      headers: { authorization: 'Bearer local', 'notion-version': version },
      body: body && JSON.stringify(body),
    })
    return { status: answer.status, body: (await answer.json()) as Json }
  }
  return { old: send('2022-06-28'), middle: send('2025-09-03'), newest: send('2026-03-11') }
}
const atTop = { type: 'workspace', workspace: true }

describe('version 2022-06-28', () => {
  it('knows databases with columns, and no data sources', async () => {
    const { old } = byVersion()
    const made = await old('POST', 'databases', {
      parent: atTop,
      title: [],
      properties: { Name: { title: {} }, N: { number: {} } },
    })
    expect(made.status).toBe(200)
    expect(Object.keys(made.body.properties as Json)).toEqual(['Name', 'N'])
    expect(made.body).not.toHaveProperty('data_sources')
    const id = String(made.body.id)
    const row = await old('POST', 'pages', {
      parent: { database_id: id },
      properties: { Name: title('a'), N: { number: 1 } },
    })
    expect(row.body.parent).toEqual({ type: 'database_id', database_id: id })
    const found = await old('POST', `databases/${id}/query`, { filter: { property: 'N', number: { equals: 1 } } })
    expect(found.body).toMatchObject({
      object: 'list',
      type: 'page_or_database',
      page_or_database: {},
      has_more: false,
    })
    expect(found.body.results).toHaveLength(1)
    const renamed = await old('PATCH', `databases/${id}`, { properties: { N: { name: 'Number' } } })
    expect(Object.keys(renamed.body.properties as Json)).toEqual(['Name', 'Number'])
  })

  it('does not know the newer routes', async () => {
    const { old, middle } = byVersion()
    const made = await middle('POST', 'databases', {
      parent: atTop,
      initial_data_source: { properties: { Name: { title: {} } } },
    })
    const source = String(at(made.body, 'data_sources', 0, 'id'))
    for (const answer of [
      await old('GET', `data_sources/${source}`),
      await old('POST', `data_sources/${source}/query`, {}),
    ]) {
      expect(answer.status).toBe(400)
      expect(answer.body.code).toBe('invalid_request_url')
    }
    const query = await middle('POST', `databases/${made.body.id}/query`, {})
    expect(query.body.code).toBe('invalid_request_url')
  })

  it('refuses a database with two data sources, and says which version has them', async () => {
    const { old, middle } = byVersion()
    const made = await middle('POST', 'databases', { parent: atTop, title: [] })
    const second = await middle('POST', 'data_sources', {
      parent: { type: 'database_id', database_id: made.body.id },
      properties: { Name: { title: {} } },
    })
    const refused = await old('GET', `databases/${made.body.id}`)
    expect(refused.status).toBe(400)
    expect(refused.body).toMatchObject({
      code: 'validation_error',
      message: 'Databases with multiple data sources are not supported in this API version.',
      additional_data: {
        error_type: 'multiple_data_sources_for_database',
        database_id: made.body.id,
        child_data_source_ids: [at(made.body, 'data_sources', 0, 'id'), second.body.id],
        minimum_api_version: '2025-09-03',
      },
    })
  })

  it('takes and shows a relation by its database', async () => {
    const { old } = byVersion()
    const a = await old('POST', 'databases', { parent: atTop, title: [], properties: { Name: { title: {} } } })
    const b = await old('POST', 'databases', {
      parent: atTop,
      title: [],
      properties: { Name: { title: {} }, Rel: { relation: { database_id: a.body.id, single_property: {} } } },
    })
    expect(at(b.body, 'properties', 'Rel', 'relation')).toEqual({
      database_id: a.body.id,
      type: 'single_property',
      single_property: {},
    })
  })
})

describe('version 2026-03-11', () => {
  it('has no archived, in answers and in requests', async () => {
    const { middle, newest } = byVersion()
    const page = await newest('POST', 'pages', { parent: atTop, properties: { title: title('x') } })
    expect(page.body).not.toHaveProperty('archived')
    expect((await middle('GET', `pages/${page.body.id}`)).body.archived).toBe(false)
    const refused = await newest('PATCH', `pages/${page.body.id}`, { archived: true })
    expect(refused.body.message).toBe(
      'body failed validation: body.archived should be not present, instead was `true`.',
    )
    expect((await middle('PATCH', `pages/${page.body.id}`, { archived: true })).body.in_trash).toBe(true)
  })
})

describe('the version header', () => {
  it('may be left out when a switch says what is meant', async () => {
    const api = openApi({ switches: { assumeVersion: '2022-06-28' } })
    opened.push(api)
    const answer = await api.workspace.fetch('http://w/v1/search', {
      method: 'POST',
      headers: { authorization: 'Bearer x' },
      body: '{}',
    })
    expect(await answer.json()).toMatchObject({ type: 'page_or_database' })
  })

  it('has to be there and known', async () => {
    const api = openApi()
    opened.push(api)
    const send = async (headers: Record<string, string>) =>
      (await api.workspace.fetch('http://w/v1/users/me', { headers: { authorization: 'Bearer x', ...headers } })).json()
    expect(await send({})).toMatchObject({ status: 400, code: 'missing_version' })
    expect(await send({ 'notion-version': '2021-05-13' })).toMatchObject({ status: 400, code: 'validation_error' })
    expect(await send({ 'notion-version': '2025-09-03', 'notion-beta': 'x-1' })).toMatchObject({ code: 'invalid_beta' })
  })
})
