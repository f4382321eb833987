// How many requests a route takes: many of whoever has the key, few of whoever has not.

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Log } from '../log.ts'

/** A bucket that is full at first, and fills up again. */
export interface Rate {
  burst: number
  perSecond: number
}

export interface Rates {
  /** Of whoever has the key. */
  known: Rate
  /** Of whoever has not. */
  unknown: Rate
}

export const RATES: Rates = {
  known: { burst: 10_000, perSecond: 1500 },
  unknown: { burst: 10, perSecond: 5 / 60 },
}

export interface Gate {
  /** For one that has the key. @returns false when there are too many: it is answered */
  admits(reply: FastifyReply): boolean
  /** Answers one that has not. @param status told, while they are few; default: 401 */
  refuse(reply: FastifyReply, status?: () => number): FastifyReply
  /** Before its body is read: whether it is too large for one whose key can only be told by it, while many have none. */
  isTooMuch({ headers }: FastifyRequest): boolean
}

const TOO_MANY = 429
const SAY_EVERY_MS = 10 * 60_000
/** A signature over more takes the time of others. */
const MOST_UNKNOWN_BYTES = 64 * 1024

/** @param monotonic milliseconds that only go forward */
export function openGate(route: string, rates: Rates, log: Log, monotonic = () => performance.now()): Gate {
  const known = openBucket(rates.known, monotonic)
  const unknown = openBucket(rates.unknown, monotonic)
  const sayKnown = seldom(() => log.warn({ route }, 'webhooks come faster than they are taken: 429 is answered'))
  const sayUnknown = seldom(() => log.warn({ route }, 'many requests without the key come: 429 is answered'))

  /** At most one line in ten minutes: who floods fills no log. */
  function seldom(say: () => void): () => void {
    let saidAt = Number.NEGATIVE_INFINITY
    return () => {
      if (monotonic() - saidAt < SAY_EVERY_MS) return
      saidAt = monotonic()
      say()
    }
  }

  return {
    admits(reply) {
      const wait = known.take()
      if (wait === 0) return true
      sayKnown()
      reply.code(TOO_MANY).header('retry-after', String(wait)).send({ error: 'too many requests: try again later' })
      return false
    },
    refuse(reply, status = () => 401) {
      const wait = unknown.take()
      if (wait === 0) return reply.code(status()).send()
      sayUnknown()
      return reply.code(TOO_MANY).header('retry-after', String(wait)).header('connection', 'close').send()
    },
    isTooMuch: ({ headers }) => unknown.isEmpty() && !(Number(headers['content-length']) <= MOST_UNKNOWN_BYTES),
  }
}

/** Sums of parts of a second are not exact. */
const ROUNDING = 1e-6

function openBucket({ burst, perSecond }: Rate, monotonic: () => number) {
  let tokens = burst
  let filledAt = monotonic()

  function fill(): void {
    const at = monotonic()
    tokens = Math.min(burst, tokens + ((at - filledAt) / 1000) * perSecond)
    filledAt = at
  }

  return {
    /** @returns 0, or the whole seconds after which there is one again */
    take(): number {
      fill()
      if (tokens < 1 - ROUNDING) return Math.max(1, Math.ceil((1 - tokens) / perSecond - ROUNDING))
      tokens -= 1
      return 0
    },
    isEmpty(): boolean {
      fill()
      return tokens < 1 - ROUNDING
    },
  }
}
