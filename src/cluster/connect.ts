// The connection to Redis, and what a Redis must be for work to be safe in it.

import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { ConfigFault, Environment, messageOf } from '../errors.ts'
import { unlessAborted } from '../queue/unless-aborted.ts'

export type { Redis } from 'ioredis'

/** All keys of one cluster; the braces keep them together in a Redis of several nodes. */
export const prefixOf = (name: string) => `{${name}}`

const OLDEST = 7
const CONNECT_MS = 10_000
const LONGEST_PAUSE_MS = 2_000

interface ConnectOptions {
  onError?: (error: Error) => void
  /** Until it is aborted, a Redis that is away is waited for. */
  signal?: AbortSignal
}

/**
 * @throws ConfigFault with the mend when this Redis must not be used; Environment when it cannot be reached
 */
export async function connectRedis(url: string, { onError = () => {}, signal }: ConnectOptions = {}): Promise<Redis> {
  for (;;) {
    try {
      return await connectOnce(url, onError)
    } catch (error) {
      if (!signal || !(error instanceof Environment)) throw error
      await sleep(LONGEST_PAUSE_MS, undefined, { signal }).catch(() => {})
      signal.throwIfAborted()
    }
  }
}

async function connectOnce(url: string, onError: (error: Error) => void): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: null, // what was begun waits for Redis; leases end by themselves
    connectTimeout: CONNECT_MS,
    retryStrategy: times => Math.min(LONGEST_PAUSE_MS, 50 * 2 ** times),
  })
  redis.on('error', onError)
  const limit = AbortSignal.timeout(CONNECT_MS)
  try {
    await unlessAborted(redis.connect(), limit)
    requireFit(await unlessAborted(redis.info(), limit))
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
