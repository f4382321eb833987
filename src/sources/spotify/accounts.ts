// Spotify's sign-in service: the page a person consents on, and the two trades that end in tokens. What it says goes
// nowhere but into the token file.

import { z } from 'zod'
import { Environment, Limited, Transient } from '../../errors.ts'
import { type Answer, exchangeJson } from './exchange-json.ts'

export interface Grant {
  accessToken: string
  /** Absent: the old one stays good. */
  refreshToken?: string
  /** Epoch ms. */
  accessEndsAt: number
  scope?: string
}

/** `refused`: the code or token is not good, or not any more. */
export type Traded = Grant | 'refused'

const SCOPES = [
  'user-read-currently-playing',
  'user-library-read',
  'playlist-read-private',
  'playlist-read-collaborative',
]

const GrantAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number(),
  refresh_token: z.string().min(1).optional(),
  scope: z.string().optional(),
})
const Refusal = z.object({ error: z.string().regex(/^[a-z_]{1,40}$/) })

export function consentPage(
  accountsUrl: string,
  asked: { clientId: string; redirectUri: string; state: string; challenge: string },
): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: asked.clientId,
    scope: SCOPES.join(' '),
    redirect_uri: asked.redirectUri,
    state: asked.state,
    code_challenge_method: 'S256',
    code_challenge: asked.challenge,
  })
  return `${accountsUrl}/authorize?${query}`
}

export const tradeCode = (
  accountsUrl: string,
  { code, redirectUri, clientId, verifier }: Record<'code' | 'redirectUri' | 'clientId' | 'verifier', string>,
): Promise<Traded> =>
  trade(accountsUrl, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    client_id: clientId,
    code_verifier: verifier,
  })

export const renewGrant = (accountsUrl: string, clientId: string, refreshToken: string): Promise<Traded> =>
  trade(accountsUrl, { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId })

/** Never stopped half-way: an answer that nobody waits for would be a token that is lost. */
async function trade(accountsUrl: string, form: Record<string, string>): Promise<Traded> {
  const answer = await exchangeJson(`${accountsUrl}/api/token`, { method: 'POST', body: new URLSearchParams(form) })
  const granted = GrantAnswer.safeParse(answer.body)
  if (answer.status !== 200 || !granted.success) return refusalOf(answer)
  const { access_token, expires_in, refresh_token, scope } = granted.data
  return {
    accessToken: access_token,
    refreshToken: refresh_token,
    accessEndsAt: Date.now() + expires_in * 1000,
    scope,
  }
}

function refusalOf({ status, body, waitUntil }: Answer): 'refused' {
  const error = Refusal.safeParse(body).data?.error
  const options = { fields: { status, error } }
  if (error === 'invalid_grant') return 'refused'
  if (error === 'invalid_client' || error === 'unauthorized_client')
    throw new Environment('Spotify does not know the app: SPOTIFY_CLIENT_ID is not the client id of one', options)
  if (status === 429) throw new Limited('Spotify asks us to wait (429)', waitUntil, options)
  if (status >= 500 || status === 408 || status === 200)
    throw new Transient(`Spotify's sign-in does not work just now (${status})`, options)
  throw new Environment(`Spotify's sign-in answered ${error ?? 'something unknown'} (${status})`, options)
}
