// What commands leave to the orchestrator that runs is obeyed as they would have done it, and answered.

import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { obeyOrders } from '../../src/commands/orders/obey.ts'
import { type Answer, boxOf, type RetryOrder } from '../../src/commands/orders/order.ts'
import { takerIn } from '../../src/commands/orders/taker.ts'
import { retryNow } from '../../src/commands/retry.ts'
import { Transient } from '../../src/errors.ts'
import { armFailpoints } from '../../src/failpoint.ts'
import { openControlPlace } from '../support/control-place.ts'
import { until } from '../support/machines.ts'

const ROWS = ['Night Ferry', 'Low Tide'].map(title => ({
  title,
  artist: 'Nia Kessler',
  url: `https://example.org/${title.length}.mp3`,
}))
const ALL: RetryOrder = { command: 'retry', what: [], all: true, columns: false, dryRun: false }
const stop = () => new AbortController().signal

let place: Awaited<ReturnType<typeof openControlPlace>>
beforeEach(async () => {
  place = await openControlPlace(ROWS)
})
afterEach(async () => {
  armFailpoints('nothing=throw')
  await place[Symbol.asyncDispose]()
})

const box = () => boxOf(place.app.config)
const stateOf = (page: string | undefined) => place.tools.queue.resting(`track:${page}`)?.state

async function answered(name: string): Promise<Answer> {
  let text: string | undefined
  await until('it is answered', async () => {
    text = await box().takeAnswer(name)
    return text !== undefined
  })
  return JSON.parse(text ?? '')
}

async function obeyed(order: unknown, signal = stop()): Promise<Answer> {
  const name = await box().leave(JSON.stringify(order))
  await using _orders = await obeyOrders({ app: place.app, signal })
  return await answered(name)
}

it('says and does what the command itself would, and what there is nothing of', async () => {
  await place.fail(await place.row(0), 'the server has no such file')
  await place.fail(await place.row(1), 'the server has no such file')
  const [first = '', second = ''] = place.pages
  const itself = await retryNow(place.app, { ...ALL, dryRun: true })
  const { said } = (await obeyed(ALL)) as { said: typeof itself }
  expect(said.data).toEqual(itself.data)
  expect(said.lines).toHaveLength(2)
  expect([stateOf(first), stateOf(second)]).toEqual(['waiting', 'waiting'])
  await place.fail(await place.row(0), 'the server has no such file')
  expect(await obeyed({ ...ALL, all: false, what: [second, first] })).toMatchObject({ said: { exitCode: 0 } })
  expect(stateOf(first)).toBe('waiting')
  const page = '0'.repeat(32)
  const nothing = { fault: { kind: 'usage', message: expect.stringContaining('"orchestrator retry" lists') } }
  expect(await obeyed({ ...ALL, all: false, what: [page] })).toMatchObject(nothing)
  expect(await obeyed({ ...ALL, all: false, what: ['?'] })).toMatchObject({ fault: { kind: 'usage' } })
  expect(await obeyed({ ...ALL, all: false })).toMatchObject({ said: { lines: ['Nothing failed and nothing waits.'] } })
  expect(await obeyed({ ...ALL, all: false, columns: true })).toMatchObject({ said: { data: { databases: 1 } } })
})

it('a track is the next that is worked on, whether its row is there or not; who ordered it is kept', async () => {
  const [page = ''] = place.pages
  expect(await obeyed({ command: 'track', what: page })).toMatchObject({ said: { exitCode: 0, data: { ok: true } } })
  expect(place.tools.queue.resting(`track:${page}`)).toMatchObject({ asked: true, state: 'waiting' })
  const link = 'https://example.org/new.mp3'
  expect(await obeyed({ command: 'track', what: link })).toMatchObject({ said: { exitCode: 0 } })
  expect(await (await place.tools.tracks()).listByLink(link)).toHaveLength(1)
  expect(place.tools.acts.last(9)).toMatchObject([{ by: 'command line' }, { by: 'command line', act: { page } }])
  expect(await obeyed({ command: 'track', what: '0'.repeat(32) })).toMatchObject({ fault: { kind: 'usage' } })
})

it('left while nothing ran, it is obeyed at the start; cut off before its answer, it is obeyed by whoever comes next', async () => {
  await place.fail(await place.row(0), 'the server has no such file')
  const name = await box().leave(JSON.stringify(ALL))
  armFailpoints('order.obeyed=hang')
  const orders = await obeyOrders({ app: place.app, signal: stop() })
  await until('it is obeyed', async () => stateOf(place.pages[0]) === 'waiting')
  expect(await box().takeAnswer(name)).toBeUndefined()
  void orders
  await place.fail(await place.row(0), 'the server has no such file')
  armFailpoints('nothing=throw')
  await using _next = await obeyOrders({ app: place.app, signal: stop() })
  expect(await answered(name)).toMatchObject({ said: { exitCode: 0 } })
  expect(stateOf(place.pages[0])).toBe('waiting')
})

