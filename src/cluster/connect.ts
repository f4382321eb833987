// The connection to Redis, and what a Redis must be for work to be safe in it.

import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { ConfigFault, Environment, isCertificateCode, messageOf, rootCodeOf } from '../errors.ts'
import { unlessAborted } from '../queue/unless-aborted.ts'

export type { Redis } from 'ioredis'

/** All keys of one cluster; the braces keep them together in a Redis of several nodes. */
export const prefixOf = (name: string) => `{${name}}`

const OLDEST = 7
const CONNECT_MS = 10_000
/** Longer than the longest that Redis itself lets a question wait: the 10 s of BullMQ's events. */
const SILENT_MS = 20_000
const LONGEST_PAUSE_MS = 2_000
const CLOSING_MS = 300

/** What Redis answers while it cannot do what it is asked for; it mends by itself, or a person mends it there. */
const REFUSALS: Readonly<Record<string, string>> = {
  OOM: 'Redis is full: give it more memory (`redis-cli config set maxmemory …`, and the same in redis.conf)',
  MISCONF: 'Redis cannot write to its disk, and so takes nothing',
  READONLY: 'this Redis is a replica, which takes nothing',
  LOADING: 'Redis is reading what it kept',
  BUSY: 'Redis is busy with a script',
  MASTERDOWN: 'this Redis is a replica that lost its master',
  CLUSTERDOWN: 'the Redis cluster is down',
  NOREPLICAS: 'Redis has too few replicas, and so takes nothing',
}
const TRUST = 'the file with the certificate of its authority goes into NODE_EXTRA_CA_CERTS'
/** What a setting has to mend. */
const KEPT_OUT: Readonly<Record<string, string>> = {
  NOAUTH: 'Redis wants a password (REDIS_URL: redis://:password@host, or redis://user:password@host)',
  WRONGPASS: 'Redis does not take this user or password (REDIS_URL)',
  NOPERM: 'Redis does not let this user do its work (REDIS_URL): it needs all commands on the keys of the cluster',
}

interface ConnectOptions {
  onError?: (error: Error) => void
  /** Until it is aborted, a Redis that is away is waited for. */
  signal?: AbortSignal
  /** So long one that says nothing is waited for. */
  withinMs?: number
  /** A connection on which a question has no answer for so long is given up for a new one. */
  silentMs?: number
}

/**
 * @throws ConfigFault with the mend when this Redis must not be used; Environment when it cannot be reached
 */
export async function connectRedis(url: string, options: ConnectOptions = {}): Promise<Redis> {
  const { signal } = options
  for (;;) {
    try {
      return await connectOnce(url, options)
    } catch (error) {
      if (!signal || !(error instanceof Environment)) throw error
      await sleep(LONGEST_PAUSE_MS, undefined, { signal }).catch(() => {})
      signal.throwIfAborted()
    }
  }
}

async function connectOnce(url: string, options: ConnectOptions): Promise<Redis> {
  const { onError = () => {}, withinMs = CONNECT_MS, silentMs = SILENT_MS } = options
  let last: unknown
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: null, // what was begun waits for Redis; leases end by themselves
    connectTimeout: withinMs,
    socketTimeout: silentMs, // a host that lost its power says no goodbye
    disconnectTimeout: CLOSING_MS,
    retryStrategy: times => Math.min(LONGEST_PAUSE_MS, 50 * 2 ** times),
    reconnectOnError: error => refusalOf(error) === 'READONLY', // after a failover its name leads to another
  })
  redis.on('error', onError)
  redis.on('error', error => {
    last = error
  })
  const limit = AbortSignal.timeout(withinMs)
  try {
    await unlessAborted(redis.connect(), limit)
    requireFit(await unlessAborted(redis.info(), limit))
    return redis
  } catch (error) {
    redis.disconnect()
    if (error instanceof ConfigFault) throw error
    const cause = last ?? (limit.aborted ? new Error(`no answer within ${withinMs / 1000} s`) : error)
    throw faultOfRedis(cause) ?? new Environment(whyAway(cause), { cause })
  }
}

function whyAway(cause: unknown): string {
  const mend = isCertificateCode(rootCodeOf(cause)) ? ` (${TRUST})` : ''
  return `Redis cannot be reached (REDIS_URL): ${messageOf(cause)}${mend}`
}

/** @returns undefined when it is not Redis that refuses */
export function faultOfRedis(error: unknown): Environment | ConfigFault | undefined {
  const code = refusalOf(error)
  const refused = REFUSALS[code]
  if (refused !== undefined) return new Environment(refused, { cause: error })
  const keptOut = KEPT_OUT[code]
  return keptOut === undefined ? undefined : new ConfigFault(keptOut, { cause: error })
}

/** @throws its fault in our classes when Redis refuses */
export async function ofRedis<T>(work: Promise<T>): Promise<T> {
  return work.catch(error => {
    throw faultOfRedis(error) ?? error
  })
}

/** The first word of an answer that is an error. */
function refusalOf(error: unknown): string {
  return error instanceof Error && error.name === 'ReplyError' ? (/^[A-Z]+/.exec(error.message)?.[0] ?? '') : ''
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
