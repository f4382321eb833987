// Answers in Notion's form: JSON, with the request's id as header and as last key.

import { randomUUID } from 'node:crypto'
import type { ApiError } from './api-error.ts'
import type { Json } from './check.ts'

/** `bare`: without the request's id in the body. */
export function answer(body: Json, bare = false): Response {
  return send(200, body, bare)
}

export function errorAnswer({ status, code, message, additionalData, headers }: ApiError): Response {
  const additional = additionalData ? { additional_data: additionalData } : {}
  const response = send(status, { object: 'error', status, code, message, ...additional })
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  return response
}

type ListType = 'page_or_data_source' | 'page_or_database' | 'user' | 'block' | 'comment' | 'file_upload' | 'view'

/** `incomplete`: there are more rows than Notion gives out for one query. */
export function listAnswer(type: ListType, results: unknown[], next: string | null, incomplete = false): Json {
  return {
    object: 'list',
    results,
    next_cursor: next,
    has_more: next !== null,
    type,
    [type]: {},
    ...(incomplete && {
      request_status: { type: 'incomplete', incomplete_reason: 'query_result_limit_reached' },
    }),
  }
}

function send(status: number, body: Json, bare = false): Response {
  const requestId = randomUUID()
  return new Response(JSON.stringify(bare ? body : { ...body, request_id: requestId }), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-notion-request-id': requestId },
  })
}
