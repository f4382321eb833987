// A receiver that is killed in the midst of deliveries: what it answered is there, what it did not is sent again, all once.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { figure, isWhole } from '../../support/figure.ts'
import fc from '../../support/property.ts'
import { quickFolder } from '../../support/quick-place.ts'
import { eventOf, openWebPlace, postMusic, postNotion } from '../../support/web-place.ts'

const DELIVERIES = isWhole ? 10_000 : 1000
const UNIQUE = DELIVERIES * 0.7
const AT_ONCE = 16
const KILL_AFTER = [DELIVERIES * 0.15, DELIVERIES * 0.6]

let dir: string
let receiver: { child: ChildProcess; url: string }
beforeEach(async () => {
  dir = quickFolder('webhooks-killed', 64)
  receiver = await startReceiver()
})
afterEach(() => {
  receiver.child.kill('SIGKILL')
  rmSync(dir, { recursive: true, force: true })
})

async function startReceiver() {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'receiver-child.ts'), dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [port] = await once(createInterface(child.stdout), 'line')
  return { child, url: `http://127.0.0.1:${port}` }
}

type Delivery = { event: ReturnType<typeof eventOf> } | { url: string }

/** 30 of 100 were there before; half are events of Notion, half are links. */
function deliveries(): Delivery[] {
  const timestamp = new Date().toISOString()
  const unique = Array.from(
    { length: UNIQUE },
    (_, n): Delivery =>
      n % 2 ? { event: eventOf({ id: `event ${n}`, timestamp }) } : { url: `https://example.org/${n}.mp3` },
  )
  const again = Array.from({ length: DELIVERIES - UNIQUE }, (_, n) => unique[(n * 7) % UNIQUE] ?? { url: '' })
  const [mixed = []] = fc.sample(fc.shuffledSubarray([...unique, ...again], { minLength: DELIVERIES }), {
    numRuns: 1,
    seed: 9,
  })
  return mixed
}

it('F20 F3: a flow of deliveries, 30 of 100 twice, and two kills: nothing is lost, nothing is doubled', async () => {
  const waiting = deliveries()
  expect(waiting).toHaveLength(DELIVERIES)
  const kills = [...KILL_AFTER]
  let answered = 0
  let cut = 0
  let restart: Promise<void> | undefined

  async function send(delivery: Delivery): Promise<boolean> {
    try {
      const response =
        'event' in delivery ? await postNotion(receiver.url, delivery.event) : await postMusic(receiver.url, delivery)
      await response.arrayBuffer()
      return response.status === 202
    } catch {
      return false
    }
  }

  async function kill(): Promise<void> {
    receiver.child.kill('SIGKILL')
    await once(receiver.child, 'exit')
    receiver = await startReceiver()
  }

  async function deliver(): Promise<void> {
    for (let delivery = waiting.pop(); delivery; delivery = waiting.pop()) {
      while (!(await send(delivery))) {
        cut += 1
        await restart
      }
      answered += 1
      if (answered === kills[0]) {
        kills.shift()
        restart = kill()
      }
    }
  }

  await Promise.all(Array.from({ length: AT_ONCE }, deliver))
  expect([answered, kills]).toEqual([DELIVERIES, []])
  receiver.child.kill('SIGKILL')
  await once(receiver.child, 'exit')
  await using place = await openWebPlace({}, dir)
  const jobs = place.queue.list(['waiting', 'delayed', 'running', 'failed', 'quarantined'])
  expect(new Set(jobs.map(({ key }) => key)).size).toBe(jobs.length)
  expect([jobs.length, place.events().length]).toEqual([UNIQUE / 2, UNIQUE / 2])
  figure(
    'F20',
    `${DELIVERIES} deliveries, ${KILL_AFTER.length} kills, ${cut} cut off and sent again; 0 lost, 0 doubled`,
  )
})

it.each(['webhook.received', 'webhook.durable'])('F20: killed at %s', async name => {
  receiver.child.kill('SIGKILL')
  await once(receiver.child, 'exit')
  const armed = spawn(process.execPath, [join(import.meta.dirname, 'receiver-child.ts'), dir, `${name}=kill`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [port] = await once(createInterface(armed.stdout), 'line')
  const exit = once(armed, 'exit')
  const event = eventOf()
  await expect(postNotion(`http://127.0.0.1:${port}`, event)).rejects.toThrow()
  await exit
  await using place = await openWebPlace({}, dir)
  expect(place.events()).toHaveLength(name === 'webhook.durable' ? 1 : 0)
  expect((await postNotion(place.url, { ...event, attempt_number: 2 })).status).toBe(202)
  expect(place.events()).toHaveLength(1)
})
