// The `Retry-After` header of an answer.

const DEFAULT_WAIT_MS = 60_000
// Date.parse takes nearly anything for a date, `-5` too
const HTTP_DATE = /^[a-z]{3,9},? /i
const LONGEST_WAIT_MS = 24 * 3600_000

/** When a `Retry-After` (seconds or a date) is over; a minute from now when it is missing or makes no sense. */
export function waitUntil(retryAfter: string | undefined, now: number): number {
  const text = retryAfter?.trim() ?? ''
  const until = /^\d+$/.test(text) ? now + Number(text) * 1000 : HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(until) || until <= now) return now + DEFAULT_WAIT_MS
  return Math.min(until, now + LONGEST_WAIT_MS)
}
