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

/** @param now milliseconds that only go forward */
export function openHealthcheck(url: string | undefined, log: Log, now = () => performance.now()): Healthcheck {
  const stop = new AbortController()
  const last = new Map<Ping, number>()
  let underWay: Promise<void> = Promise.resolve()

  async function send(kind: Ping, text: string): Promise<void> {
    try {
      await post({
        to: 'the dead-man switch',
        url: addressOf(url ?? '', kind),
        body: cutBytes(text, BYTES),
        signal: stop.signal,
      })
    } catch (error) {
      log.debug({ reason: messageOf(error) }, 'the dead-man switch could not be pinged')
    }
  }

  return {
    ping(kind, text = '') {
      const isDue = now() - (last.get(kind) ?? Number.NEGATIVE_INFINITY) >= EVERY_MS
      if (!url || stop.signal.aborted || (kind !== 'fail' && !isDue)) return
      last.set(kind, now())
      underWay = underWay.then(() => send(kind, text)) // in their order
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
