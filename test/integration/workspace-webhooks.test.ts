import { createHmac } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SwitchInput } from '../../src/workspace/switches/settings.ts'
import { sendWebhooks, type Webhooks } from '../../src/workspace/switches/webhooks/send-webhooks.ts'
import { subscribe, subscriptionOf, unsubscribe } from '../../src/workspace/switches/webhooks/subscription.ts'
import { openReceiver } from '../support/webhook-receiver.ts'
import { at, openApi, type TestApi, title } from '../unit/workspace/open-client.ts'

const DELAY = 60
const COLUMNS = { Name: { title: {} }, Bpm: { number: {} }, Done: { checkbox: {} } }

let folder: string
let file: string
let api: TestApi
let receiver: Awaited<ReturnType<typeof openReceiver>>
let webhooks: Webhooks
let said: string[]
let table: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workspace-'))
  file = join(folder, 'workspace.db')
  said = []
  receiver = await openReceiver()
  api = openApi({ file })
  table = await api.table(COLUMNS)
})
afterEach(async () => {
  await webhooks.close()
  receiver.close()
  api.workspace.close()
  await rm(folder, { recursive: true })
})

const store = () => api.workspace.store
const put = (webhook: SwitchInput['webhook']) =>
  api.workspace.switches.set({ webhook: { delayMs: DELAY, retryMs: 20, ...webhook } })
function send(webhook: SwitchInput['webhook'] = {}): void {
  put(webhook)
  const settings = () => api.workspace.switches.settings().webhook
  webhooks = sendWebhooks({ store: store(), settings, say: line => said.push(line), everyMs: 10 })
}
async function start(webhook: SwitchInput['webhook'] = {}): Promise<string> {
  const { token } = subscribe(store(), receiver.url)
  send(webhook)
  await receiver.until(() => subscriptionOf(store())?.isActive === true)
  return token
}
const addRow = (name = 'x') => api.addRow(table, { Name: title(name) })
const edit = (id: string, properties: Record<string, unknown>) => api.send('patch', `pages/${id}`, { properties })

describe('the handshake', () => {
  it('comes first, signed with the token it brings', async () => {
    const token = await start()
    expect(token).toMatch(/^secret_[A-Za-z0-9]{43}$/)
    const [first] = receiver.taken
    expect(first?.body).toBe(JSON.stringify({ verification_token: token }))
    expect(first?.signature).toBe(
      `sha256=${createHmac('sha256', token)
        .update(first?.body ?? '')
        .digest('hex')}`,
    )
  })

  it('is tried until it works, and events wait for it', async () => {
    let refusals = 3
    receiver.answer = () => (refusals-- > 0 ? 500 : 200)
    subscribe(store(), receiver.url)
    send()
    await addRow()
    await receiver.until(() => receiver.events().length === 1)
    expect(receiver.taken.map(({ status, event }) => [status, event.type])).toEqual([
      [500, undefined],
      [500, undefined],
      [500, undefined],
      [200, undefined],
      [200, 'page.created'],
    ])
    expect(said).toEqual([`the handshake with ${receiver.url} failed: it answered 500; it is tried until it works`])
  })

  it('is not made again for the same URL, with the file opened anew', async () => {
    const token = await start()
    await webhooks.close()
    api.workspace.close()
    api = openApi({ file })
    expect(subscribe(store(), receiver.url).token).toBe(token)
    send()
    await addRow()
    await receiver.until(() => receiver.events().length === 1)
    expect(receiver.taken.filter(each => each.event.verification_token !== undefined)).toHaveLength(1)
    expect(subscribe(store(), `${receiver.url}/other`)).toMatchObject({
      isActive: false,
      token: expect.not.stringMatching(token),
    })
  })
})

