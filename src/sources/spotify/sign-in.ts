// The sign-in: a person consents in a browser, and what comes back is traded for tokens (PKCE: there is no secret).

import { createHash, randomBytes } from 'node:crypto'
import { Environment, Transient } from '../../errors.ts'
import { consentPage, tradeCode } from './accounts.ts'
import { exchangeJson } from './exchange-json.ts'
import { type Door, openDoor, type Redirect, redirectInLine } from './redirect.ts'
import { Me } from './schemas.ts'
import type { SpotifyConfig } from './spotify-config.ts'
import { openTokenFile, type SignedIn, type TokenFile } from './token-file.ts'

export interface SignInOptions {
  config: SpotifyConfig & { clientId: string }
  signal: AbortSignal
  timeoutMs: number
  /** Shows the page to be opened. */
  show(page: string): void
  /** The lines a person types. */
  lines: AsyncIterable<string>
  /** A line was not the address that was asked for. */
  onWrongLine(): void
  now: () => Date
}

export interface NewSignIn {
  account?: SignedIn['account']
  consentedAt: string
  /** What is wrong with the account, where Spotify said so. */
  warning?: string
}

/** @throws Transient when nobody consents in time; Environment when a person or Spotify says no */
export async function signIn(options: SignInOptions): Promise<NewSignIn> {
  const { config, now } = options
  const [state, verifier] = [secret(), secret()]
  const redirected = await consent(options, state, verifier)
  if ('error' in redirected) throw new Environment(`Spotify did not sign you in: ${redirected.error}`)
  const { code, redirectUri } = redirected
  const { accountsUrl, clientId } = config
  const granted = await tradeCode(accountsUrl, { code, redirectUri, clientId, verifier })
  if (granted === 'refused' || granted.refreshToken === undefined)
    throw new Environment(
      'Spotify did not accept the answer of the browser, which is good once and for some minutes only',
    )
  const { accessToken, refreshToken, accessEndsAt, scope = '' } = granted
  const consentedAt = now().toISOString()
  const kept = { clientId, accessToken, refreshToken, accessEndsAt, scope, consentedAt }
  const file = openTokenFile(config.varDir)
  await file.change(held => held.write(kept)) // whatever was there: a new sign-in is the one that counts
  return { consentedAt, ...(await nameAccount(config, file, kept)) }
}

async function consent(
  options: SignInOptions,
  state: string,
  verifier: string,
): Promise<Redirect & { redirectUri: string }> {
  await using door = await openDoor(state)
  const { redirectUri } = door
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const { clientId, accountsUrl } = options.config
  options.show(consentPage(accountsUrl, { clientId, redirectUri, state, challenge }))
  return { ...(await firstAnswer(options, door, state)), redirectUri }
}

async function firstAnswer(options: SignInOptions, door: Door, state: string): Promise<Redirect> {
  const { signal, timeoutMs } = options
  const ended = Promise.withResolvers<never>()
  const seconds = Math.round(timeoutMs / 1000)
  const timer = setTimeout(
    () => ended.reject(new Transient(`nobody signed in within ${seconds} s; run it again when you are at the browser`)),
    timeoutMs,
  )
  const stop = () => ended.reject(signal.reason)
  signal.addEventListener('abort', stop)
  try {
    signal.throwIfAborted()
    return await Promise.race([door.redirected, pasted(options, state), ended.promise])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}

/** Input that ends says nothing: the browser may still come. */
async function pasted({ lines, onWrongLine }: SignInOptions, state: string): Promise<Redirect> {
  for await (const line of lines) {
    const redirect = redirectInLine(line, state)
    if (redirect) return redirect
    if (line.trim() !== '') onWrongLine()
  }
  return await new Promise(() => {})
}

/** Signed in is signed in; whose account it is, and whether Spotify serves it, is good to know. */
async function nameAccount(config: SpotifyConfig, file: TokenFile, kept: SignedIn): Promise<Partial<NewSignIn>> {
  const headers = { authorization: `Bearer ${kept.accessToken}` }
  const { status, body } = await exchangeJson(`${config.apiUrl}/me`, { headers }).catch(() => ({
    status: 0,
    body: undefined,
  }))
  if (status === 403)
    return {
      warning: 'Spotify refuses the app (403): its owner needs Premium, and your account must be on its list of users',
    }
  const me = Me.safeParse(body).data
  if (status !== 200 || !me) return {}
  const account = { id: me.id, name: me.display_name ?? undefined }
  await file.change(async held => {
    const now = await held.read()
    if (now && 'consentedAt' in now && now.consentedAt === kept.consentedAt) await held.write({ ...now, account })
  })
  return { account }
}

/** 86 characters that nobody guesses. */
const secret = () => randomBytes(64).toString('base64url')
