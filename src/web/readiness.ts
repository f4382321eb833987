// Whether the program can do its work now, and if not, why.

import { messageOf } from '../errors.ts'
import type { LaneStatus } from '../lanes/lanes.ts'
import type { Pulse } from './pulse.ts'

export interface ReadinessDeps {
  pulse: Pulse
  lanes: { status(): LaneStatus[] }
  /** Writes something. @throws when the state cannot be written */
  tryWrite: () => Promise<void>
  /** Why Notion refuses this connection, while it does. */
  refusal: () => Error | undefined
  now: () => number
}

/** A limit is waited for; a longer pause is trouble. */
const LONG_PAUSE_MS = 5 * 60_000
/** How long one look at the disk counts. */
const LOOK_MS = 5000

/** @returns the reasons why not; empty: it can */
export function openReadiness({ pulse, lanes, tryWrite, refusal, now }: ReadinessDeps): () => Promise<string[]> {
  let looked: { at: number; answer: Promise<string | undefined> } | undefined

  const store = () => {
    const at = performance.now()
    if (!looked || at - looked.at > LOOK_MS) looked = { at, answer: tryWrite().then(() => undefined, messageOf) }
    return looked.answer
  }

  function notion(): string | undefined {
    const refused = refusal()
    if (refused) return refused.message
    const until = lanes.status().find(({ name }) => name === 'notion')?.until
    if (!until || until.getTime() - now() < LONG_PAUSE_MS) return undefined
    return `Notion is left alone until ${until.toISOString()}`
  }

  const loop = () =>
    pulse.quietMs > pulse.patienceMs
      ? `no cycle has ended for ${Math.round(pulse.quietMs / 1000)} s (expected one within ${pulse.patienceMs / 1000} s)`
      : undefined

  return async () => [await store(), notion(), loop()].filter(reason => reason !== undefined)
}
