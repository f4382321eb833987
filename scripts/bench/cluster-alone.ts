// A process that does no-op jobs of a cluster's queue until it is killed: each adds one line to the list of effects.

import { connectRedis } from '../../src/cluster/connect.ts'
import { done } from '../../src/model/outcome.ts'
import { openRedisQueue } from '../../src/queue/redis.ts'

const [url = '', prefix = '', name = '', leaseMs = '15000'] = process.argv.slice(2)
const AT_ONCE = 8
/** An effect with its key: done before by another start, it is not done again. */
const redis = await connectRedis(url)
const queue = openRedisQueue({ redis, prefix, name, leaseMs: Number(leaseMs), lookMs: Number(leaseMs) / 3 })

async function work(): Promise<never> {
  for (;;) {
    const job = await queue.next()
    if (!job) continue
    if ((await redis.hexists(`${prefix}:effects`, job.key)) === 0) await redis.hincrby(`${prefix}:effects`, job.key, 1)
    await queue.finish(job, done('ok'), { startedAt: 0 })
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, work))
