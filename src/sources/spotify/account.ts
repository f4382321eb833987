// Whose Spotify it is: what is kept of one account is not shown to another, and the end of the consent is said in time.

import { z } from 'zod'
import type { Log } from '../../log.ts'
import type { Cache } from './cache.ts'
import type { SignInState, Tokens } from './tokens.ts'

interface AccountOptions {
  tokens: Tokens
  cache: Cache
  log: Log
}

/** The tokens, given out once that is seen to. */
export function openAccount({ tokens, cache, log }: AccountOptions): Pick<Tokens, 'access'> {
  let seen = ''
  let warned = ''

  function ownOnly({ account, consent }: SignInState): void {
    const owner = account?.id ?? consent?.givenAt ?? ''
    if (owner === seen) return
    if (cache.get('owner', z.string()) !== owner) cache.clear()
    cache.put({ owner })
    seen = owner
  }

  /** Once a stage, not once a run. */
  function warn({ consent }: SignInState): void {
    if (!consent?.notice) return
    const stage = `${consent.givenAt} ${consent.stage}`
    if (stage === warned || stage === cache.get('warned', z.string())) return
    log.warn({ lane: 'spotify', until: consent.endsAt }, consent.notice)
    cache.put({ warned: stage })
    warned = stage
  }

  return {
    async access(refused) {
      try {
        const token = await tokens.access(refused)
        const state = await tokens.state()
        ownOnly(state)
        warn(state)
        return token
      } catch (error) {
        if ((await tokens.state()).isForgotten) cache.clear()
        throw error
      }
    },
  }
}
