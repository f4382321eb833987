// Answers as they were recorded from Notion: keys, their order, and constants; and its error bodies word for word.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at, type Json, openApi, type TestApi, title } from '../unit/workspace/open-client.ts'

let api: TestApi
let database: Json
let row: Json
let page: Json
beforeAll(async () => {
  api = openApi({ now: () => new Date('2026-07-04T09:08:45.607Z') })
  page = await send('POST', 'pages', { parent: { workspace: true }, properties: { title: title('Test Page').title } })
  database = await send('POST', 'databases', {
    parent: { type: 'page_id', page_id: page.id },
    title: [{ text: { content: 'Table' } }],
    initial_data_source: { properties: { Name: { title: {} }, 'a;=b': { number: {} } } },
  })
  row = await send('POST', 'pages', {
    parent: { data_source_id: at(database, 'data_sources', 0, 'id') },
    properties: { Name: title('Row') },
  })
})
afterAll(() => api.workspace.close())

interface Sent {
  token?: string
  version?: string
}

async function send(method: string, path: string, body?: unknown, sent: Sent = {}): Promise<Json> {
  const { token = 'local', version = '2025-09-03' } = sent
  const headers = { authorization: `Bearer ${token}`, 'notion-version': version }
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await api.workspace.fetch(`http://workspace/v1/${path}`, { method, headers, body: text })
  const json = (await answer.json()) as Json
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
  if ('request_id' in json) expect(answer.headers.get('x-notion-request-id')).toBe(json.request_id)
  return json
}
const children = async () => {
  const paragraph = { type: 'paragraph', paragraph: { rich_text: [{ text: { content: 'x' } }] } }
  const made = await send('PATCH', `blocks/${page.id}/children`, { children: [paragraph] })
  return (made.results as Json[])[0] ?? {}
}
const comment = () =>
  send('POST', 'comments', { parent: { page_id: page.id }, rich_text: [{ text: { content: 'c' } }] })
const upload = () =>
  send('POST', 'file_uploads', { mode: 'single_part', filename: 'a.txt', content_type: 'text/plain' })

describe('the keys of an answer, in order', () => {
  it.each([
    [
      'page',
      () => row,
      'object,id,created_time,last_edited_time,created_by,last_edited_by,cover,icon,parent,in_trash,is_archived,is_locked,properties,url,public_url,archived,request_id',
    ],
    [
      'database',
      () => database,
      'object,id,title,description,parent,is_inline,in_trash,is_locked,created_time,last_edited_time,data_sources,icon,cover,url,public_url,archived,request_id',
    ],
    [
      'data source',
      () => send('GET', `data_sources/${at(database, 'data_sources', 0, 'id')}`),
      'object,id,cover,icon,created_time,created_by,last_edited_by,last_edited_time,title,description,is_inline,properties,parent,database_parent,url,public_url,in_trash,archived,request_id',
    ],
    [
      'block',
      children,
      'object,id,parent,created_time,last_edited_time,created_by,last_edited_by,has_children,in_trash,type,paragraph,archived',
    ],
    [
      'comment',
      comment,
      'object,id,parent,discussion_id,created_time,last_edited_time,created_by,rich_text,display_name,request_id',
    ],
    [
      'file upload',
      upload,
      'object,id,created_time,created_by,last_edited_time,expiry_time,upload_url,in_trash,status,filename,content_type,content_length,archived,request_id',
    ],
    ['bot', () => send('GET', 'users/me'), 'object,id,name,avatar_url,type,bot,request_id'],
    [
      'query',
      () => send('POST', `data_sources/${at(database, 'data_sources', 0, 'id')}/query`, {}),
      'object,results,next_cursor,has_more,type,page_or_data_source,request_id',
    ],
    [
      'search',
      () => send('POST', 'search', {}),
      'object,results,next_cursor,has_more,type,page_or_data_source,request_id',
    ],
    ['users', () => send('GET', 'users'), 'object,results,next_cursor,has_more,type,user,request_id'],
    [
      'block list',
      () => send('GET', `blocks/${page.id}/children`),
      'object,results,next_cursor,has_more,type,block,request_id',
    ],
    [
      'markdown',
      () => send('GET', `pages/${page.id}/markdown`),
      'object,id,markdown,truncated,unknown_block_ids,request_id',
    ],
    [
      'property list',
      () => send('GET', `pages/${page.id}/properties/title`),
      'object,results,next_cursor,has_more,type,property_item,request_id',
    ],
    [
      'views',
      () => send('GET', `views?database_id=${database.id}`),
      'object,results,next_cursor,has_more,type,view,request_id',
    ],
  ])('%s', async (_name, answer, keys) => {
    expect(Object.keys(await answer()).join(',')).toBe(keys)
  })
})

