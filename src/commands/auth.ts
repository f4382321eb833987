// Sign-in to an outside service, and its end.

import { createInterface } from 'node:readline'
import { loadConfig } from '../config.ts'
import { BusyFault, ConfigFault } from '../errors.ts'
import { openCache } from '../sources/spotify/cache.ts'
import { consentOf } from '../sources/spotify/consent.ts'
import { signIn } from '../sources/spotify/sign-in.ts'
import { type SpotifyConfig, spotifyConfig } from '../sources/spotify/spotify-config.ts'
import { openTokenFile } from '../sources/spotify/token-file.ts'
import { openStore } from '../store/database.ts'
import { lockInstance } from '../store/instance-lock.ts'
import { openLedger } from '../store/ledger.ts'
import { type GlobalFlags, print, stopOnSignals } from './with-app.ts'

const PATIENCE_MS = 5 * 60_000
const NO_APP =
  'SPOTIFY_CLIENT_ID is missing: make an app at https://developer.spotify.com/dashboard with the redirect URI http://127.0.0.1/callback (no port), put SPOTIFY_CLIENT_ID=<its client id> into .env, and run this again'

export interface AuthFlags extends GlobalFlags {
  service: string
  signOut: boolean
}

export async function auth(flags: AuthFlags): Promise<number> {
  const config = spotifyConfig(loadConfig({ varDir: flags.var }))
  if (flags.signOut) return await signOut(flags, config)
  const { clientId } = config
  if (clientId === undefined) throw new ConfigFault(NO_APP)
  if (!/^[\da-f]{32}$/i.test(clientId))
    throw new ConfigFault(`SPOTIFY_CLIENT_ID is "${clientId}": expected the client id of your app, 32 hex digits`)
  if (flags.dryRun) {
    print(flags, { service: 'spotify', would: 'sign in' }, ['would sign in to Spotify'])
    return 0
  }
  const signals = stopOnSignals()
  const input = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })
  try {
    const { account, consentedAt, warning } = await signIn({
      config: { ...config, clientId },
      signal: signals.signal,
      timeoutMs: PATIENCE_MS,
      show: page => say(`Open this page and say yes:\n\n${page}\n\n${PASTE}`),
      lines: input,
      onWrongLine: () => say('That is not the address this sign-in ends on. Paste all of it, from http:// on.'),
      now: () => new Date(),
    })
    const { endsAt } = consentOf(consentedAt, Date.now())
    const who = account?.name ?? account?.id
    print(flags, { service: 'spotify', account: account ?? null, consentedAt, endsAt, warning: warning ?? null }, [
      `Signed in to Spotify${who ? ` as ${who}` : ''}, until ${endsAt.slice(0, 10)}.`,
      ...(warning ? [warning] : []),
    ])
    return warning ? 1 : 0
  } finally {
    input.close()
    process.stdin.destroy()
    signals.off()
  }
}

const PASTE = `If the browser runs on another machine, it ends on a page it cannot open: paste the address of that page here.
If the page says INVALID_CLIENT, SPOTIFY_CLIENT_ID or the app's redirect URI (http://127.0.0.1/callback, no port) is wrong.`

const say = (words: string) => process.stderr.write(`${words}\n`)

async function signOut(flags: AuthFlags, config: SpotifyConfig): Promise<number> {
  if (flags.dryRun) {
    print(flags, { service: 'spotify', would: 'sign out' }, ['would sign out of Spotify and forget what it said'])
    return 0
  }
  await openTokenFile(config.varDir).change(held => held.remove())
  forget(config.varDir)
  print(flags, { service: 'spotify', account: null }, [
    'Signed out of Spotify; what it said is forgotten.',
    'To take the consent back too: https://www.spotify.com/account/apps',
  ])
  return 0
}

/** A running instance forgets by itself, when it finds nobody signed in. */
function forget(varDir: string): void {
  try {
    using _lock = lockInstance(varDir)
    using store = openStore(varDir, false)
    openCache({ store, ledger: openLedger(store.database), readOnly: false, now: Date.now }).clear()
  } catch (error) {
    if (!(error instanceof BusyFault)) throw error
  }
}
