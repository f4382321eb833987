// Every commit of the coordinator's store goes, in order, into a log in Redis: the next coordinator has it when this one dies.

import type { DatabaseSync, Session } from 'node:sqlite'
import { LeaseLost } from '../queue/leases.ts'
import type { CommitLog } from '../store/database.ts'
import { type Position, positionOf, positionPut } from '../store/log-position.ts'
import type { Redis } from './connect.ts'
import { type Coordination, lockKey } from './coordinator.ts'

export interface StateLog extends CommitLog, AsyncDisposable {
  readonly position: Position
  /** Something was written beside a commit: the next one takes it along. */
  readonly isBehind: boolean
}

export const logKeys = (prefix: string) => ({ log: `${prefix}:log`, head: `${prefix}:log:head` })

/** Taken only from the node that coordinates, and only as the next one. */
const APPEND = `
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 'lost' end
local seq = tonumber(redis.call('hget', KEYS[3], 'seq') or '0')
if seq >= tonumber(ARGV[2]) then return 'known' end
if seq + 1 ~= tonumber(ARGV[2]) then return 'gap' end
redis.call('xadd', KEYS[2], ARGV[2] .. '-0', 'f', ARGV[3], 'c', ARGV[4])
redis.call('hset', KEYS[3], 'seq', ARGV[2], 'fence', ARGV[3])
return 'ok'`

export interface StateLogDeps {
  redis: Redis
  prefix: string
  database: DatabaseSync
  coordination: Pick<Coordination, 'fence' | 'mark' | 'signal' | 'check'>
  /** Nothing can be kept any more. */
  onBroken: (error: unknown) => void
}

export function openStateLog({ redis, prefix, database, coordination, onBroken }: StateLogDeps): StateLog {
  const { fence, mark } = coordination
  const keys = [lockKey(prefix), logKeys(prefix).log, logKeys(prefix).head] as const
  const put = positionPut(database)
  let session: Session = database.createSession()
  let { seq } = positionOf(database)
  let sent: Promise<void> = Promise.resolve()
  let isOver = false

  const gone = new Promise<never>((_, reject) => {
    const end = () => reject(coordination.signal.reason)
    if (coordination.signal.aborted) end()
    else coordination.signal.addEventListener('abort', end, { once: true })
  })
  gone.catch(() => {}) // whoever sends hears of it

  async function send(number: number, changes: Uint8Array): Promise<void> {
    const told = await Promise.race([gone, redis.eval(APPEND, 3, ...keys, mark, number, fence, Buffer.from(changes))])
    if (told === 'lost') throw new LeaseLost('this node coordinates no more: its commit is not taken')
    if (told === 'gap') throw new Error(`the log of the cluster lacks what came before commit ${number}`)
  }

  function takeChanges(): Uint8Array {
    const changes = session.changeset()
    session.close()
    session = database.createSession()
    return changes
  }

  return {
    get position() {
      return { fence, seq }
    },
    get isBehind() {
      return !isOver && session.changeset().length > 0
    },
    requireHold() {
      if (isOver) throw new LeaseLost('the log of the cluster is closed')
      coordination.check()
    },
    stamp: () => put({ fence, seq: seq + 1 }),
    seal() {
      seq += 1
      const number = seq
      const changes = takeChanges()
      sent = sent.then(() => send(number, changes))
      sent.catch(onBroken)
      return sent
    },
    async [Symbol.asyncDispose]() {
      await sent.catch(() => {})
      isOver = true
      session.close()
    },
  }
}
