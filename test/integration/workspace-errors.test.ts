import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BOT_ID } from '../../src/workspace/api/identity.ts'
import { type Json, openApi, refusal, type TestApi, title } from '../unit/workspace/open-client.ts'

const UNKNOWN = '11111111-2222-3333-4444-555555555555'
const COLUMNS = {
  Name: { title: {} },
  Note: { rich_text: {} },
  State: { status: {} },
  Kind: { select: {} },
  Link: { url: {} },
  When: { date: {} },
  Bpm: { number: {} },
  Nr: { unique_id: {} },
}

let api: TestApi
let table: string
beforeEach(async () => {
  api = openApi()
  table = await api.table(COLUMNS)
})
afterEach(() => api.workspace.close())

const write = (properties: Json) => refusal(api.addRow(table, { Name: title('x'), ...properties }))
const ask = (body: Json) => refusal(api.query(table, body))

describe('writing a row', () => {
  const long = 'x'.repeat(2001)
  const many = Array.from({ length: 101 }, () => ({ text: { content: 'x' } }))
  it.each<[string, Json, string]>([
    ['an unknown property', { Nope: { number: 1 } }, 'Nope is not a property that exists.'],
    ['a wrong type', { State: { select: { name: 'Done' } } }, 'State is expected to be status.'],
    [
      'an unknown status',
      { State: { status: { name: 'Ready' } } },
      'Invalid status option. Status option "Ready" does not exist".',
    ],
    ['a comma', { Kind: { select: { name: 'a,b' } } }, 'Invalid select option, commas not allowed: a,b'],
    [
      'a long text',
      { Note: { rich_text: [{ text: { content: long } }] } },
      'body failed validation: body.properties.Note.rich_text[0].text.content.length should be ≤ `2000`, instead was `2001`.',
    ],
    [
      'too many items',
      { Note: { rich_text: many } },
      'body failed validation: body.properties.Note.rich_text.length should be ≤ `100`, instead was `101`.',
    ],
    [
      'an empty link',
      { Link: { url: '' } },
      'body failed validation: body.properties.Link.url should be populated or `null`, instead was `""`.',
    ],
    [
      'a date of another form',
      { When: { date: { start: '2022/01/02' } } },
      'body failed validation: body.properties.When.date.start should be a valid ISO 8601 date string, instead was `"2022/01/02"`.',
    ],
    [
      'a text for a number',
      { Bpm: { number: '120' } },
      'body failed validation: body.properties.Bpm.number should be a number, instead was `"120"`.',
    ],
    [
      'a read-only property',
      { Nr: { unique_id: { number: 1 } } },
      'Nr is a unique_id property, which cannot be written.',
    ],
  ])('refuses %s', async (_what, properties, message) => {
    expect(await write(properties)).toEqual({ status: 400, code: 'validation_error', message })
    expect((await api.query(table, {})).results).toEqual([])
  })

  it('leaves no option behind when a later value is refused', async () => {
    await write({ Kind: { select: { name: 'New' } }, Bpm: { number: 'x' } })
    const source = await api.client.dataSources.retrieve({ data_source_id: table })
    expect(source).toMatchObject({ properties: { Kind: { select: { options: [] } } } })
  })

  it('needs a parent', async () => {
    expect((await refusal(api.send('post', 'pages', { properties: {} }))).message).toBe(
      'body failed validation: body.parent should be defined, instead was `undefined`.',
    )
  })

  it('does not change a page in the trash', async () => {
    const id = await api.addRow(table, { Name: title('x') })
    await api.send('patch', `pages/${id}`, { in_trash: true })
    const refused = await refusal(api.send('patch', `pages/${id}`, { properties: { Name: title('y') } }))
    expect(refused.message).toBe("Can't update a page that is archived. You must unarchive the page before updating.")
  })
})

describe('a query', () => {
  const deep = { and: [{ or: [{ and: [{ property: 'Name', title: { equals: 'x' } }] }] }] }
  it.each<[string, Json, string]>([
    [
      'an unknown property',
      { filter: { property: 'X', title: { equals: '' } } },
      'Could not find property with name or id: X',
    ],
    [
      'an unknown sort',
      { sorts: [{ property: 'X', direction: 'ascending' }] },
      'Could not find sort property with name or id: X',
    ],
    ['a wrong cursor', { start_cursor: 'abc' }, 'The start_cursor provided is invalid: abc'],
    [
      'a wrong type',
      { filter: { property: 'State', select: { equals: 'x' } } },
      'database property status does not match filter select',
    ],
    ['three levels', { filter: deep }, 'body failed validation: body.filter.and[0].or[0].and should be not present'],
    [
      'is_empty false',
      { filter: { property: 'Name', title: { is_empty: false } } },
      'body failed validation: body.filter.title.is_empty should be `true`, instead was `false`.',
    ],
    [
      'an unknown condition',
      { filter: { property: 'Name', title: { equalz: 'x' } } },
      'body failed validation: body.filter.title.equalz should be not present, instead was `"x"`.',
    ],
    [
      'a large page',
      { page_size: 101 },
      'body failed validation: body.page_size should be ≤ `100`, instead was `101`.',
    ],
  ])('refuses %s', async (_what, body, message) => {
    const refused = await ask(body)
    expect(refused).toMatchObject({ status: 400, code: 'validation_error' })
    expect(refused.message.startsWith(message)).toBe(true)
  })
})

