// The one retry loop of Notion calls.

import pRetry from 'p-retry'
import { Transient } from '../errors.ts'
import type { Log } from '../log.ts'
import { Saved } from './faults.ts'

export interface RetryOptions {
  /** First wait in milliseconds; each further one is twice as long, with jitter. */
  firstWaitMs: number
  log: Log
  signal: AbortSignal
}

/**
 * Makes attempts until one succeeds or a fault is not passing.
 * @param attempt is given its number, from 1
 * @param mayRepeat whether a passing fault allows another attempt; default: all but a write that was saved
 */
export type Retry = <T>(
  attempt: (number: number) => Promise<T>,
  mayRepeat?: (fault: Transient) => boolean,
) => Promise<T>

const ATTEMPTS = 5
/** With a first wait of 250 ms the four waits lie between that and this. */
const LONGEST_WAIT_MS = 4000
/** A Notion that was away after all attempts gets one attempt a call for so long: nobody waits for each step anew. */
const AWAY_MS = 15_000

export function openRetry({ firstWaitMs, log, signal }: RetryOptions): Retry {
  let awayUntil = 0
  return async (attempt, mayRepeat = fault => !(fault instanceof Saved)) => {
    const isPassing = (error: unknown) => error instanceof Transient && mayRepeat(error)
    try {
      return await pRetry(attempt, {
        retries: Date.now() < awayUntil ? 0 : ATTEMPTS - 1,
        minTimeout: firstWaitMs,
        maxTimeout: LONGEST_WAIT_MS,
        randomize: true,
        signal,
        shouldRetry: ({ error }) => isPassing(error),
        onFailedAttempt: ({ error, attemptNumber }) => {
          if (isPassing(error)) log.debug({ attempt: attemptNumber, reason: error.message }, 'a Notion request failed')
        },
      })
    } catch (error) {
      if (isPassing(error)) awayUntil = Date.now() + AWAY_MS
      throw error
    }
  }
}
