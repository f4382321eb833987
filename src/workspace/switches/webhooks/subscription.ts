// The one webhook of a workspace: where it leads and what its deliveries are signed with; kept in the file.

import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Store } from '../../store/store.ts'

const Subscription = z.object({
  id: z.string(),
  url: z.string(),
  token: z.string(),
  /** The handshake was taken in; no event is sent before. */
  isActive: z.boolean(),
})
export type Subscription = z.infer<typeof Subscription>

const SETTING = 'webhook'
const TOKEN_LENGTH = 43

type Settings = Pick<Store, 'setting' | 'setSetting'>

export function subscriptionOf(store: Settings): Subscription | undefined {
  const text = store.setting(SETTING)
  return text ? Subscription.parse(JSON.parse(text)) : undefined
}

/** The same URL again stays the same subscription; another one is a new one, and what waited for the old is dropped. */
export function subscribe(store: Store, url: string): Subscription {
  return store.transaction('write', () => {
    const before = subscriptionOf(store)
    if (before?.url === url) return before
    unsubscribe(store)
    return save(store, { id: randomUUID(), url, token: newToken(), isActive: false })
  })
}

/** Nothing when another one took its place while hands were shaken. */
export function activate(store: Store, subscription: Subscription): void {
  store.transaction('write', () => {
    if (subscriptionOf(store)?.id === subscription.id) save(store, { ...subscription, isActive: true })
  })
}

export function unsubscribe(store: Store): void {
  store.transaction('write', () => {
    store.setSetting(SETTING, '')
    store.changes.listen(false)
    store.changes.remove(store.changes.waiting().map(change => change.seq))
    store.deliveries.clear()
  })
}

/** The `X-Notion-Signature` of a body. */
export const signatureOf = (body: string, token: string): string =>
  `sha256=${createHmac('sha256', token).update(body).digest('hex')}`

function save(store: Settings, subscription: Subscription): Subscription {
  store.setSetting(SETTING, JSON.stringify(subscription))
  return subscription
}

/** As Notion's: letters and digits only. */
function newToken(): string {
  const letters = randomBytes(TOKEN_LENGTH * 4)
    .toString('base64')
    .replaceAll(/[^A-Za-z0-9]/g, '')
  return `secret_${letters.slice(0, TOKEN_LENGTH)}`
}
