// The services beside Notion: Eagle on this machine, the sign-in to Spotify.

import { z } from 'zod'
import type { Config } from '../config.ts'
import { eagleConfig } from '../eagle/eagle-config.ts'
import { exchange } from '../eagle/exchange.ts'
import { Environment } from '../errors.ts'
import { consentOf, SIGN_IN } from '../sources/spotify/consent.ts'
import { isSignedIn, openTokenFile } from '../sources/spotify/token-file.ts'
import { type Check, ok, type Seen, warning } from './check.ts'

export const serviceChecks = (config: Config, now: () => number): Check[] => [
  { name: 'Eagle', atWorst: 'warning', look: signal => eagleSeen(config, signal) },
  { name: 'Spotify', atWorst: 'warning', look: () => spotifySeen(config, now) },
]

const PATIENCE_MS = 5000
const Info = z.object({ status: z.literal('success'), data: z.object({ version: z.string() }) })

async function eagleSeen(config: Config, signal: AbortSignal): Promise<Seen[]> {
  const { mode, url, token } = eagleConfig(config)
  if (mode === 'false') return [ok('off')]
  const asked = { path: '/api/application/info', signal, timeoutMs: PATIENCE_MS }
  const answer = await exchange({ url, token }, asked).catch((error: unknown) => {
    if (!(error instanceof Environment)) throw error
    return undefined
  })
  if (!answer)
    return mode === 'auto'
      ? [ok(`not running (nothing answers at ${url}); tracks go into it from the first time it runs`)]
      : [
          warning(
            `not running (nothing answers at ${url}): tracks wait for it`,
            'start Eagle, or set EAGLE_ENABLED=false',
          ),
        ]
  if (answer.status === 401 || answer.status === 403)
    return [warning('it asks for a token', 'set EAGLE_TOKEN (Eagle: Preferences, Developer)')]
  const { success, data } = Info.safeParse(answer.body)
  return success
    ? [ok(`${data.data.version} at ${url}`)]
    : [warning(`what answers at ${url} is not Eagle`, 'set EAGLE_URL to its address, or EAGLE_ENABLED=false')]
}

async function spotifySeen({ settings, varDir }: Config, now: () => number): Promise<Seen[]> {
  if (settings.SPOTIFY_CLIENT_ID === undefined) return [ok('off: SPOTIFY_CLIENT_ID is not set')]
  const kept = await openTokenFile(varDir).read()
  if (!isSignedIn(kept)) return [warning('nobody is signed in', SIGN_IN)]
  if (kept.clientId !== settings.SPOTIFY_CLIENT_ID)
    return [warning('the sign-in belongs to another SPOTIFY_CLIENT_ID', SIGN_IN)]
  const { notice, endsAt } = consentOf(kept.consentedAt, now())
  return [notice ? warning(notice, SIGN_IN) : ok(`signed in until ${endsAt.slice(0, 10)}`)]
}
