// A machine that does no-op jobs of a cluster until it is killed, and notes what it begins.

import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { openPieceQueues } from '../../src/cluster/audio-work/pieces.ts'
import { takeJobs } from '../../src/cluster/audio-work/take.ts'
import { connectRedis } from '../../src/cluster/connect.ts'
import type { Job } from '../../src/model/job.ts'
import { done, type Outcome } from '../../src/model/outcome.ts'

const [url = '', prefix = '', leaseMs = ''] = process.argv.slice(2)
const AT_ONCE = 8
const Input = z.object({ ms: z.number() })
const redis = await connectRedis(url)
const { track, library } = openPieceQueues({ redis, prefix, leaseMs: Number(leaseMs), onError: () => {} })

async function run(_: unknown, job: Job): Promise<Outcome> {
  await redis.sadd(`${prefix}:working`, process.pid)
  await redis.hincrby(`${prefix}:starts`, job.key, 1)
  await sleep(Input.parse(job.input).ms)
  return done('ok')
}

const onError = (error: unknown) => console.error(error)
await takeJobs({
  queues: [track, library],
  concurrency: AT_ONCE,
  signal: new AbortController().signal,
  run,
  onError,
})
