// The webhook listener over a store of its own, and how to post to it.

import { createHmac, randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { connect } from 'node:net'
import { silentLog } from '../../src/log.ts'
import { openQueue, type Queue } from '../../src/queue/queue.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { openLedger } from '../../src/store/ledger.ts'
import { openWebhookEvents } from '../../src/store/webhook-events.ts'
import { openKeys } from '../../src/web/handshake.ts'
import type { Limits } from '../../src/web/listener.ts'
import { serveWebhooks, type WebhookDeps } from '../../src/web/open-web.ts'
import { RATES } from '../../src/web/rate-limit.ts'
import { quickFolder } from './quick-place.ts'

export const TOKEN = 'a-token-of-some-length'
export const KEY = 'secret_ofTheWebhookInNotion'
/** The connection's own bot. */
export const BOT = 'b07b07b0-0000-4000-8000-000000000000'
/** A database that is worked with, and a page there was work for. */
export const PLACE = '11111111-0000-4000-8000-000000000001'
export const PAGE = '22222222-0000-4000-8000-000000000002'
export const MUSIC = '/webhook/music-workflow'
export const NOTION = '/webhook/notion'

export interface WebPlace extends AsyncDisposable {
  dir: string
  url: string
  port: number
  queue: Queue
  store: Store
  /** How often the loop was told of news, and of jobs. */
  rung: { wake: number; jobs: number }
  /** Keys that were said. */
  said: string[]
  judged: string[]
  clock: { now: number }
  /** Rows of webhook_event. */
  events(): { id: string; judged: string }[]
}

/** @param given a folder that stays; default: a new one that goes */
export async function openWebPlace(
  { limits, ...other }: Partial<WebhookDeps> & { limits?: Limits } = {},
  given?: string,
): Promise<WebPlace> {
  const dir = given ?? quickFolder('webhooks', 64)
  const store = openStore(dir, false)
  const clock = { now: Date.now() }
  const now = () => clock.now
  const queue = openQueue({ store, ledger: openLedger(store.database), now })
  const rung = { wake: 0, jobs: 0 }
  const said: string[] = []
  const judged: string[] = []
  const listener = await serveWebhooks(
    { port: 0, limits },
    {
      queue,
      token: TOKEN,
      events: openWebhookEvents(store, now),
      keys: openKeys(dir, [KEY], now),
      known: { isPlace: id => id === PLACE, isPage: id => id === PAGE },
      log: silentLog,
      metrics: { answered() {}, event: how => void judged.push(how) },
      now,
      onJobs: () => {
        rung.jobs += 1
      },
      onWake: () => {
        rung.wake += 1
      },
      onKey: key => void said.push(key),
      // as many refusals as a test asks for; how few there really are: webhook-flood.test.ts
      rates: { ...RATES, unknown: { burst: 10_000, perSecond: 1 } },
      ...other,
    },
  )
  return {
    dir,
    url: listener.url,
    port: listener.port,
    queue,
    store,
    rung,
    said,
    judged,
    clock,
    events: () =>
      store.database
        .prepare('select id, judged from webhook_event order by id')
        .all()
        .map(({ id, judged: how }) => ({ id: String(id), judged: String(how) })),
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]()
      store[Symbol.dispose]()
      if (given === undefined) rmSync(dir, { recursive: true })
    },
  }
}

export const signed = (body: string, key: string): string =>
  `sha256=${createHmac('sha256', key).update(body).digest('hex')}`

/** @param headers beside the type of the content */
export function post(
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string>,
): Promise<Response> {
  return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })
}

export const postMusic = (url: string, body: unknown, headers = { authorization: `Bearer ${TOKEN}` }) =>
  post(url + MUSIC, JSON.stringify(body), headers)

export function postNotion(url: string, event: unknown, key = KEY): Promise<Response> {
  const body = JSON.stringify(event)
  return post(url + NOTION, body, { 'x-notion-signature': signed(body, key) })
}

export function eventOf(more: Record<string, unknown> = {}) {
  return {
    id: randomUUID(),
    timestamp: new Date().toISOString(),
    type: 'page.properties_updated',
    integration_id: BOT,
    authors: [{ id: 'a person', type: 'person' }],
    attempt_number: 1,
    entity: { id: 'cccccccc-0000-4000-8000-00000000000c', type: 'page' },
    data: { parent: { id: PLACE, type: 'database' } },
    ...more,
  }
}

/** What comes back on a bare connection until it is closed from the other side. */
export function rawly(port: number, ...sent: (string | Buffer)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let came = ''
    socket.setEncoding('latin1').on('data', text => {
      came += text
    })
    socket.on('error', error =>
      'code' in error && /EPIPE|ECONNRESET/.test(String(error.code)) ? resolve(came) : reject(error),
    )
    socket.on('close', () => resolve(came))
    for (const piece of sent) socket.write(piece)
  })
}
