// What a cluster took until now, and between two moments.

import { logKeys } from '../../src/cluster/state/state-log.ts'
import type { RedisServer } from '../../test/support/redis-server.ts'
import type { Share } from './share.ts'

export interface Taken {
  seconds: number
  /** Processor seconds. */
  workers: number
  coordinator: number
  redis: number
  commands: number
  /** To and from Redis. */
  redisBytes: number
  commits: number
  /** Of the log of the state, in the memory of Redis. */
  logBytes: number
  notion: number
}

export const CLUSTER = '{orchestrator}'

interface Meters {
  /** The coordinator's first. */
  shares: readonly Share[]
  redis: RedisServer
  /** To Notion. */
  requests: number
}

export async function markOf({ shares, redis, requests }: Meters): Promise<Taken> {
  const seconds = performance.now() / 1000
  const [coordinator = 0, ...workers] = await Promise.all(shares.map(share => share.seconds()))
  const client = redis.connect()
  const info = await client.info('all')
  const value = (name: string) => Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1] ?? 0)
  const { log } = logKeys(CLUSTER)
  return {
    seconds,
    workers: workers.reduce((sum, one) => sum + one, 0),
    coordinator,
    redis: value('used_cpu_sys') + value('used_cpu_user'),
    commands: value('total_commands_processed'),
    redisBytes: value('total_net_input_bytes') + value('total_net_output_bytes'),
    commits: await client.xlen(log),
    logBytes: Number((await client.memory('USAGE', log, 'SAMPLES', 0)) ?? 0),
    notion: requests,
  }
}

export function takenBetween(from: Taken, to: Taken): Taken {
  const since = (name: keyof Taken) => to[name] - from[name]
  return {
    seconds: since('seconds'),
    workers: since('workers'),
    coordinator: since('coordinator'),
    redis: since('redis'),
    commands: since('commands'),
    redisBytes: since('redisBytes'),
    commits: since('commits'),
    logBytes: since('logBytes'),
    notion: since('notion'),
  }
}
