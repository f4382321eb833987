// A machine among the others: its connection to Redis, and what it says of itself.

import { randomUUID } from 'node:crypto'
import type { Config } from '../config.ts'
import { messageOf } from '../errors.ts'
import { connectRedis, prefixOf, type Redis } from './connect.ts'
import { nodeName, type SaidNode, sayNode, type Told } from './machines/nodes.ts'

/** What it takes, and how far it is. */
export type Doing = Omit<Told, 'role'>

export interface Member extends AsyncDisposable {
  redis: Redis
  prefix: string
  /** For people: this machine. */
  node: string
  leaseMs: number
  onError: (error: unknown) => void
  /** What the others hear of it from now on. */
  is(role: Told['role'], doing?: () => Doing): void
}

interface JoinOptions {
  /** Redis did not do what it was asked for: said once each. */
  onTrouble: (reason: string) => void
  /** Until it is aborted, a Redis that is away is waited for. */
  signal?: AbortSignal
}

export const NOTHING: Doing = { kinds: [], concurrency: 0, running: 0, done: 0, pieces: [] }

/** @throws ConfigFault, Environment of connectRedis */
export async function joinCluster({ settings }: Config, { onTrouble, signal }: JoinOptions): Promise<Member> {
  let last = ''
  let isThrown = signal === undefined // what keeps it from joining is said by whoever gets the fault
  const onError = (error: unknown) => {
    if (last !== messageOf(error) && !isThrown) onTrouble(messageOf(error))
    last = messageOf(error)
  }
  const redis = await connectRedis(settings.REDIS_URL ?? '', { onError, ...(signal && { signal }) })
  isThrown = false
  const prefix = prefixOf(settings.CLUSTER_NAME)
  const self = { role: 'waits' as Told['role'], doing: () => NOTHING }
  const look = () => ({ role: self.role, ...self.doing() })
  let said: SaidNode | undefined // a command that finds the seat taken is no machine
  return {
    redis,
    prefix,
    node: nodeName(),
    leaseMs: settings.CLUSTER_LEASE * 1000,
    onError,
    is(role, doing = () => NOTHING) {
      Object.assign(self, { role, doing })
      if (said) said.say()
      else said = sayNode(redis, prefix, { id: randomUUID(), look })
    },
    async [Symbol.asyncDispose]() {
      await said?.[Symbol.asyncDispose]()
      redis.disconnect()
    },
  }
}
