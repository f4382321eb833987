// Request budgets: of a connection, of the whole space, of single endpoints; and a service that is overloaded.

import { ApiError } from '../api/api-error.ts'
import { isMatch } from './path-match.ts'
import type { Overload, RateLimits } from './settings.ts'

export interface Asked {
  method: string
  path: string
  token: string
  /** Epoch milliseconds. */
  now: number
}

export interface RateLimiter {
  /** Counts the request. @throws ApiError 429 or 529, uncounted */
  admit(asked: Asked): void
  /** Requests yet to be refused as overload. */
  overloads(): number
}

interface Budget {
  window: Window
  reason: string
  /** Seconds that a refusal names in place of the wait. */
  retryAfter?: number | undefined
}

interface Window {
  /** Milliseconds until there is room; 0 when there is. */
  wait(now: number): number
  count(now: number): void
}

export function openRateLimits(limits: RateLimits, overload: Overload, random: () => number): RateLimiter {
  const windows = new Map<string, Window>()
  let overloads = overload.next

  function windowOf(name: string, limit: number): Window {
    const window = windows.get(name) ?? openWindow(limit, limits.windowMs)
    windows.set(name, window)
    return window
  }

  function budgetsOf(asked: Asked): Budget[] {
    const { connection, space, endpoints, spaceRetryAfter: retryAfter } = limits
    const budgets: Budget[] = []
    if (connection !== undefined)
      budgets.push({
        window: windowOf(`connection ${asked.token}`, connection),
        reason: 'public_api_request_rate_limit',
      })
    if (space !== undefined)
      budgets.push({ window: windowOf('space', space), reason: 'public_api_space_request_rate_limit', retryAfter })
    for (const [index, endpoint] of endpoints.entries()) {
      if (!isMatch(endpoint, asked)) continue
      const window = windowOf(`endpoint ${index} ${asked.token}`, endpoint.limit)
      budgets.push({ window, reason: 'public_api_endpoint_rate_limit' })
    }
    return budgets
  }

  function isOverloaded(): boolean {
    if (overloads === 0) return overload.share > 0 && random() < overload.share
    overloads -= 1
    return true
  }

  return {
    admit(asked) {
      if (isOverloaded()) throw overloaded(overload.retryAfter)
      const budgets = budgetsOf(asked)
      const spent = budgets.find(({ window }) => window.wait(asked.now) > 0)
      if (spent) throw rateLimited(spent, asked.now)
      for (const { window } of budgets) window.count(asked.now)
    },
    overloads: () => overloads,
  }
}

function openWindow(limit: number, length: number): Window {
  const counted: number[] = []
  return {
    wait(now) {
      // A clock that was set back knows nothing of what it counted: that is as old as can be told.
      if ((counted.at(-1) ?? now) > now) counted.fill(now)
      while ((counted[0] ?? now) <= now - length) counted.shift()
      const [oldest = now] = counted
      return counted.length < limit ? 0 : oldest + length - now
    },
    count: now => void counted.push(now),
  }
}

/** A refusal that names the seconds to wait. */
class Paused extends ApiError {
  override readonly headers: Readonly<Record<string, string>>
  constructor(seconds: number, [status, code, message]: [number, string, string], data?: Record<string, string>) {
    super(status, code, message, data)
    this.headers = { 'retry-after': String(seconds) }
  }
}

function rateLimited({ window, reason, retryAfter }: Budget, now: number): ApiError {
  const seconds = retryAfter ?? Math.ceil(window.wait(now) / 1000)
  const message = 'You have been rate limited. Please try again in a few minutes.'
  return new Paused(seconds, [429, 'rate_limited', message], {
    rate_limit_reason: reason,
    retry_after: String(seconds),
  })
}

const overloaded = (seconds: number): ApiError =>
  new Paused(seconds, [529, 'service_overload', 'Notion is overloaded. Please try again later.'])
