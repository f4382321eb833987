// Sends what changed to the webhook: the handshake first, then events, each until it was taken in.

import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf } from '../../../errors.ts'
import { sql } from '../../query/sql.ts'
import type { Delivery } from '../../store/deliveries.ts'
import type { Store } from '../../store/store.ts'
import type { WebhookSettings } from '../settings.ts'
import { eventOf } from './event.ts'
import { dueGroups, mergeGroup } from './merge-changes.ts'
import { ANSWER_LIMIT_MS, post } from './post.ts'
import { activate, type Subscription, subscriptionOf } from './subscription.ts'

export interface WebhookOptions {
  store: Store
  /** Asked for in every round: they can be switched. */
  settings: () => WebhookSettings
  /** Told of what went wrong, a line each. */
  say: (line: string) => void
  now?: () => number
  random?: () => number
  /** Milliseconds between two looks at what changed. */
  everyMs?: number
}

export interface Webhooks {
  /** Stops; what is under way is sent again by whoever sends next. */
  close(): Promise<void>
}

type Sender = Required<WebhookOptions> & { signal: AbortSignal; handshake: { due: number } }

const EVERY_MS = 200
const HANDSHAKE_MS = 5000
const AT_ONCE = 8
const MAX_ATTEMPTS = 8
/** Each wait is so many times the one before. */
const GROWTH = 4

/** Changes are kept from now on, whoever makes them in this file, until `unsubscribe`: what no sender tells now, a later one does. */
export function sendWebhooks(options: WebhookOptions): Webhooks {
  const stop = new AbortController()
  const sender: Sender = {
    now: Date.now,
    random: Math.random,
    everyMs: EVERY_MS,
    ...options,
    say: onlyNew(options.say),
    signal: stop.signal,
    handshake: { due: 0 },
  }
  const { store } = sender
  store.changes.listen(true)
  const ended = rounds(sender)
  return {
    async close() {
      stop.abort()
      await ended
    },
  }
}

/** A round that fails, as when another process holds the file, is followed by the next. */
async function rounds(sender: Sender): Promise<void> {
  while (!sender.signal.aborted) {
    await round(sender).catch(error => sender.say(messageOf(error)))
    await sleep(sender.everyMs, undefined, { signal: sender.signal }).catch(() => undefined)
  }
}

async function round(sender: Sender): Promise<void> {
  const { store } = sender
  const subscription = subscriptionOf(store)
  if (!subscription) return
  if (!subscription.isActive) return shakeHands(sender, subscription)
  if (isAnythingDue(sender)) store.transaction('write', () => queueEvents(sender, subscription))
  while (!sender.signal.aborted && store.deliveries.due(sender.now(), 1).length > 0) {
    const taken = store.transaction('write', () => takeDue(sender))
    await Promise.all(taken.map(delivery => deliver(sender, subscription, delivery)))
  }
}

async function shakeHands(sender: Sender, subscription: Subscription): Promise<void> {
  const { store, handshake, now, settings, say, signal } = sender
  if (now() < handshake.due) return
  const refused = await post(subscription, { verification_token: subscription.token }, signal)
  if (refused === undefined) return activate(store, subscription)
  if (signal.aborted) return
  handshake.due = now() + Math.min(HANDSHAKE_MS, settings().retryMs)
  say(`the handshake with ${subscription.url} failed: ${refused}; it is tried until it works`)
}

/** A cheap look, since it is made all the time: the oldest change is old enough, or one is not to wait. */
function isAnythingDue({ store, now, settings }: Sender): boolean {
  const [oldest] = store.rows(sql`SELECT at FROM change ORDER BY seq LIMIT 1`)
  if (!oldest) return false
  if (Number(oldest.at) + settings().delayMs <= now()) return true
  return dueGroups(store.changes.waiting(), now(), Number.POSITIVE_INFINITY).length > 0
}

function queueEvents({ store, now, settings, random }: Sender, subscription: Subscription): void {
  const { delayMs, drop, shuffle } = settings()
  for (const group of dueGroups(store.changes.waiting(), now(), delayMs)) {
    for (const merged of mergeGroup(group)) {
      const id = randomUUID()
      const later = shuffle ? Math.round(random() * delayMs) : 0
      if (random() >= drop)
        store.deliveries.add(id, eventOf(merged, { id, subscription: subscription.id }), now() + later)
    }
    store.changes.remove(group.map(change => change.seq))
  }
}

/** Put off before they are sent: no other sender takes them meanwhile, and should this process die, they are sent again. */
function takeDue({ store, now, settings, random }: Sender): Delivery[] {
  const due = store.deliveries.due(now(), AT_ONCE)
  for (const { id, attempts } of due) store.deliveries.postpone(id, attempts + 1, now() + 2 * ANSWER_LIMIT_MS)
  return settings().shuffle ? due.toSorted(() => random() - 0.5) : due
}

async function deliver(sender: Sender, subscription: Subscription, { id, attempts, event }: Delivery): Promise<void> {
  const { store, now, settings, say, random, signal } = sender
  const attempt = attempts + 1
  const send = () => post(subscription, { ...event, attempt_number: attempt }, signal)
  const refused = await send()
  if (refused === undefined) {
    store.deliveries.remove(id)
    if (random() < settings().duplicate) await send()
    return
  }
  if (signal.aborted) return store.deliveries.postpone(id, attempts, now())
  if (attempt < MAX_ATTEMPTS) return store.deliveries.postpone(id, attempt, now() + waitAfter(attempt, settings()))
  store.deliveries.remove(id)
  say(`event ${id} (${String(event.type)}) is given up after ${attempt} attempts: ${refused}`)
}

/** What is said again and again is said once. */
function onlyNew(say: (line: string) => void): (line: string) => void {
  let last = ''
  return line => {
    if (line !== last) say(line)
    last = line
  }
}

const waitAfter = (attempts: number, { retryMs }: WebhookSettings): number => retryMs * GROWTH ** (attempts - 1)