it('an answer that the disk does not take is told later, and the order is not obeyed twice', async () => {
  await place.fail(await place.row(0), 'the server has no such file')
  armFailpoints('order.obeyed=throw@1')
  const name = await box().leave(JSON.stringify(ALL))
  let count = 0
  const orders = await obeyOrders({ app: place.app, signal: stop() }, () => {
    count += 1
  })
  expect(await answered(name)).toMatchObject({ said: { data: { again: [{ label: 'Nia Kessler – Night Ferry' }] } } })
  await orders[Symbol.asyncDispose]()
  expect(count).toBe(1)
})

it('one that the disk does not give now is obeyed when it does', async () => {
  armFailpoints('order.read=throw@1')
  expect(await obeyed({ ...ALL, all: false })).toMatchObject({ said: { exitCode: 0 } })
})

it('one that the disk does not let go holds up no other', async () => {
  const dir = join(place.varDir, 'orders')
  mkdirSync(join(dir, '01.aside'), { recursive: true, mode: 0o700 })
  writeFileSync(join(dir, '01.order'), '{')
  expect(await obeyed({ ...ALL, all: false })).toMatchObject({ said: { exitCode: 0 } })
  expect(readdirSync(dir)).toContain('01.begun')
})

it('what is not understood is set aside, and what follows it is obeyed', async () => {
  const dir = join(place.varDir, 'orders')
  mkdirSync(dir, { mode: 0o700 })
  for (const text of ['{', '{"command":"format the disk"}', '{"command":"retry","what":"all"}'])
    writeFileSync(join(dir, `0${text.length}.order`), text)
  expect(await obeyed({ ...ALL, all: false })).toMatchObject({ said: { exitCode: 0 } })
  expect(readdirSync(dir).filter(name => name.endsWith('.aside'))).toHaveLength(3)
  const name = await box().leave('{"command":"of another version"}')
  await using _orders = await obeyOrders({ app: place.app, signal: stop() })
  expect(await answered(name)).toMatchObject({
    fault: { kind: 'usage', message: expect.stringContaining('expected the same version') },
  })
})

it('all that was left when a cycle began is done when it ends', async () => {
  const read = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  const tracks = async () => {
    const table = await place.tools.tracks()
    return {
      ...table,
      async read(id: string) {
        read.resolve()
        await go.promise
        return table.read(id)
      },
    }
  }
  const leave = (what: string) => box().leave(JSON.stringify({ command: 'track', what }))
  const names = await Promise.all(place.pages.map(leave))
  const app = { ...place.app, tools: { ...place.tools, tracks } }
  const orders = await obeyOrders({ app, signal: stop() })
  await read.promise
  const ended = orders[Symbol.asyncDispose]()
  go.resolve()
  await ended
  expect(names).toHaveLength(ROWS.length)
  for (const name of names)
    expect(JSON.parse((await box().takeAnswer(name)) ?? '{}')).toMatchObject({ said: { data: { ok: true } } })
})

it('where there is no folder for orders the loop goes on; one that is taken away is made again', async () => {
  const dir = join(place.varDir, 'orders')
  writeFileSync(dir, 'in the way')
  await using _orders = await obeyOrders({ app: place.app, signal: stop() })
  expect(takerIn(place.varDir)).toBeUndefined()
  rmSync(dir)
  await until('orders are taken', async () => takerIn(place.varDir) === process.pid)
  rmSync(dir, { recursive: true })
  await until('they are taken again', async () => takerIn(place.varDir) === process.pid)
})

it('what is kept is done when it can be, also by the next one; before, who waits is told why it cannot', async () => {
  const [page = ''] = place.pages
  let asked = 0
  const tracks = async () => {
    asked += 1
    throw new Transient('Notion is away')
  }
  const app = { ...place.app, tools: { ...place.tools, tracks } }
  const away = () => obeyOrders({ app, signal: stop() })
  const order = JSON.stringify({ command: 'track', what: page })
  const waitedFor = await box().leave(order)
  {
    await using _orders = await away()
    expect(await answered(waitedFor)).toMatchObject({ fault: { message: 'Notion is away' } })
  }
  const kept = await box().leave(order)
  await box().keep(kept)
  {
    await using _orders = await away()
    await until('it is tried', async () => asked === 2)
  }
  expect(await box().takeAnswer(kept)).toBeUndefined()
  await using _next = await obeyOrders({ app: place.app, signal: stop() })
  expect(await answered(kept)).toMatchObject({ said: { data: { ok: true } } })
  expect(readdirSync(join(place.varDir, 'orders'))).toEqual(['taker'])
})

it('only who takes orders says so', async () => {
  expect(takerIn(place.varDir)).toBeUndefined()
  const orders = await obeyOrders({ app: place.app, signal: stop() })
  expect(takerIn(place.varDir)).toBe(process.pid)
  await orders[Symbol.asyncDispose]()
  expect(takerIn(place.varDir)).toBeUndefined()
})
