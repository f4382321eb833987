// One request to a channel's own address: a time limit, no redirects, and an end as a fault that names no address.

import { InputFault, Limited, Transient } from '../errors.ts'
import { waitUntil } from '../model/retry-after.ts'

export interface Post {
  url: string
  body: string
  headers?: Record<string, string>
  /** Whom it is sent to, in words. */
  to: string
  signal: AbortSignal
}

const LIMIT_MS = 10_000
const TOO_MANY = 429

/** @throws Limited, Transient, or InputFault where the address or the message is wrong */
export async function post({ url, body, headers, to, signal }: Post): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)])
  const response = await fetch(url, { method: 'POST', body, headers, redirect: 'manual', signal: limit }).catch(
    error => {
      throw new Transient(`${to} cannot be reached: ${whyNot(error, limit)}`)
    },
  )
  await response.body?.cancel().catch(() => {})
  if (response.ok) return
  const { status } = response
  if (status === TOO_MANY)
    throw new Limited(
      `${to} asks us to wait (429)`,
      waitUntil(response.headers.get('retry-after') ?? undefined, Date.now()),
    )
  if (status >= 500 || status === 408) throw new Transient(`${to} is not able to answer just now (${status})`)
  throw new InputFault(`${to} refused it (${status}): is its address right?`, 'Unknown_Error')
}

/** The message of `fetch` may hold the address, which is a secret. */
function whyNot(error: unknown, limit: AbortSignal): string {
  if (limit.aborted) return 'it did not answer in time'
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'the connection failed'
}