describe('events', () => {
  it('tell of a row that was made, and of its changes as one', async () => {
    const token = await start()
    const id = await addRow()
    await receiver.until(() => receiver.events().length === 1)
    await edit(id, { Bpm: { number: 120 } })
    await edit(id, { Bpm: { number: 121 }, Done: { checkbox: true } })
    await receiver.until(() => receiver.events().length === 2)
    await sleep(3 * DELAY)
    const [made, changed] = receiver.events()
    expect(made).toMatchObject({
      type: 'page.created',
      entity: { id, type: 'page' },
      attempt_number: 1,
      data: { parent: { type: 'database', data_source_id: table } },
    })
    const columns = await api.send('get', `data_sources/${table}`)
    const ids = ['Bpm', 'Done'].map(name => at(columns, 'properties', name, 'id'))
    expect(changed).toMatchObject({ type: 'page.properties_updated', data: { updated_properties: ids } })
    expect(receiver.events()).toHaveLength(2)
    const { body, signature } = receiver.taken.at(-1) ?? { body: '', signature: '' }
    expect(signature).toBe(`sha256=${createHmac('sha256', token).update(body).digest('hex')}`)
  })

  it('of a row that was made and trashed are none; a comment is told at once', async () => {
    await start({ delayMs: 400 })
    const gone = await addRow()
    await api.send('patch', `pages/${gone}`, { in_trash: true })
    const id = await addRow('stays')
    const before = Date.now()
    await api.send('post', 'comments', { parent: { page_id: id }, rich_text: [{ text: { content: 'hm' } }] })
    await receiver.until(() => receiver.events().length === 2)
    expect(receiver.types()).toEqual(['comment.created', 'page.created'])
    expect(receiver.events()[0]).toMatchObject({ data: { page_id: id, parent: { id, type: 'page' } } })
    expect(Date.now() - before).toBeGreaterThan(300)
    await sleep(500)
    expect(receiver.events()).toHaveLength(2)
  })

  it('tell of what another process does in the file', async () => {
    await start()
    const other = openApi({ file })
    await other.addRow(table, { Name: title('by another') })
    other.workspace.close()
    await receiver.until(() => receiver.types().includes('page.created'))
  })

  it('wait for the next sender when nobody sends', async () => {
    await start()
    await webhooks.close()
    await addRow()
    expect(receiver.events()).toEqual([])
    send()
    await receiver.until(() => receiver.events().length === 1)
    expect(receiver.events()).toMatchObject([{ type: 'page.created' }])
  })
})

describe('a delivery', () => {
  it('is tried again with the same id until it is taken in', async () => {
    await start()
    receiver.answer = ({ event }) => (Number(event.attempt_number) < 4 ? 503 : 204)
    await addRow()
    await receiver.until(() => receiver.events().length === 1)
    const attempts = receiver.taken.slice(1)
    expect(attempts.map(({ event }) => event.attempt_number)).toEqual([1, 2, 3, 4])
    expect(new Set(attempts.map(({ event }) => event.id)).size).toBe(1)
    await sleep(200)
    expect(receiver.taken).toHaveLength(5)
  })

  it('is given up after eight attempts', async () => {
    await start({ retryMs: 1 })
    receiver.answer = ({ event }) => (event.type === 'page.created' ? 500 : 200)
    const id = await addRow()
    // The last wait is four seconds, even though the first is a millisecond.
    await receiver.until(() => said.length > 0)
    expect(receiver.taken).toHaveLength(9)
    expect(said[0]).toMatch(/^event .* \(page\.created\) is given up after 8 attempts: it answered 500$/)
    await edit(id, { Bpm: { number: 1 } })
    await receiver.until(() => receiver.types().includes('page.properties_updated'))
  })

  it('outlives the process that was to make it', async () => {
    await start()
    receiver.answer = () => 500
    await addRow()
    await receiver.until(() => receiver.taken.length > 1)
    await webhooks.close()
    api.workspace.close()
    receiver.answer = () => 200
    api = openApi({ file })
    send()
    await receiver.until(() => receiver.events().length === 1)
    expect(receiver.events()[0]?.id).toBe(receiver.taken[1]?.event.id)
  })

  it('is dropped, or made twice', async () => {
    await start({ drop: 1 })
    await addRow('dropped')
    await sleep(3 * DELAY)
    expect(receiver.events()).toEqual([])
    put({ duplicate: 1 })
    await addRow('twice')
    await receiver.until(() => receiver.events().length === 2)
    const [one, two] = receiver.events()
    expect(one).toEqual(two)
  })

  it('is shuffled among the others', async () => {
    await start({ shuffle: true, delayMs: 300 })
    const ids: string[] = []
    for (let number = 0; number < 30; number += 1) ids.push(await addRow(`row ${number}`))
    await receiver.until(() => receiver.events().length === 30)
    const came = receiver.events().map(event => at(event, 'entity', 'id'))
    expect(came).not.toEqual(ids)
    expect(came.toSorted()).toEqual(ids.toSorted())
  })
})

it('a subscription that is ended leaves nothing behind', async () => {
  await start()
  receiver.answer = () => 500
  await addRow()
  await receiver.until(() => receiver.taken.length > 1)
  await addRow()
  unsubscribe(store())
  expect(subscriptionOf(store())).toBeUndefined()
  expect(store().changes.waiting()).toEqual([])
  expect(store().deliveries.due(Number.MAX_SAFE_INTEGER, 10)).toEqual([])
  await addRow()
  expect(store().changes.waiting()).toEqual([])
})
