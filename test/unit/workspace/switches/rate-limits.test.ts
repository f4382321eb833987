import { describe, expect, it } from 'vitest'
import { ApiError } from '../../../../src/workspace/api/api-error.ts'
import { type Asked, openRateLimits } from '../../../../src/workspace/switches/rate-limits.ts'
import { readSettings, type SwitchInput } from '../../../../src/workspace/switches/settings.ts'

const START = 1_800_000_000_000

function limiter(input: SwitchInput, random = () => 0.5) {
  const { rateLimits, overload } = readSettings(input)
  const limits = openRateLimits(rateLimits, overload, random)
  /** Undefined when the request passes. */
  return (seconds: number, asked: Partial<Asked> = {}) => {
    try {
      limits.admit({ method: 'GET', path: '/v1/users', token: 'a', now: START + seconds * 1000, ...asked })
      return undefined
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const { status, code, additionalData, headers } = error
      return { status, code, additionalData, headers }
    }
  }
}

const refusal = (reason: string, seconds: number) => ({
  status: 429,
  code: 'rate_limited',
  additionalData: { rate_limit_reason: reason, retry_after: String(seconds) },
  headers: { 'retry-after': String(seconds) },
})
const ofConnection = (seconds: number) => refusal('public_api_request_rate_limit', seconds)
const ofSpace = (seconds: number) => refusal('public_api_space_request_rate_limit', seconds)

describe('the budget of a connection', () => {
  it('lets the window be spent at once, and slides', () => {
    const ask = limiter({ rateLimits: { connection: 3 } })
    expect([ask(0), ask(10), ask(10)]).toEqual([undefined, undefined, undefined])
    expect(ask(10)).toEqual(ofConnection(50))
    expect(ask(59.5)).toEqual(ofConnection(1))
    expect(ask(60)).toBeUndefined()
    expect(ask(60)).toEqual(ofConnection(10))
    expect([ask(70), ask(70)]).toEqual([undefined, undefined])
    expect(ask(70)).toEqual(ofConnection(50))
  })

  it('does not count what it refuses', () => {
    const ask = limiter({ rateLimits: { connection: 1, windowMs: 10_000 } })
    expect(ask(0)).toBeUndefined()
    for (let second = 1; second < 10; second += 1) expect(ask(second)).toEqual(ofConnection(10 - second))
    expect(ask(10)).toBeUndefined()
  })

  it('is one for each token', () => {
    const ask = limiter({ rateLimits: { connection: 1 } })
    expect([ask(0, { token: 'a' }), ask(0, { token: 'b' })]).toEqual([undefined, undefined])
    expect(ask(0, { token: 'b' })).toEqual(ofConnection(60))
  })

  it('is back within a window of any clock, however far it was set back', () => {
    const ask = limiter({ rateLimits: { connection: 1 } })
    expect(ask(5000)).toBeUndefined()
    expect(ask(10)).toEqual(ofConnection(60))
    expect(ask(70)).toBeUndefined()
  })

  it('never names more than the window, even when the clock was set back', () => {
    const ask = limiter({ rateLimits: { connection: 1 } })
    expect(ask(500)).toBeUndefined()
    expect(ask(0)).toEqual(ofConnection(60))
  })
})

describe('the budget of the space', () => {
  it('is shared by all tokens, and what it refuses costs the connection nothing', () => {
    const ask = limiter({ rateLimits: { connection: 2, space: 2 } })
    expect([ask(0, { token: 'a' }), ask(1, { token: 'b' })]).toEqual([undefined, undefined])
    expect(ask(2, { token: 'b' })).toEqual(ofSpace(58))
    expect(ask(60, { token: 'b' })).toBeUndefined()
    expect(ask(60, { token: 'b' })).toEqual(ofConnection(1))
  })

  it('may name longer than a minute', () => {
    const ask = limiter({ rateLimits: { space: 1, spaceRetryAfter: 120 } })
    ask(0)
    expect(ask(1)).toEqual(ofSpace(120))
  })
})

it('an endpoint has a budget of its own', () => {
  const ask = limiter({ rateLimits: { endpoints: [{ method: 'POST', path: '/query$', limit: 1 }] } })
  const query = { method: 'POST', path: '/v1/data_sources/x/query' }
  expect([ask(0, query), ask(0)]).toEqual([undefined, undefined])
  expect(ask(1, query)).toEqual(refusal('public_api_endpoint_rate_limit', 59))
  expect(ask(1, { ...query, method: 'GET' })).toBeUndefined()
})

describe('overload', () => {
  it('refuses the next requests with 529', () => {
    const ask = limiter({ overload: { next: 2, retryAfter: 7 } })
    const refused = {
      status: 529,
      code: 'service_overload',
      additionalData: undefined,
      headers: { 'retry-after': '7' },
    }
    expect([ask(0), ask(0), ask(0)]).toEqual([refused, refused, undefined])
  })

  it('refuses a share', () => {
    const draws = [0.1, 0.4, 0.2, 0.9]
    const ask = limiter({ overload: { share: 0.3 } }, () => draws.shift() ?? 1)
    expect([ask(0), ask(0), ask(0), ask(0)].map(refused => refused?.status)).toEqual([529, undefined, 529, undefined])
  })
})
