// The connection to Redis, and what a Redis must be for work to be safe in it.

import { Redis } from 'ioredis'
import { ConfigFault, Environment, messageOf } from '../errors.ts'

export type { Redis } from 'ioredis'

/** All keys of one cluster; the braces keep them together in a Redis of several nodes. */
export const prefixOf = (name: string) => `{${name}}`

const OLDEST = 7
const CONNECT_MS = 10_000
const LONGEST_PAUSE_MS = 2_000

/**
 * @throws ConfigFault with the mend when this Redis must not be used; Environment when it cannot be reached
 */
export async function connectRedis(url: string, onError: (error: Error) => void = () => {}): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: null, // what was begun waits for Redis; leases end by themselves
    connectTimeout: CONNECT_MS,
    retryStrategy: times => Math.min(LONGEST_PAUSE_MS, 50 * 2 ** times),
  })
  redis.on('error', onError)
  try {
    await redis.connect()
    requireFit(await redis.info())
    return redis
  } catch (error) {
    redis.disconnect()
    if (error instanceof ConfigFault) throw error
    throw new Environment(`Redis cannot be reached (REDIS_URL): ${messageOf(error)}`, { cause: error })
  }
}

/** @param info what INFO answers */
export function requireFit(info: string): void {
  const value = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1]
  const version = value('redis_version') ?? '0'
  if (Number.parseInt(version, 10) < OLDEST)
    throw new ConfigFault(`Redis ${version} is too old (REDIS_URL): ${OLDEST}.0 or newer is needed`)
  const policy = value('maxmemory_policy') ?? 'noeviction'
  if (policy !== 'noeviction')
    throw new ConfigFault(
      `Redis may throw away jobs (maxmemory-policy ${policy}): \`redis-cli config set maxmemory-policy noeviction\`, and the same in redis.conf`,
    )
}

/** Whether what it holds is there after it was started again. */
export const keepsOnDisk = (info: string): boolean => /^aof_enabled:1\r?$/m.test(info)
