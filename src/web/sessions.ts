// Who signed in: kept in memory alone, so that a restart ends all of it; of each only a sum of its secret.

import { createHash, randomBytes } from 'node:crypto'

export interface Sessions {
  /** @returns the secret of a new one */
  begin(): string
  /** Whether it goes on; `isUse`: it is in use, and ends later. */
  goesOn(secret: string | undefined, isUse?: boolean): boolean
  end(secret: string | undefined): void
}

export interface SessionTimes {
  /** Without a request it ends after this. */
  idleMs: number
  /** And after this in any case. */
  longestMs: number
}

const HOUR_MS = 3_600_000
export const SESSION_TIMES: SessionTimes = { idleMs: 12 * HOUR_MS, longestMs: 7 * 24 * HOUR_MS }
/** Of more the oldest ends. */
const MOST = 50
const SECRET = /^[\w-]{43}$/

export function openSessions(monotonic: () => number = () => performance.now(), times = SESSION_TIMES): Sessions {
  const sessions = new Map<string, { begunAt: number; usedAt: number }>()
  return {
    begin() {
      const secret = randomBytes(32).toString('base64url')
      const now = monotonic()
      sessions.set(sumOf(secret), { begunAt: now, usedAt: now })
      for (const sum of [...sessions.keys()].slice(0, -MOST)) sessions.delete(sum)
      return secret
    },
    goesOn(secret, isUse = true) {
      if (secret === undefined || !SECRET.test(secret)) return false
      const sum = sumOf(secret)
      const session = sessions.get(sum)
      if (!session) return false
      const now = monotonic()
      if (now - session.usedAt > times.idleMs || now - session.begunAt > times.longestMs) {
        sessions.delete(sum)
        return false
      }
      if (isUse) session.usedAt = now
      return true
    },
    end: secret => void (secret !== undefined && sessions.delete(sumOf(secret))),
  }
}

const sumOf = (secret: string) => createHash('sha256').update(secret).digest('base64url')
