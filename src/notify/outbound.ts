// Notices on their way: each channel by itself, tried for a day, never twice after a kill, never in anyone's way.

import { Limited, messageOf } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Notices, WaitingNotice } from '../store/notices.ts'
import type { Channel, Message } from './channel.ts'

export interface Outbound {
  /** Sends what is due, in the background. */
  wake(): void
  /** Waits for what is under way, up to this long; what was not sent waits for the next run. */
  close(patienceMs: number): Promise<void>
}

export interface OutboundDeps {
  notices: Notices
  channels: readonly Channel[]
  log: Log
  now: () => number
  /** Told how each message ended; `why` it was not taken. */
  onEnd: (channel: string, why?: string) => Promise<void>
}

/** What a channel could not be told for so long is of no use any more. */
const KEPT_MS = 24 * 3_600_000
const WAITS_MS = [60_000, 5 * 60_000, 15 * 60_000, 3_600_000]
/** Of one message; more are sent in the next. */
const MOST_AT_ONCE = 20
const MOST_ID = 200

export function openOutbound({ notices, channels, log, now, onEnd }: OutboundDeps): Outbound {
  const stop = new AbortController()
  let underWay: Promise<unknown> | undefined
  let isFirst = true
  let isAsked = false

  /** What came meanwhile is sent, too. */
  async function sendWhileAsked(): Promise<void> {
    while (isAsked && !stop.signal.aborted) {
      isAsked = false
      await sendAll()
    }
  }

  async function sendAll(): Promise<void> {
    if (isFirst) await dropUnsure()
    isFirst = false
    await Promise.all(channels.map(channel => sendOne(channel)))
  }

  /** Whether it arrived is not known: once too seldom is better than twice. */
  async function dropUnsure(): Promise<void> {
    const dropped = await notices.dropUnsure()
    if (dropped > 0)
      log.warn({ notices: dropped }, 'the program was killed while it sent notices: they are not sent again')
  }

  async function sendOne(channel: Channel): Promise<void> {
    const waiting = await notices.take(channel.name, MOST_AT_ONCE)
    const [first] = waiting
    if (!first) return
    try {
      await channel.send(messageFor(waiting), stop.signal)
      await notices.sent(waiting.map(({ id }) => id))
      await onEnd(channel.name)
      log.debug({ channel: channel.name, notices: waiting.length }, 'notices were sent')
    } catch (error) {
      await notSent(channel.name, waiting, error)
    }
  }

  async function notSent(channel: string, waiting: readonly WaitingNotice[], error: unknown): Promise<void> {
    const reason = messageOf(error)
    const old = waiting.filter(({ madeAt }) => now() - madeAt >= KEPT_MS)
    for (const { title } of old)
      log.warn({ channel, title, reason }, 'a notice could not be sent for a day: it is dropped')
    await notices.sent(old.map(({ id }) => id))
    const tried = Math.max(...waiting.map(({ attempts }) => attempts))
    const wait = stop.signal.aborted ? 0 : (WAITS_MS[Math.min(tried, WAITS_MS.length) - 1] ?? 0)
    const nextAt = Math.max(now() + wait, error instanceof Limited ? error.until : 0)
    const rest = waiting.filter(notice => !old.includes(notice))
    await notices.putOff(
      channel,
      rest.map(({ id }) => id),
      nextAt,
    )
    if (!stop.signal.aborted) await onEnd(channel, reason)
    log.debug({ channel, reason, nextAt: new Date(nextAt).toISOString() }, 'a notice could not be sent just now')
  }

  return {
    wake() {
      isAsked = true
      underWay ??= sendWhileAsked()
        .catch(error => log.warn({ error }, 'notices could not be sent'))
        .finally(() => {
          underWay = undefined
        })
    },
    async close(patienceMs) {
      const late = setTimeout(() => stop.abort(), patienceMs)
      while (underWay) await underWay
      clearTimeout(late)
    },
  }
}

/** What waited together is told together; told again, it is known by its id. */
function messageFor(waiting: readonly WaitingNotice[]): Message {
  const id = `notice-${waiting.map(notice => `${notice.madeAt}-${notice.id}`).join('-')}`.slice(0, MOST_ID)
  const [only] = waiting
  if (only && waiting.length === 1) return { title: only.title, body: only.body, id }
  const body = waiting.map(({ title, body: text }) => `${title}\n${text}`).join('\n\n')
  return { title: `${waiting.length} notices`, body, id }
}
