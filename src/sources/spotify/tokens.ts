// The access token: taken from the file while it is good, else renewed, by one process at a time.

import { Environment, messageOf } from '../../errors.ts'
import { failpoint } from '../../failpoint.ts'
import type { Log } from '../../log.ts'
import { renewGrant, type Traded } from './accounts.ts'
import { type Consent, consentOf, SIGN_IN } from './consent.ts'
import { type Held, isSignedIn, type Kept, openTokenFile, type SignedIn } from './token-file.ts'

export interface Tokens {
  /**
   * An access token that is good for a while.
   * @param refused one that Spotify did not accept: it is not given again
   * @throws Environment that names the sign-in when nobody is signed in; the request's own faults
   */
  access(refused?: string): Promise<string>
  state(): Promise<SignInState>
}

export interface SignInState {
  signedIn: boolean
  /** Why not, for people. */
  why?: string
  /** Nothing is on the disk: a person signed out, or never in. */
  isForgotten?: boolean
  account?: { id: string; name?: string }
  consent?: Consent
}

export interface TokensOptions {
  clientId: string | undefined
  accountsUrl: string
  varDir: string
  /** Sends a request that renews, in its turn. */
  send: <T>(work: () => Promise<T>) => Promise<T>
  /** The run only looks: nothing is renewed. */
  readOnly: boolean
  log: Log
  now: () => number
}

const MARGIN_MS = 60_000

export function openTokens(options: TokensOptions): Tokens {
  const { clientId, accountsUrl, log, now } = options
  const file = openTokenFile(options.varDir)
  let unsaved: SignedIn | undefined

  function requireSignedIn(kept: Kept): SignedIn {
    const why = whyNot(kept, clientId)
    if (why === undefined && isSignedIn(kept)) return kept
    throw new Environment(`Spotify: ${why}`)
  }

  const isGood = (kept: SignedIn, refused: string | undefined) =>
    kept.accessToken !== refused && kept.accessEndsAt - MARGIN_MS > now()

  async function renew(held: Held, refused: string | undefined): Promise<string> {
    await saveUnsaved(held)
    const kept = requireSignedIn(await held.read())
    if (isGood(kept, refused)) return kept.accessToken // by another process, meanwhile
    const traded = await options.send(() => trade(held, kept))
    await failpoint('spotify.answered')
    if (traded === 'refused') return await signOut(held, kept)
    const { renewing: _ended, ...rest } = kept
    const { accessToken, accessEndsAt, refreshToken = kept.refreshToken, scope = kept.scope } = traded
    const next = { ...rest, accessToken, accessEndsAt, refreshToken, scope }
    unsaved = next
    await saveUnsaved(held)
    log.debug({ lane: 'spotify' }, 'the sign-in to Spotify was renewed')
    return next.accessToken
  }

  /** What is begun is written down first: should the answer be lost, it can be said. */
  async function trade(held: Held, kept: SignedIn): Promise<Traded> {
    await held.write({ ...kept, renewing: new Date(now()).toISOString() })
    return await renewGrant(accountsUrl, kept.clientId, kept.refreshToken)
  }

  /** A disk that was full does not lose a token, as long as nobody signed in or out meanwhile. */
  async function saveUnsaved(held: Held): Promise<void> {
    if (!unsaved) return
    const kept = await held.read()
    if (isSignedIn(kept) && kept.consentedAt === unsaved.consentedAt) await held.write(unsaved)
    unsaved = undefined
  }

  async function signOut(held: Held, kept: SignedIn): Promise<never> {
    const why = whyRefused(kept, now())
    await held.write({ signedOut: new Date(now()).toISOString(), why })
    log.warn({ lane: 'spotify' }, `Spotify is left alone: ${why}`)
    throw new Environment(`Spotify: ${why}`)
  }

  return {
    async access(refused) {
      const kept = requireSignedIn(await file.read())
      if (isGood(kept, refused)) return kept.accessToken
      if (options.readOnly) throw new Environment('Spotify: a run that only looks does not renew the sign-in')
      return await file.change(held => renew(held, refused))
    },
    async state() {
      try {
        const kept = await file.read()
        const why = whyNot(kept, clientId)
        if (why !== undefined || !isSignedIn(kept)) return { signedIn: false, why, isForgotten: kept === undefined }
        return { signedIn: true, account: kept.account, consent: consentOf(kept.consentedAt, now()) }
      } catch (error) {
        return { signedIn: false, why: messageOf(error) }
      }
    },
  }
}

function whyNot(kept: Kept, clientId: string | undefined): string | undefined {
  if (clientId === undefined) return 'SPOTIFY_CLIENT_ID is not set'
  if (kept === undefined) return `nobody is signed in; sign in with: ${SIGN_IN}`
  if (!isSignedIn(kept)) return kept.why
  if (kept.clientId !== clientId)
    return `the sign-in belongs to another SPOTIFY_CLIENT_ID; sign in again with: ${SIGN_IN}`
  return undefined
}

function whyRefused(kept: SignedIn, now: number): string {
  const again = `sign in again with: ${SIGN_IN}`
  const { stage, notice } = consentOf(kept.consentedAt, now)
  if (stage === 'over' && notice) return notice
  if (kept.renewing === undefined)
    return `the sign-in of ${kept.consentedAt.slice(0, 10)} is not accepted any more; ${again}`
  return `a renewal of the sign-in was cut off on ${kept.renewing.slice(0, 10)} before its answer was kept, and the old one is used up; ${again}`
}
