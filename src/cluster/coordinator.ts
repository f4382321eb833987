// One node of a cluster coordinates: it holds a lock in Redis with a fence that only grows, and knows by itself when it is over.

import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { LeaseLost } from '../queue/leases.ts'
import { atMost } from '../queue/unless-aborted.ts'
import type { Redis } from './connect.ts'

export interface Coordination extends AsyncDisposable {
  /** Higher than that of every coordinator before. */
  readonly fence: number
  /** What stands in the lock. */
  readonly mark: string
  /** Aborted when another node may coordinate from now on. */
  readonly signal: AbortSignal
  /** @throws when another node may coordinate: nothing may be done any more */
  check(): void
}

export interface CoordinatorOptions {
  redis: Redis
  prefix: string
  /** For people: this machine. */
  node: string
  signal: AbortSignal
  /** Another node coordinates; said once each. */
  onWait?: (holder: string) => void
  /** Another node may take over when the lock was not renewed for so long. */
  lockMs?: number
  monotonic?: () => number
}

const LOCK_MS = 20_000
/** The holder stops so long before another may begin. */
const MARGIN = 0.25
const BEATS = 4
const ASK_AGAIN_MS = 1000
const CLOSING_MS = 1000

const TAKE = `
if redis.call('exists', KEYS[1]) == 1 then return {0, redis.call('get', KEYS[1])} end
local fence = redis.call('incr', KEYS[2])
local mark = fence .. ' ' .. ARGV[1]
redis.call('set', KEYS[1], mark, 'PX', ARGV[2])
return {fence, mark}`
const RENEW = `
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('pexpire', KEYS[1], ARGV[2])`
const GIVE_BACK = `
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('del', KEYS[1])`

export const lockKey = (prefix: string) => `${prefix}:coordinator`

/** Waits until no other node coordinates. @throws the signal's reason when it is stopped before */
export async function coordinate(options: CoordinatorOptions): Promise<Coordination> {
  const { redis, prefix, node, signal, onWait = () => {}, lockMs = LOCK_MS } = options
  const { monotonic = () => performance.now() } = options
  const keys = [lockKey(prefix), `${prefix}:fence`] as const
  const name = `${node} ${randomUUID()}`
  let said = ''
  for (;;) {
    signal.throwIfAborted()
    const since = monotonic()
    const [fence, mark] = (await redis.eval(TAKE, 2, ...keys, name, lockMs)) as [number, string]
    if (fence > 0 && monotonic() - since < lockMs / BEATS)
      return hold({ ...options, lockMs, monotonic }, { fence, mark, since })
    if (fence > 0)
      await redis.eval(GIVE_BACK, 1, keys[0], mark) // the answer is old: it is asked anew
    else if (mark !== said) onWait(holderIn(mark))
    said = mark
    await sleep(Math.min(ASK_AGAIN_MS, lockMs / BEATS), undefined, { signal }).catch(() => {})
  }
}

/** `7 studio-mac (process 41) 3f0c…`: the fence, who, and one word that tells two starts apart. */
export const holderIn = (mark: string): string => mark.split(' ').slice(1, -1).join(' ')

type Taken = { fence: number; mark: string; since: number }
type Options = Required<Pick<CoordinatorOptions, 'redis' | 'prefix' | 'lockMs' | 'monotonic'>>

function hold({ redis, prefix, lockMs, monotonic }: Options, { fence, mark, since }: Taken): Coordination {
  const over = new AbortController()
  const ownMs = lockMs * (1 - MARGIN)
  let until = since + ownMs

  function lose(why: string): void {
    if (!over.signal.aborted) over.abort(new LeaseLost(`this node coordinates no more: ${why}`))
  }

  function check(): void {
    if (monotonic() >= until) lose('Redis did not hear from it for too long')
    over.signal.throwIfAborted()
  }

  async function renew(): Promise<void> {
    const asked = monotonic()
    const isOurs = await redis.eval(RENEW, 1, lockKey(prefix), mark, lockMs)
    if (isOurs !== 1) lose('another node does')
    else if (monotonic() < until) until = asked + ownMs
  }

  const beats = [
    setInterval(() => void renew().catch(() => {}), lockMs / BEATS), // away: its time runs out by itself
    setInterval(() => monotonic() >= until && lose('Redis did not hear from it for too long'), lockMs / BEATS / 5),
  ]
  return {
    fence,
    mark,
    signal: over.signal,
    check,
    async [Symbol.asyncDispose]() {
      for (const beat of beats) clearInterval(beat)
      if (redis.status === 'ready') await atMost(CLOSING_MS, redis.eval(GIVE_BACK, 1, lockKey(prefix), mark))
    },
  }
}
