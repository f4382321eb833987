// One delivery to the webhook, signed.

import { messageOf } from '../../../errors.ts'
import type { Json } from '../../api/check.ts'
import { type Subscription, signatureOf } from './subscription.ts'

/** Notion names none; who takes longer than this is asked again. */
export const ANSWER_LIMIT_MS = 10_000

/** @returns why it was not taken in; undefined when it was, which is any 2xx */
export async function post(
  { url, token }: Pick<Subscription, 'url' | 'token'>,
  payload: Json,
  signal: AbortSignal,
): Promise<string | undefined> {
  const body = JSON.stringify(payload)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-notion-signature': signatureOf(body, token) },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]),
    })
    await response.body?.cancel()
    return response.ok ? undefined : `it answered ${response.status}`
  } catch (error) {
    return error instanceof TypeError && error.cause ? messageOf(error.cause) : messageOf(error)
  }
}
