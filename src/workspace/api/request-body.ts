// The body of a request: JSON, or the form of an upload.

import { ApiError, invalidJson, notAsExpected, validationError } from './api-error.ts'
import { isObject, type Json } from './check.ts'
import type { Call, Route } from './route.ts'

/** Largest JSON body. */
const MAX_BYTES = 500 * 1024

export async function readBody(request: Request, route: Route): Promise<Pick<Call, 'body' | 'file'>> {
  if (request.method === 'GET' || request.method === 'DELETE') return { body: {} }
  return route.takesFile ? readForm(request) : { body: parse(await request.text()) }
}

/** `limit`: as words; default: that of JSON. */
export const bodyTooLarge = (limit = `${MAX_BYTES / 1024} KB`): ApiError =>
  new ApiError(413, 'validation_error', `The request body is larger than ${limit}.`)

function parse(text: string): Json {
  if (text === '') return {}
  if (Buffer.byteLength(text) > MAX_BYTES) throw bodyTooLarge()
  const body = json(text)
  if (!isObject(body)) throw notAsExpected('body', 'an object', body)
  return body
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalidJson()
  }
}

async function readForm(request: Request): Promise<Pick<Call, 'body' | 'file'>> {
  const form = await request.formData().catch(() => {
    throw validationError('The request should be multipart/form-data with a field `file`.')
  })
  const body: Json = {}
  for (const [name, value] of form) if (typeof value === 'string') body[name] = value
  const file = form.get('file')
  if (!(file instanceof Blob)) return { body }
  const name = 'name' in file && typeof file.name === 'string' ? file.name : ''
  return { body, file: { name, type: file.type, bytes: new Uint8Array(await file.arrayBuffer()) } }
}
