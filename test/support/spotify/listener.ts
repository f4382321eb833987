// Somebody who is signed in to the fake, with a var/ of their own.

import { rmSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { openLanes } from '../../../src/lanes/lanes.ts'
import { type Service, serviceOf } from '../../../src/lanes/services.ts'
import { openCache } from '../../../src/sources/spotify/cache.ts'
import { openSpotify, type SpotifyOptions } from '../../../src/sources/spotify/spotify.ts'
import { openTokenFile, type SignedIn } from '../../../src/sources/spotify/token-file.ts'
import { openStore } from '../../../src/store/database.ts'
import { laneStates } from '../../../src/store/lane-states.ts'
import { openLedger } from '../../../src/store/ledger.ts'
import { newVar } from '../cli.ts'
import { saidBy } from '../notion-server.ts'
import type { SpotifyServer } from '../spotify-server.ts'
import { CLIENT_ID } from './accounts.ts'
import { ME } from './catalogue.ts'

interface ListenerOptions extends Partial<SpotifyOptions> {
  /** What is on the disk; false: nobody is signed in. */
  signIn?: Partial<SignedIn> | false
  service?: Partial<Service>
  varDir?: string
}

/** The program's side of it: opened, used, closed, as a run of the program does. */
export async function openListener(server: SpotifyServer, options: ListenerOptions = {}) {
  const { signIn = {}, service, varDir = await newVar(), ...more } = options
  const file = openTokenFile(varDir)
  if (signIn !== false && !options.varDir) await keepSignIn(server, varDir, signIn)
  const store = openStore(varDir, false)
  const { log, lines } = saidBy()
  const now = options.now ?? Date.now
  const lanes = openLanes({
    store: laneStates(store, false),
    log,
    random: () => 0,
    serviceOf: name => {
      const known = serviceOf(name)
      return known && { ...known, ...service }
    },
  })
  const spotify = openSpotify({
    clientId: CLIENT_ID,
    market: undefined,
    apiUrl: server.apiUrl,
    accountsUrl: server.accountsUrl,
    varDir,
    lanes,
    cache: openCache({ store, ledger: openLedger(store.database), readOnly: false, now }),
    log,
    readOnly: false,
    ...more,
  })
  const tokenPath = join(varDir, 'spotify-token.json')
  return {
    spotify,
    lanes,
    varDir,
    lines,
    file,
    token: async () => JSON.parse(await readFile(tokenPath, 'utf8')),
    mode: async () => (await stat(tokenPath)).mode & 0o777,
    async [Symbol.asyncDispose]() {
      await lanes.close()
      store[Symbol.dispose]()
      if (!options.varDir) rmSync(varDir, { recursive: true, force: true })
    },
  }
}

export async function keepSignIn(server: SpotifyServer, varDir: string, more: Partial<SignedIn> = {}): Promise<void> {
  const tokens = await server.accounts.signIn()
  const consentedAt = new Date().toISOString()
  const kept = {
    clientId: CLIENT_ID,
    ...tokens,
    scope: '',
    consentedAt,
    account: { id: ME, name: 'A Listener' },
    ...more,
  }
  await openTokenFile(varDir).change(held => held.write(kept))
}
