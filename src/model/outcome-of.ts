// What an error means for the work it ended.

import { Environment, InputFault, isFault, Limited, messageOf, Poison, Refused, Transient } from '../errors.ts'
import { blocked, failed, later, type Outcome, retry } from './outcome.ts'

export const MOST_ATTEMPTS = 8
const LONGEST_WAIT_MS = 900_000

/**
 * The error's class decides.
 * @param attempt how many times it was tried, this one included
 * @param now epoch ms
 */
export function outcomeOf(error: unknown, attempt: number, now: number): Outcome {
  if (error instanceof InputFault) return failed(error.message, error.tag)
  if (error instanceof Limited) return later(error.message, error.until)
  if (error instanceof Environment) return blocked(error.message)
  if (error instanceof Refused) return failed(error.message, 'Not_Allowed')
  if (error instanceof Poison) return failed(error.message, 'Unknown_Error')
  const tag = error instanceof Transient ? 'Download_Failed' : 'Unknown_Error'
  const reason = isFault(error) ? error.message : `an unexpected fault: ${messageOf(error)}`
  if (attempt >= MOST_ATTEMPTS) return failed(`given up after ${attempt} attempts: ${reason}`, tag)
  return retry(reason, now + backoffMs(attempt))
}

/** Full jitter over min(900 s, 2 s·2ⁿ). */
export function backoffMs(attempt: number): number {
  return Math.round(Math.random() * Math.min(LONGEST_WAIT_MS, 2000 * 2 ** attempt))
}
