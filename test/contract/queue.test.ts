import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe } from 'vitest'
import { openRedisQueue } from '../../src/queue/redis.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts'
import { testQueue } from '../unit/queue/open.ts'
import { type OpenedQueue, queueContract } from './queue.contract.ts'

queueContract('the queue of one machine', async () => {
  const opened = testQueue()
  return {
    get queue() {
      return opened.queue
    },
    now: opened.now,
    pass: async ms => opened.pass(ms),
    async die() {
      const dead = opened.queue
      opened.restart()
      return dead
    },
    [Symbol.asyncDispose]: async () => opened[Symbol.dispose](),
  }
})

let server: RedisServer
let opened = 0

async function openOverRedis(how?: 'mortal'): Promise<OpenedQueue> {
  opened += 1
  const name = `test-${opened}`
  const own = { prefix: '{t}', name, ...(how === 'mortal' && { leaseMs: 1000, lookMs: 200 }) } as const
  const start = () => openRedisQueue({ redis: server.connect(), ...own })
  let queue = start()
  return {
    get queue() {
      return queue
    },
    now: Date.now,
    pass: sleep,
    async die() {
      const dead = queue
      await dead[Symbol.asyncDispose]() // nothing is handed back
      queue = start()
      while ((await queue.count('running')) > 0) await sleep(20)
      return dead
    },
    async [Symbol.asyncDispose]() {
      await queue[Symbol.asyncDispose]()
    },
  }
}

describe.skipIf(!hasRedis)('with redis-server', () => {
  beforeAll(async () => {
    server = await startRedis(['--appendfsync', 'no'])
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
  })
  queueContract('the queue of several machines', openOverRedis)
})
