// What the SDK throws, in the house's error classes. Decided by status and code, never by a message.

import { isHTTPResponseError, isNotionClientError, RequestTimeoutError } from '@notionhq/client'
import { Environment, type Fault, InputFault, isFault, messageOf, Transient } from '../errors.ts'
import { maskTokens } from '../model/mask-tokens.ts'
import { type ErrorAnswer, readErrorAnswer, retryAfter } from './error-answer.ts'
import { Barred, Conflict, type LimitScope, Misfit, NotionLimit, Saved, Unsure } from './faults.ts'

/** How a connection fails; `sent` when the request may have arrived. */
const NETWORK_CODES: Record<string, { words: string; sent: boolean }> = {
  ENOTFOUND: { words: 'its name is not known', sent: false },
  ECONNREFUSED: { words: 'the connection was refused', sent: false },
  EAI_AGAIN: { words: 'its name could not be looked up', sent: false },
  UND_ERR_CONNECT_TIMEOUT: { words: 'it did not answer in time', sent: false },
  ETIMEDOUT: { words: 'it did not answer in time', sent: true },
  ECONNRESET: { words: 'the connection was cut', sent: true },
  EPIPE: { words: 'the connection was cut', sent: true },
  UND_ERR_SOCKET: { words: 'the connection was cut', sent: true },
}

/** Reasons of a 429; any other means the connection's budget. */
const LIMITS: Record<string, LimitScope> = {
  public_api_space_request_rate_limit: 'workspace',
  public_api_endpoint_rate_limit: 'endpoint',
}
const BLOCKED = 'public_api_request_blocked'

const HOUR_MS = 3_600_000
/** Notion names an hour at most; whoever names more is not to be waited for without a person knowing. */
const LONGEST_WAIT_MS = 24 * HOUR_MS
/** Of a connection that is refused. */
const TRY_AFTER_MS = 5 * 60_000

/** @returns the fault for anything a Notion call can throw; a bug of ours comes back unchanged. */
export function translate(error: unknown): Fault | Error {
  if (isFault(error)) return error
  if (isHTTPResponseError(error)) return fromAnswer(readErrorAnswer(error))
  if (error instanceof RequestTimeoutError || isTimeout(error))
    return new Unsure('Notion did not answer in time', { cause: error })
  const broken = fromNetwork(error)
  if (broken) return broken
  if (isNotionClientError(error)) return new InputFault(maskTokens(error.message), 'Unknown_Error', { cause: error })
  if (error instanceof SyntaxError)
    return new Unsure('Notion’s answer is no JSON (does a proxy or a login page stand between?)', { cause: error })
  return error instanceof Error ? error : new Error(messageOf(error))
}

function fromAnswer(answer: ErrorAnswer): Fault {
  if (answer.status === 429 || answer.status === 529) return fromLimit(answer)
  if (answer.status >= 500) return fromServer(answer)
  if (answer.status === 409)
    return new Conflict('Notion answered 409: another change came at the same time', answer.options)
  if (answer.status === 401)
    return new Barred('Notion refuses the token: NOTION_TOKEN is wrong or has expired', TRY_AFTER_MS, answer.options)
  return answer.code === undefined ? fromBetween(answer) : fromRefusal(answer, answer.code)
}

function fromLimit(answer: ErrorAnswer): Fault {
  const reason = String(answer.data.rate_limit_reason)
  if (reason === BLOCKED)
    return new Barred(
      'Notion has blocked the requests of this connection: ask its support',
      TRY_AFTER_MS,
      answer.options,
    )
  const scope = answer.status === 529 ? 'service' : (LIMITS[reason] ?? 'connection')
  const now = Date.now()
  const until = retryAfter(answer, now)
  if (until - now <= LONGEST_WAIT_MS) return new NotionLimit(scope, until, answer.options)
  const hours = Math.round((until - now) / HOUR_MS).toLocaleString('en')
  return new Barred(
    `Notion asks to wait for ${hours} hours: look into its status page`,
    LONGEST_WAIT_MS,
    answer.options,
  )
}

function fromServer({ status, code, data, options }: ErrorAnswer): Fault {
  const { committed_resource_id: resource, committed_child_ids: children } = data
  if (resource !== undefined || children !== undefined)
    return new Saved(typeof resource === 'string' ? resource : undefined, options)
  const refusedUnread = code === 'database_connection_unavailable' || data.endpoint_name === 'public_queryDataSource'
  return new (refusedUnread ? Transient : Unsure)(`Notion answered ${status}`, options)
}

/** Not Notion's own answer: its edge, a proxy or a login page. It says nothing about the row. */
function fromBetween({ status, header, options }: ErrorAnswer): Fault {
  const ray = header('cf-ray')
  if (status === 413) return new InputFault('the request is too large for Notion', 'Unknown_Error', options)
  if (ray && status === 403)
    return new Environment(`Notion’s edge refuses access from this network (answer 403, cf-ray ${ray})`, options)
  const who = ray ? `Notion’s edge (cf-ray ${ray})` : 'something between here and Notion (a proxy, a login page?)'
  return new Environment(`${who} answered ${status}`, options)
}

function fromRefusal({ status, said, data, options }: ErrorAnswer, code: string): Fault {
  switch (code) {
    case 'validation_error':
      return new Misfit(`Notion refused the request: ${said}`, 'Unknown_Error', options)
    case 'missing_version':
    case 'invalid_request_url':
      return new Environment(
        `Notion does not know the request (${code}): is NOTION_BASE_URL right, does a proxy drop headers?`,
        options,
      )
    case 'row_limit_exceeded':
      return new Environment(`the database holds as many rows as Notion allows: ${said}`, options)
    case 'invalid_grant':
      return new Barred('Notion refuses the token: it was withdrawn', TRY_AFTER_MS, options)
  }
  if (status === 403 && data.block_limit !== undefined)
    return new Environment(
      'the Notion workspace has used all of its free blocks: rows can be changed but none made, until its plan is raised',
      options,
    )
  if (status === 403) return new Environment(`Notion refuses access: ${said}`, options)
  if (status === 404)
    return new Environment(
      `Notion does not find it, or it is not shared with this connection (open it in Notion, ••• → Connections): ${said}`,
      options,
    )
  return new InputFault(`Notion refused the request: ${said}`, 'Unknown_Error', options)
}

function fromNetwork(error: unknown): Fault | undefined {
  const code = networkCode(error)
  const known = code === undefined ? undefined : NETWORK_CODES[code]
  if (known)
    return new (known.sent ? Unsure : Transient)(`Notion cannot be reached: ${known.words}`, {
      cause: error,
      fields: { code },
    })
  // fetch rejects by a TypeError whose cause says why; one without a cause is a bug of ours, but for a bare "fetch failed".
  if (error instanceof TypeError && (error.cause !== undefined || error.message === 'fetch failed'))
    return new Unsure('Notion cannot be reached', { cause: error })
  return undefined
}

function networkCode(error: unknown): string | undefined {
  let cause = error
  for (let depth = 0; cause instanceof Error && depth < 5; depth += 1) {
    if ('code' in cause && typeof cause.code === 'string' && cause.code in NETWORK_CODES) return cause.code
    cause = cause instanceof AggregateError ? cause.errors[0] : cause.cause
  }
  return undefined
}

const isTimeout = (error: unknown) => error instanceof DOMException && error.name === 'TimeoutError'
