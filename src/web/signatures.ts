// Who may post: by a token they know, or by what they made of the body with it. Compared in constant time.

import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

const SIGNATURE = /^sha256=([0-9a-f]{64})$/
const BEARER = /^Bearer +(\S+)$/i

/** What has this form may be one; a header may come several times. */
export const isSignature = (header: string | string[] | undefined): boolean =>
  typeof header === 'string' && SIGNATURE.test(header)

/** `sha256=` and the lower-case hex HMAC-SHA256 of the body's bytes. */
export function isSigned(body: Buffer, signature: string | string[] | undefined, key: string): boolean {
  const hex = typeof signature === 'string' ? SIGNATURE.exec(signature)?.[1] : undefined
  if (hex === undefined) return false
  return timingSafeEqual(createHmac('sha256', key).update(body).digest(), Buffer.from(hex, 'hex'))
}

/** What an `Authorization` header gives as a token. */
export const bearerIn = (header: string | undefined): string | undefined => BEARER.exec(header ?? '')?.[1]

/** Whether an `Authorization` header holds the token; the time it takes tells nothing, not even its length. */
export function isBearer(header: string | undefined, token: string): boolean {
  const given = bearerIn(header)
  return given !== undefined && isSame(given, token)
}

/** As above: the time tells nothing. */
export const isSame = (given: string, token: string): boolean => timingSafeEqual(sumOf(given), sumOf(token))

const sumOf = (text: string): Buffer => createHash('sha256').update(text).digest()
