// What a request gets that meets a fault.

import { setTimeout as sleep } from 'node:timers/promises'
import { ApiError, validationError } from '../api/api-error.ts'
import { errorAnswer } from '../api/respond.ts'
import { savedButLate } from './committed.ts'
import type { Fault } from './settings.ts'

/** What a client of a server sees as a broken connection; over HTTP the server breaks it. */
export class ConnectionCut extends TypeError {
  constructor() {
    super('fetch failed', { cause: socketClosed() })
  }
}

const socketClosed = () => Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' })

interface Met {
  request: Request
  cursor: string | undefined
  /** Aborted when the workspace is closed. */
  closed: AbortSignal
  /** Does what the request asks for. */
  answer(): Promise<Response>
}

export async function faultAnswer(fault: Fault, { request, cursor, closed, answer }: Met): Promise<Response> {
  switch (fault.kind) {
    case 'answer': {
      const { status, code, message = MESSAGES[code] ?? code, additionalData, headers } = fault
      return withHeaders(errorAnswer(new ApiError(status, code, message, additionalData)), headers)
    }
    case 'html':
      return withHeaders(htmlPage(fault.status), fault.headers)
    case 'committed':
      return savedButLate(await answer(), new URL(request.url))
    case 'late': {
      const answered = await answer()
      // Whoever closes the workspace waits for no answer.
      await sleep(fault.ms, undefined, { signal: AbortSignal.any([request.signal, closed]) }).catch(() => {
        throw request.signal.aborted ? request.signal.reason : new ConnectionCut()
      })
      return answered
    }
    case 'cut':
      if (fault.saved) await answer()
      throw new ConnectionCut()
    case 'halfBody':
      return half(await answer())
    case 'invalidCursor':
      return errorAnswer(validationError(`The start_cursor provided is invalid: ${cursor}`))
    case 'queryOverload':
      return errorAnswer(queryOverload())
  }
}

/** What Notion says with a code when the fault does not say it. */
const MESSAGES: Record<string, string> = {
  unauthorized: 'API token is invalid.',
  restricted_resource: 'API token does not have access to this resource.',
  conflict_error: 'Conflict occurred while saving. Please try again.',
  rate_limited: 'You have been rate limited. Please try again in a few minutes.',
  internal_server_error: 'Unexpected error occurred.',
  service_unavailable: 'Notion is unavailable. Please try again later.',
}

function withHeaders(response: Response, headers: Record<string, string> = {}): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  return response
}

/** As the proxy before Notion writes it: no JSON, no request id. */
function htmlPage(status: number): Response {
  const title = `${status}${status === 403 ? ' Forbidden' : ' Bad Gateway'}`
  const page = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n`
  return new Response(page, {
    status,
    headers: { 'content-type': 'text/html', server: 'cloudflare', 'cf-ray': '8f0c0ffee0c0ffee-FRA' },
  })
}

/** The head names the whole length, then the body breaks off. */
async function half(answer: Response): Promise<Response> {
  const whole = new Uint8Array(await answer.arrayBuffer())
  const headers = new Headers(answer.headers)
  headers.set('content-length', String(whole.length))
  const body = new ReadableStream({
    start: controller => controller.enqueue(whole.subarray(0, Math.ceil(whole.length / 2))),
    pull: controller => controller.error(new TypeError('terminated', { cause: socketClosed() })),
  })
  return new Response(body, { status: answer.status, headers })
}

const queryOverload = (): ApiError =>
  new ApiError(
    503,
    'service_unavailable',
    'Public API data source query is temporarily unavailable due to backend datastore timeouts. Please try again later.',
    {
      endpoint_name: 'public_queryDataSource',
      notion_error_name: 'PgPoolWaitConnectionTimeout',
      retry_guidance: ['Retry the query later, with growing waits.'],
    },
  )
