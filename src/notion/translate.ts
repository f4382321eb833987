// What the SDK throws, in the house's error classes. Decided by status and code, never by a message.

import { APIResponseError, isHTTPResponseError, isNotionClientError, RequestTimeoutError } from '@notionhq/client'
import { Environment, type Fault, InputFault, isFault, Limited, messageOf, Transient } from '../errors.ts'
import { maskTokens } from '../model/mask-tokens.ts'

const NETWORK_CODES: Record<string, string> = {
  ENOTFOUND: 'its name is not known',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  EAI_AGAIN: 'its name could not be looked up',
  ETIMEDOUT: 'it did not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it did not answer in time',
  UND_ERR_SOCKET: 'the connection was cut',
}

/** Longest message of Notion that is passed on. */
const MESSAGE_LIMIT = 500

/** @returns the fault for anything a Notion call can throw; a bug of ours comes back unchanged. */
export function translate(error: unknown): Fault | Error {
  if (isFault(error)) return error
  if (isHTTPResponseError(error)) return fromStatus(error, error.headers)
  if (error instanceof RequestTimeoutError || isTimeout(error))
    return new Transient('Notion did not answer in time', { cause: error })
  const code = networkCode(error)
  if (code)
    return new Transient(`Notion cannot be reached: ${NETWORK_CODES[code] ?? code}`, { cause: error, fields: { code } })
  if (isNotionClientError(error)) return new InputFault(maskTokens(error.message), 'Unknown_Error', { cause: error })
  if (error instanceof TypeError && error.message === 'fetch failed')
    return new Transient('Notion cannot be reached', { cause: error })
  if (error instanceof SyntaxError)
    return new Transient('Notion’s answer is no JSON (does a proxy or a login page stand between?)', { cause: error })
  return error instanceof Error ? error : new Error(messageOf(error))
}

interface HttpError extends Error {
  status: number
  body: string
}

function fromStatus(error: HttpError, headers: unknown): Fault {
  const code = error instanceof APIResponseError ? error.code : undefined
  const options = { cause: error, fields: { status: error.status, code } }
  const said = maskTokens(error.message).slice(0, MESSAGE_LIMIT)
  switch (error.status) {
    case 401:
      return new Environment('Notion refuses the token: NOTION_TOKEN is wrong or has expired', options)
    case 403:
      return new Environment(`Notion refuses access: ${said}`, options)
    case 404:
      return new Environment(
        `Notion does not find it, or it is not shared with this connection (open it in Notion, ••• → Connections): ${said}`,
        options,
      )
    case 429:
      return new Limited('Notion’s request budget is used up', retryAfter(headers), options)
    case 529:
      return new Limited('Notion is overloaded', retryAfter(headers), options)
    case 409:
    case 500:
    case 502:
    case 503:
    case 504:
      return new Transient(`Notion answered ${error.status}`, options)
    default:
      return new InputFault(`Notion refused the request: ${said}`, 'Unknown_Error', options)
  }
}

/** Epoch ms; the header holds seconds or an HTTP date. Without one: a minute. */
function retryAfter(headers: unknown): number {
  const value = (headers instanceof Headers && headers.get('retry-after')) || ''
  const seconds = Number(value)
  if (value !== '' && Number.isFinite(seconds)) return Date.now() + Math.max(1, seconds) * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? Date.now() + 60_000 : Math.max(date, Date.now() + 1000)
}

const isTimeout = (error: unknown) => error instanceof DOMException && error.name === 'TimeoutError'

function networkCode(error: unknown): string | undefined {
  let cause = error
  for (let depth = 0; cause instanceof Error && depth < 5; depth += 1) {
    if ('code' in cause && typeof cause.code === 'string' && cause.code in NETWORK_CODES) return cause.code
    cause = cause instanceof AggregateError ? cause.errors[0] : cause.cause
  }
  return undefined
}
