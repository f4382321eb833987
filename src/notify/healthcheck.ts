// The dead-man switch: whoever stands behind it raises the alarm when the pings end.

import { messageOf } from '../errors.ts'
import type { Log } from '../log.ts'
import { cutBytes } from './channel.ts'
import { post } from './post.ts'

export type Ping = 'start' | 'success' | 'fail'

export interface Healthcheck {
  /** In the background; a ping that fails is not repeated, the next cycle sends the next one. */
  ping(kind: Ping, text?: string): void
  close(patienceMs: number): Promise<void>
}

const BYTES = 10_000
/** More often, and pings are dropped. */
const EVERY_MS = 30_000

export interface HealthcheckDeps {
  /** Undefined: there is none. */
  url: string | undefined
  log: Log
  /** Told how each ping ended; `why` it was not taken. */
  onEnd: (channel: string, why?: string) => Promise<void>
  /** Milliseconds that only go forward. */
  now?: () => number
}

export const DEAD_MAN = 'dead-man switch'

export function openHealthcheck({ url, log, onEnd, now = () => performance.now() }: HealthcheckDeps): Healthcheck {
  const stop = new AbortController()
  const last = new Map<Ping, number>()
  let underWay: Promise<void> = Promise.resolve()

  async function send(kind: Ping, text: string): Promise<void> {
    const body = cutBytes(text, BYTES)
    const sent = post({ to: `the ${DEAD_MAN}`, url: addressOf(url ?? '', kind), body, signal: stop.signal })
    const why = await sent.then(() => undefined, messageOf)
    if (why !== undefined) log.debug({ reason: why }, 'the dead-man switch could not be pinged')
    if (why === undefined || !stop.signal.aborted) await onEnd(DEAD_MAN, why)
  }

  return {
    ping(kind, text = '') {
      const isDue = now() - (last.get(kind) ?? Number.NEGATIVE_INFINITY) >= EVERY_MS
      if (!url || stop.signal.aborted || (kind !== 'fail' && !isDue)) return
      last.set(kind, now())
      underWay = underWay // in their order
        .then(() => send(kind, text))
        .catch(error => log.warn({ error }, 'a ping of the dead-man switch could not be kept'))
    },
    async close(patienceMs) {
      const late = setTimeout(() => stop.abort(), patienceMs)
      await underWay
      clearTimeout(late)
    },
  }
}

function addressOf(url: string, kind: Ping): string {
  const address = new URL(url)
  if (kind !== 'success') address.pathname = `${address.pathname.replace(/\/$/, '')}/${kind}`
  return address.href
}
