// One exchange with Spotify over HTTP: bounded in time, never redirected, its body taken for JSON only where it is.

import { Environment, isCertificateCode, rootCodeOf, Transient } from '../../errors.ts'
import { waitUntil } from '../../model/retry-after.ts'
import { ErrorAnswer } from './schemas.ts'

export interface Answer {
  status: number
  /** Undefined when there is none, or it is no JSON. */
  body: unknown
  /** When the service wants the next request, epoch ms, should it want us to wait. */
  waitUntil: number
  /** `QUOTA_EXCEEDED` and the like. */
  reason: string | undefined
}

const TIMEOUT_MS = 15_000

/** @throws Transient when there is no whole answer in time */
export async function exchangeJson(url: string, init: RequestInit = {}): Promise<Answer> {
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
    const body = jsonIn(await response.text())
    return {
      status: response.status,
      body,
      waitUntil: waitUntil(response.headers.get('retry-after') ?? undefined, Date.now()),
      reason: ErrorAnswer.safeParse(body).data?.error.reason ?? undefined,
    }
  } catch (error) {
    throw unreachable(error, new URL(url).host)
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // plain text or nothing: the status says what it is
  }
}

function unreachable(error: unknown, host: string): Transient | Environment {
  const code =
    error instanceof DOMException && error.name === 'TimeoutError' ? 'UND_ERR_HEADERS_TIMEOUT' : rootCodeOf(error)
  const options = { cause: error, fields: { host, code } }
  if (isCertificateCode(code)) return new Environment(`the certificate of ${host} is not valid (${code})`, options)
  return new Transient(`Spotify cannot be reached${code ? ` (${code})` : ''}`, options)
}