describe('changing columns', () => {
  const change = (properties: Json) => refusal(api.send('patch', `data_sources/${table}`, { properties }))
  it.each<[string, Json, string]>([
    ['removing the title', { Name: null }, 'Cannot delete the title property.'],
    ['a second title', { Other: { title: {} } }, 'Cannot create a second title property.'],
    ['a name that is taken', { Note: { name: 'Kind' } }, 'Cannot have two properties with the same name: Kind'],
    ['removing what is not there', { Nope: null }, 'Nope is not a property that exists.'],
  ])('refuses %s', async (_what, properties, message) => {
    expect(await change(properties)).toEqual({ status: 400, code: 'validation_error', message })
  })
})

describe('before the route is asked', () => {
  const plain = async (path: string, init: RequestInit = {}): Promise<Json> => {
    const headers = {
      authorization: 'Bearer a',
      'notion-version': '2025-09-03',
      ...(init.headers as Record<string, string>),
    }
    const response = await api.workspace.fetch(`https://x${path}`, { ...init, headers })
    const body = (await response.json()) as Json
    expect(body.request_id).toBe(response.headers.get('x-notion-request-id'))
    expect(Object.keys(body).at(-1)).toBe('request_id')
    return { status: response.status, ...body }
  }

  it.each([['/v1/nothing'], ['/v1/agents/x'], ['/v2/users'], ['/v1/users/me/x']])('answers 400 to %s', async path => {
    expect(await plain(path)).toMatchObject({
      status: 400,
      code: 'invalid_request_url',
      message: 'Invalid request URL.',
    })
  })

  it('lets a doubled slash pass', async () => {
    expect(await plain('//v1/users/me')).toMatchObject({ status: 200, type: 'bot' })
  })

  it('checks the version', async () => {
    const missing = await plain('/v1/users/me', { headers: { 'notion-version': '' } })
    expect(missing).toMatchObject({
      status: 400,
      code: 'missing_version',
      message:
        'Notion-Version header failed validation: Notion-Version header should be defined, instead was `undefined`.',
    })
    const unknown = await plain('/v1/users/me', { headers: { 'notion-version': '1999-01-01' } })
    expect(unknown).toMatchObject({ status: 400, code: 'validation_error' })
  })

  it('checks the token after the route and before the version', async () => {
    const closed = openApi({ tokens: ['secret'] })
    const call = (authorization: string, path: string) =>
      closed.workspace.fetch(`https://x/v1/${path}`, { headers: { authorization } })
    const refused = await call('Bearer wrong', 'users/me')
    expect(await refused.json()).toMatchObject({ status: 401, code: 'unauthorized', message: 'API token is invalid.' })
    expect((await call('', 'users/me')).status).toBe(401)
    expect(await (await call('Bearer wrong', 'nothing')).json()).toMatchObject({ code: 'invalid_request_url' })
    expect(await (await call('Bearer secret', 'users/me')).json()).toMatchObject({ code: 'missing_version' })
    closed.workspace.close()
  })

  it('checks JSON, then ids, then whether the object is there', async () => {
    const post = (path: string, body: string) => plain(path, { method: 'POST', body })
    expect(await post('/v1/data_sources/abc/query', '{')).toMatchObject({
      code: 'invalid_json',
      message: 'Error parsing JSON body.',
    })
    expect(await post('/v1/data_sources/abc/query', '{}')).toMatchObject({
      code: 'validation_error',
      message: 'path failed validation: path.data_source_id should be a valid uuid, instead was `"abc"`.',
    })
    expect(await plain(`/v1/pages/${UNKNOWN}`)).toMatchObject({
      status: 404,
      code: 'object_not_found',
      message: `Could not find page with ID: ${UNKNOWN}. Make sure the relevant pages and databases are shared with your integration "Local workspace".`,
      additional_data: { integration_id: BOT_ID },
    })
    expect((await plain(`/v1/databases/${UNKNOWN}`)).message).toContain('Could not find database with ID')
  })

  it('does not take a database id for a data source id', async () => {
    const id = api.workspace.ids.tracks
    expect(await plain(`/v1/data_sources/${id}`)).toMatchObject({ status: 404, code: 'object_not_found' })
  })
})
