// The operations of Notion's own API description, as each client is asked for them.

import type { Client } from '@notionhq/client'

export type Json = Record<string, unknown>
export type Run = (operation: OperationName, args?: Json) => Promise<Json>

export interface Operation {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** `{name}` takes an argument of that name. */
  path: string
  /** Arguments that go into the query; all others not in the path are the body. */
  query?: readonly string[]
  sdk(client: Client, args: never): Promise<unknown>
}

const PAGING = ['start_cursor', 'page_size']

/** Names are the description's `operationId`s. */
export const OPERATIONS = {
  'get-self': { method: 'GET', path: 'users/me', sdk: (client: Client) => client.users.me({}) },
  'get-users': { method: 'GET', path: 'users', query: PAGING, sdk: client => client.users.list({}) },
  'get-user': { method: 'GET', path: 'users/{user_id}', sdk: (client, args) => client.users.retrieve(args) },
  'post-search': { method: 'POST', path: 'search', sdk: (client, args) => client.search(args) },
  'retrieve-a-database': {
    method: 'GET',
    path: 'databases/{database_id}',
    sdk: (client, args) => client.databases.retrieve(args),
  },
  'create-a-data-source': {
    method: 'POST',
    path: 'data_sources',
    sdk: (client, args) => client.dataSources.create(args),
  },
  'retrieve-a-data-source': {
    method: 'GET',
    path: 'data_sources/{data_source_id}',
    sdk: (client, args) => client.dataSources.retrieve(args),
  },
  'update-a-data-source': {
    method: 'PATCH',
    path: 'data_sources/{data_source_id}',
    sdk: (client, args) => client.dataSources.update(args),
  },
  'list-data-source-templates': {
    method: 'GET',
    path: 'data_sources/{data_source_id}/templates',
    sdk: (client, args) => client.dataSources.listTemplates(args),
  },
  'query-data-source': {
    method: 'POST',
    path: 'data_sources/{data_source_id}/query',
    query: ['filter_properties'],
    sdk: (client, args) => client.dataSources.query(args),
  },
  'post-page': { method: 'POST', path: 'pages', sdk: (client, args) => client.pages.create(args) },
  'retrieve-a-page': {
    method: 'GET',
    path: 'pages/{page_id}',
    query: ['filter_properties'],
    sdk: (client, args) => client.pages.retrieve(args),
  },
  'patch-page': { method: 'PATCH', path: 'pages/{page_id}', sdk: (client, args) => client.pages.update(args) },
  'move-page': { method: 'POST', path: 'pages/{page_id}/move', sdk: (client, args) => client.pages.move(args) },
  'retrieve-a-page-property': {
    method: 'GET',
    path: 'pages/{page_id}/properties/{property_id}',
    query: PAGING,
    sdk: (client, args) => client.pages.properties.retrieve(args),
  },
  'retrieve-page-markdown': {
    method: 'GET',
    path: 'pages/{page_id}/markdown',
    sdk: (client, args) => client.pages.retrieveMarkdown(args),
  },
  'update-page-markdown': {
    method: 'PATCH',
    path: 'pages/{page_id}/markdown',
    sdk: (client, args) => client.pages.updateMarkdown(args),
  },
  'get-block-children': {
    method: 'GET',
    path: 'blocks/{block_id}/children',
    query: PAGING,
    sdk: (client, args) => client.blocks.children.list(args),
  },
  'patch-block-children': {
    method: 'PATCH',
    path: 'blocks/{block_id}/children',
    sdk: (client, args) => client.blocks.children.append(args),
  },
  'retrieve-a-block': { method: 'GET', path: 'blocks/{block_id}', sdk: (client, args) => client.blocks.retrieve(args) },
  'update-a-block': { method: 'PATCH', path: 'blocks/{block_id}', sdk: (client, args) => client.blocks.update(args) },
  'delete-a-block': { method: 'DELETE', path: 'blocks/{block_id}', sdk: (client, args) => client.blocks.delete(args) },
  'create-a-comment': { method: 'POST', path: 'comments', sdk: (client, args) => client.comments.create(args) },
  'retrieve-a-comment': {
    method: 'GET',
    path: 'comments',
    query: ['block_id', ...PAGING],
    sdk: (client, args) => client.comments.list(args),
  },
} satisfies Record<string, Operation>
export type OperationName = keyof typeof OPERATIONS

export interface Wire {
  method: Operation['method']
  /** Under the base URL, with its query. */
  path: string
  body: Json | undefined
}

/** An operation as a bare HTTP request. */
export function wireOf(name: OperationName, args: Json): Wire {
  const { method, path, query = [] }: Operation = OPERATIONS[name]
  const rest = { ...args }
  const filled = path.replaceAll(/\{(\w+)\}/g, (_whole, key: string) => {
    const value = String(rest[key])
    delete rest[key]
    return encodeURIComponent(value)
  })
  const asked = new URLSearchParams()
  for (const key of query) {
    if (rest[key] !== undefined) asked.set(key, String(rest[key]))
    delete rest[key]
  }
  const hasBody = method === 'POST' || method === 'PATCH'
  return { method, path: `v1/${filled}${asked.size > 0 ? `?${asked}` : ''}`, body: hasBody ? rest : undefined }
}
