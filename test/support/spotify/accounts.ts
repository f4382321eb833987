// The fake's sign-in service: PKCE, codes that are good once, refresh tokens that change at each use and end with the
// consent.

import { createHash, randomBytes } from 'node:crypto'

export const CLIENT_ID = '0123456789abcdef0123456789abcdef'
const HOUR = 3600_000

interface Asked {
  challenge: string
  redirectUri: string
}
interface Family {
  refreshToken: string
  endsAt: number
}

export function openAccounts(now: () => number) {
  const codes = new Map<string, Asked>()
  const families: Family[] = []
  const access = new Map<string, number>()

  const secret = (kind: string) => `${kind}-${randomBytes(24).toString('base64url')}`
  const refusal = (error: string, status = 400) => Response.json({ error, error_description: 'm' }, { status })

  function granted(family: Family): Response {
    const accessToken = secret('access')
    access.set(accessToken, now() + HOUR)
    return Response.json({
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: 3600,
      refresh_token: family.refreshToken,
      scope: 'user-library-read playlist-read-private',
    })
  }

  /** A person has consented now. */
  function begin(): Family {
    const end = new Date(now())
    end.setUTCMonth(end.getUTCMonth() + 6)
    const family = { refreshToken: secret('refresh'), endsAt: end.getTime() }
    families.push(family)
    return family
  }

  function tradeCode(form: URLSearchParams): Response {
    const asked = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (!asked || asked.challenge !== challenge || asked.redirectUri !== form.get('redirect_uri'))
      return refusal('invalid_grant')
    return granted(begin())
  }

  function renew(form: URLSearchParams): Response {
    const family = families.find(({ refreshToken }) => refreshToken === form.get('refresh_token'))
    if (!family || family.endsAt <= now()) return refusal('invalid_grant')
    family.refreshToken = secret('refresh')
    return granted(family)
  }

  return {
    /** As if somebody had signed in: the tokens of a new consent. */
    async signIn() {
      const { refreshToken } = begin()
      const accessToken = secret('access')
      access.set(accessToken, now() + HOUR)
      return { refreshToken, accessToken, accessEndsAt: now() + HOUR }
    },
    isGood: (token: string) => (access.get(token) ?? 0) > now(),
    /** The consent is taken back. */
    revoke: () => families.splice(0),
    expireAccess: () => access.clear(),
    authorize(query: URLSearchParams): Response {
      const redirect = new URL(query.get('redirect_uri') ?? 'http://none')
      const isLoopback = redirect.protocol === 'http:' && /^(127\.0\.0\.1|\[::1\])$/.test(redirect.hostname)
      if (query.get('client_id') !== CLIENT_ID) return new Response('INVALID_CLIENT: Invalid client', { status: 400 })
      if (!isLoopback || redirect.pathname !== '/callback')
        return new Response('INVALID_CLIENT: Invalid redirect URI', { status: 400 })
      if (query.get('response_type') !== 'code' || query.get('code_challenge_method') !== 'S256')
        return new Response('unsupported', { status: 400 })
      const code = secret('code')
      codes.set(code, { challenge: query.get('code_challenge') ?? '', redirectUri: redirect.href })
      redirect.search = new URLSearchParams({ code, state: query.get('state') ?? '' }).toString()
      return new Response(null, { status: 302, headers: { location: redirect.href } })
    },
    token(form: URLSearchParams): Response {
      if (form.get('client_id') !== CLIENT_ID) return refusal('invalid_client')
      if (form.get('grant_type') === 'authorization_code') return tradeCode(form)
      if (form.get('grant_type') === 'refresh_token') return renew(form)
      return refusal('unsupported_grant_type')
    },
  }
}
