// One node of a cluster coordinates: it holds a lock in Redis with a fence that only grows, and knows by itself when it is over.

import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Environment, messageOf } from '../errors.ts'
import { type Deadline, deadlineIn, msLeft, type SteadyClock, SYSTEM_CLOCK } from '../lanes/clock.ts'
import { LeaseLost } from '../queue/leases.ts'
import { atMost, unlessAborted } from '../queue/unless-aborted.ts'
import { faultOfRedis, type Redis } from './connect.ts'

export interface Coordination extends AsyncDisposable {
  /** Higher than that of every coordinator before. */
  readonly fence: number
  /** What stands in the lock. */
  readonly mark: string
  /** Aborted when another node may coordinate from now on. */
  readonly signal: AbortSignal
  /** @throws when another node may coordinate: nothing may be done any more */
  check(): void
  /** This node stops at once. */
  end(why: string): void
}

export interface CoordinatorOptions {
  redis: Redis
  prefix: string
  /** For people: this machine. */
  node: string
  signal: AbortSignal
  /** It obeys what commands on any machine leave to it. */
  takesOrders?: boolean
  /** Before a seat is taken that nobody has: it may wait, or throw. */
  onFree?: () => Promise<void>
  /** Another node coordinates; said once each. */
  onWait?: (holder: string) => void | Promise<void>
  /** Redis takes nothing now: it is asked again. Said once each; default: it is thrown. */
  onRefused?: (fault: Environment) => void
  /** The highest that was given, as far as this node knows: a Redis that was emptied does not. */
  fenceBefore?: () => Promise<number>
  /** Another node may take over when the lock was not renewed for so long. */
  lockMs?: number
  /** So often it is looked whether the seat is free. */
  askAgainMs?: number
  clock?: SteadyClock
}

const LOCK_MS = 20_000
/** The holder stops so long before another may begin. */
const MARGIN = 0.25
const BEATS = 4
const ASK_AGAIN_MS = 1000
const CLOSING_MS = 1000
const TAKES_ORDERS = 'orders-'

/** Asked again after its answer was lost, it gives a new fence. */
const TAKE = `
local held = redis.call('get', KEYS[1])
if held and string.sub(held, -#ARGV[1]) ~= ARGV[1] then return {0, held} end
local fence = math.max(tonumber(redis.call('get', KEYS[2]) or '0'), tonumber(ARGV[3])) + 1
redis.call('set', KEYS[2], fence)
local mark = fence .. ' ' .. ARGV[1]
redis.call('set', KEYS[1], mark, 'PX', ARGV[2])
return {fence, mark}`
const RENEW = `
local held = redis.call('get', KEYS[1])
if not held then return 'gone' end
if held ~= ARGV[1] then return 'another' end
redis.call('pexpire', KEYS[1], ARGV[2])
return 'ok'`
const GIVE_BACK = `
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('del', KEYS[1])`

export const lockKey = (prefix: string) => `${prefix}:coordinator`

/** Waits until no other node coordinates. @throws the signal's reason when it is stopped before */
export async function coordinate(options: CoordinatorOptions): Promise<Coordination> {
  const { redis, prefix, node, signal, onWait = () => {}, onRefused = refuse, lockMs = LOCK_MS } = options
  const { onFree, fenceBefore = async () => 0, askAgainMs = ASK_AGAIN_MS, clock = SYSTEM_CLOCK } = options
  const keys = [lockKey(prefix), `${prefix}:fence`] as const
  const name = `${node} ${options.takesOrders ? TAKES_ORDERS : ''}${randomUUID()}`
  let above = 0
  let said = ''

  async function take(): Promise<Coordination | undefined> {
    const held = await redis.get(keys[0])
    if (held !== null && !held.endsWith(name)) return hear(held)
    await onFree?.()
    const term = termFrom(clock, lockMs)
    const [fence, mark] = (await redis.eval(TAKE, 2, ...keys, name, lockMs, above)) as [number, string]
    if (fence === 0) return hear(mark)
    let isHeld = false
    try {
      above = await fenceBefore()
      isHeld = !signal.aborted && msLeft(clock, term) > lockMs / 2 && fence > above
    } finally {
      if (!isHeld) await redis.eval(GIVE_BACK, 1, keys[0], mark) // it is asked anew, or another has it
    }
    return isHeld ? hold({ ...options, lockMs, clock }, { fence, mark, term }) : undefined
  }

  async function hear(mark: string): Promise<undefined> {
    if (mark !== said) await onWait(holderIn(mark))
    said = mark
  }

  for (;;) {
    const taken = await unlessAborted(take(), signal).catch(error => {
      const fault = faultOfRedis(error) ?? error
      if (!(fault instanceof Environment) || error instanceof Environment) throw fault
      if (said !== fault.message) onRefused(fault)
      said = fault.message
    })
    if (taken) return taken
    await sleep(Math.min(askAgainMs, lockMs / BEATS), undefined, { signal }).catch(() => {})
  }
}

function refuse(fault: Environment): never {
  throw fault
}

/** `7 studio-mac (process 41) orders-3f0c…`: the fence, who, whether it takes orders, and what tells two starts apart. */
export const holderIn = (mark: string): string => mark.split(' ').slice(1, -1).join(' ')
export const takesOrders = (mark: string): boolean => mark.split(' ').at(-1)?.startsWith(TAKES_ORDERS) === true

/** Begins before Redis is asked; a machine that slept finds it over when it wakes. */
const termFrom = (clock: SteadyClock, lockMs: number): Deadline => deadlineIn(clock, lockMs * (1 - MARGIN), 0)

type Taken = { fence: number; mark: string; term: Deadline }
type Options = Required<Pick<CoordinatorOptions, 'redis' | 'prefix' | 'lockMs' | 'clock'>>

function hold({ redis, prefix, lockMs, clock }: Options, { fence, mark, ...taken }: Taken): Coordination {
  const over = new AbortController()
  let { term } = taken
  let trouble = ''

  function lose(why: string): void {
    if (!over.signal.aborted) over.abort(new LeaseLost(`this machine coordinates no more: ${why}`))
  }

  function endInTime(): void {
    if (msLeft(clock, term) <= 0) lose(`Redis did not hear from it for too long${trouble}`)
  }

  function check(): void {
    endInTime()
    over.signal.throwIfAborted()
  }

  async function renew(): Promise<void> {
    const next = termFrom(clock, lockMs)
    const told = await redis.eval(RENEW, 1, lockKey(prefix), mark, lockMs)
    if (told === 'another') lose('another node does')
    if (told === 'gone') lose('Redis knows of no coordinator any more')
    if (told === 'ok' && msLeft(clock, term) > 0) term = next
    trouble = ''
  }

  /** Its time runs out by itself. */
  function notRenewed(error: unknown): void {
    trouble = ` (${messageOf(faultOfRedis(error) ?? error)})`
  }

  const beats = [
    setInterval(() => void renew().catch(notRenewed), lockMs / BEATS),
    setInterval(endInTime, lockMs / BEATS / 5),
  ]
  return {
    fence,
    mark,
    signal: over.signal,
    check,
    end: lose,
    async [Symbol.asyncDispose]() {
      for (const beat of beats) clearInterval(beat)
      if (redis.status === 'ready') await atMost(CLOSING_MS, redis.eval(GIVE_BACK, 1, lockKey(prefix), mark))
    },
  }
}
