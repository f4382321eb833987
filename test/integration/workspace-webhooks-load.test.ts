// Webhooks under load: many changes at once, a bad receiver, two servers on one file, a server that is begun anew.

import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { sendWebhooks, type Webhooks } from '../../src/workspace/switches/webhooks/send-webhooks.ts'
import { subscribe } from '../../src/workspace/switches/webhooks/subscription.ts'
import { portOf } from '../support/bench.ts'
import { openApi, type TestApi, title } from '../unit/workspace/open-client.ts'

const Event = z.object({
  id: z.string().optional(),
  type: z.string().optional(),
  entity: z.object({ id: z.string() }).optional(),
})
type Event = z.infer<typeof Event>
type Reaction = number | 'cut' | 'slow'

let folder: string
let file: string
let api: TestApi
let table: string
let receiver: Server
let taken: Event[]
let wrongSignatures: number
let token: string
let react: (event: Event, at: number) => Reaction
const opened: { api: TestApi; webhooks: Webhooks }[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workspace-'))
  file = join(folder, 'workspace.db')
  api = openApi({ file })
  table = await api.table({ Name: { title: {} }, Bpm: { number: {} } })
  taken = []
  wrongSignatures = 0
  react = () => 200
  await openReceiver()
  token = subscribe(api.workspace.store, `http://127.0.0.1:${portOf(receiver)}/hook`).token
})
afterEach(async () => {
  for (const each of opened.splice(0)) await stop(each)
  receiver.closeAllConnections()
  receiver.close()
  api.workspace.close()
  await rm(folder, { recursive: true })
})

async function openReceiver(): Promise<void> {
  let came = 0
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const signature = `sha256=${createHmac('sha256', token).update(body).digest('hex')}`
    if (request.headers['x-notion-signature'] !== signature) wrongSignatures += 1
    const event = Event.parse(JSON.parse(body.toString()))
    const reaction = event.id ? react(event, came++) : 200
    if (reaction === 'cut') return void request.socket.destroy()
    if (reaction === 'slow') await sleep(200)
    const status = reaction === 'slow' ? 200 : reaction
    if (status === 200 && event.id) taken.push(event)
    response.writeHead(status).end()
  })
  await once(receiver.listen(0, '127.0.0.1'), 'listening')
}

/** A server's part of the work, with a store of its own on the same file. */
function start(retryMs = 20) {
  const own = openApi({ file })
  own.workspace.switches.set({ webhook: { delayMs: 50, retryMs } })
  const settings = () => own.workspace.switches.settings().webhook
  const webhooks = sendWebhooks({ store: own.workspace.store, settings, say: () => {}, everyMs: 10 })
  const one = { api: own, webhooks }
  opened.push(one)
  return one
}

async function stop(one: { api: TestApi; webhooks: Webhooks }): Promise<void> {
  await one.webhooks.close()
  one.api.workspace.close()
}

const addRows = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, at) => api.addRow(table, { Name: title(`Zoë 夜 🎧 ${at}`) })))
const told = () => new Set(taken.map(({ entity }) => entity?.id))
const isTold = (ids: readonly string[]) =>
  expect.poll(() => ids.filter(id => !told().has(id)), { timeout: 20_000 }).toEqual([])

it('a thousand changes at once are told, each signed over its bytes', async () => {
  start()
  const ids = await addRows(1000)
  await isTold(ids)
  expect(taken).toHaveLength(1000)
  expect(wrongSignatures).toBe(0)
})

it('a receiver that refuses, cuts and dawdles gets every one in the end', async () => {
  const reactions: Reaction[] = [500, 'cut', 200, 'slow', 200, 302, 200]
  react = (_event, at) => (at < 70 ? (reactions[at % reactions.length] ?? 200) : 200)
  start()
  await isTold(await addRows(100))
  expect(new Set(taken.map(({ id }) => id)).size).toBe(100)
  expect(wrongSignatures).toBe(0)
})

it('two servers on one file share the work: a slow receiver gets nothing twice', async () => {
  react = () => 'slow'
  start()
  start()
  const ids = await addRows(40)
  await isTold(ids)
  await sleep(300)
  expect(taken).toHaveLength(40)
})

it('a server that ends leaves its share to the other, and to itself when it is begun anew', async () => {
  react = (_event, at) => (at % 3 === 0 ? 503 : 200)
  const first = start()
  const second = start()
  const ids = await addRows(60)
  await sleep(100)
  await stop(first)
  opened.splice(opened.indexOf(first), 1)
  ids.push(...(await addRows(20)))
  await stop(second)
  opened.splice(opened.indexOf(second), 1)
  ids.push(...(await addRows(20)))
  start()
  await isTold(ids)
})

it('a read is no event', async () => {
  start()
  const [id = ''] = await addRows(1)
  await isTold([id])
  await api.send('get', `pages/${id}`)
  await api.query(table, {})
  await api.send('get', `data_sources/${table}`)
  await api.send('post', 'search', {})
  await api.send('get', `blocks/${id}/children`)
  await sleep(200)
  expect(taken).toHaveLength(1)
})