describe('a recorded answer', () => {
  it('of a new page', () => {
    const user = { object: 'user', id: at(page, 'created_by', 'id') }
    const hex = String(page.id).replaceAll('-', '')
    expect(page).toEqual({
      object: 'page',
      id: page.id,
      created_time: '2026-07-04T09:08:00.000Z',
      last_edited_time: '2026-07-04T09:08:00.000Z',
      created_by: user,
      last_edited_by: user,
      cover: null,
      icon: null,
      parent: { type: 'workspace', workspace: true },
      in_trash: false,
      is_archived: false,
      is_locked: false,
      properties: {
        title: {
          id: 'title',
          type: 'title',
          title: [
            {
              type: 'text',
              text: { content: 'Test Page', link: null },
              annotations: {
                bold: false,
                italic: false,
                strikethrough: false,
                underline: false,
                code: false,
                color: 'default',
              },
              plain_text: 'Test Page',
              href: null,
            },
          ],
        },
      },
      url: `https://app.notion.com/p/Test-Page-${hex}`,
      public_url: null,
      archived: false,
      request_id: page.request_id,
    })
  })

  it('of a new paragraph', async () => {
    expect((await children()).paragraph).toMatchObject({ icon: null, color: 'default' })
  })

  it('of times: minutes, and milliseconds for a database', () => {
    expect(row.created_time).toBe('2026-07-04T09:08:00.000Z')
    expect(database.created_time).toBe('2026-07-04T09:08:45.607+00:00')
  })

  it('of a page trashed as a block', async () => {
    const made = await send('POST', 'pages', {
      parent: { page_id: page.id },
      properties: { title: title('Gone').title },
    })
    const block = await send('DELETE', `blocks/${made.id}`)
    expect(block).toMatchObject({
      object: 'block',
      type: 'child_page',
      child_page: { title: 'Gone' },
      in_trash: true,
      archived: true,
      has_children: false,
    })
    expect(await send('GET', `pages/${made.id}`)).toMatchObject({ in_trash: true })
  })
})

const GONE = 'b0700000-0000-8000-8000-00000000dead'
const shared = (kind: string) =>
  `Could not find ${kind} with ID: ${GONE}. Make sure the relevant pages and databases are shared with your integration "Local workspace".`

describe('an error, word for word', () => {
  it.each([
    ['an unknown route', () => send('GET', 'nothing'), 400, 'invalid_request_url', 'Invalid request URL.'],
    ['a wrong method', () => send('DELETE', 'users/me'), 400, 'invalid_request_url', 'Invalid request URL.'],
    ['no JSON', () => send('POST', 'pages', '{'), 400, 'invalid_json', 'Error parsing JSON body.'],
    ['a page that is not there', () => send('GET', `pages/${GONE}`), 404, 'object_not_found', shared('page')],
    ['a block that is not there', () => send('GET', `blocks/${GONE}`), 404, 'object_not_found', shared('block')],
    [
      'a database in place of a data source',
      () => send('GET', `data_sources/${GONE}`),
      404,
      'object_not_found',
      shared('data_source'),
    ],
    [
      'a malformed id',
      () => send('GET', 'pages/abc'),
      400,
      'validation_error',
      'path failed validation: path.page_id should be a valid uuid, instead was `"abc"`.',
    ],
    [
      'no parent',
      () => send('POST', 'pages', {}),
      400,
      'validation_error',
      'body failed validation: body.parent should be defined, instead was `undefined`.',
    ],
    [
      'a body that is no object',
      () => send('POST', 'pages', '[]'),
      400,
      'validation_error',
      'body failed validation: body should be an object, instead was `[]`.',
    ],
    [
      'an unknown version',
      () => send('GET', 'users/me', undefined, { version: '2020-01-01' }),
      400,
      'validation_error',
      'Notion-Version header failed validation: Notion-Version header should be `"2022-06-28"` or `"2025-09-03"` or `"2026-03-11"`, instead was `"2020-01-01"`.',
    ],
    [
      'text too long',
      () =>
        send('PATCH', `blocks/${page.id}/children`, {
          children: [{ paragraph: { rich_text: [{ text: { content: 'x'.repeat(2001) } }] } }],
        }),
      400,
      'validation_error',
      'body failed validation: body.children[0].paragraph.rich_text[0].text.content.length should be ≤ `2000`, instead was `2001`.',
    ],
    [
      'an empty link',
      () => send('PATCH', `pages/${row.id}`, { properties: { 'a;=b': { url: '' } } }),
      400,
      'validation_error',
      'a;=b is expected to be number.',
    ],
    [
      'an unknown property',
      () => send('PATCH', `pages/${row.id}`, { properties: { Priority: { number: 1 } } }),
      400,
      'validation_error',
      'Priority is not a property that exists.',
    ],
    [
      'a filter on no property',
      () =>
        send('POST', `data_sources/${at(database, 'data_sources', 0, 'id')}/query`, {
          filter: { property: 'X', number: { equals: 1 } },
        }),
      400,
      'validation_error',
      'Could not find property with name or id: X',
    ],
  ])('%s', async (_name, answer, status, code, message) => {
    const error = await answer()
    expect(error).toMatchObject({ object: 'error', status, code, message })
    const keys = Object.keys(error)
    expect(keys.slice(0, 4)).toEqual(['object', 'status', 'code', 'message'])
    expect(keys.at(-1)).toBe('request_id')
  })

  it('a wrong token', async () => {
    const closed = openApi({ tokens: ['right'] })
    const answer = await closed.workspace.fetch('http://w/v1/users/me', {
      headers: { authorization: 'Bearer wrong', 'notion-version': '2025-09-03' },
    })
    const error = (await answer.json()) as Json
    expect(error).toEqual({
      object: 'error',
      status: 401,
      code: 'unauthorized',
      message: 'API token is invalid.',
      request_id: error.request_id,
    })
    closed.workspace.close()
  })

  it('is about this connection when a page is not found', async () => {
    const error = await send('GET', `pages/${GONE}`)
    expect(error.additional_data).toEqual({ integration_id: (await send('GET', 'users/me')).id })
  })
})
