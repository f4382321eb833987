// Every commit of the coordinator's store goes, in order, into a log in Redis: the next coordinator has it when this one dies.

import type { DatabaseSync, Session } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { Environment, messageOf } from '../../errors.ts'
import { LeaseLost } from '../../queue/leases.ts'
import { atMost, unlessAborted } from '../../queue/unless-aborted.ts'
import type { CommitLog } from '../../store/database.ts'
import { type Position, positionOf, positionPut } from '../../store/log-position.ts'
import { faultOfRedis, type Redis } from '../connect.ts'
import { type Coordination, lockKey } from '../coordinator.ts'

export interface StateLog extends CommitLog, AsyncDisposable {
  readonly position: Position
  /** Something was written beside a commit: the next one takes it along. */
  readonly isBehind: boolean
}

export const logKeys = (prefix: string) => ({ log: `${prefix}:log`, head: `${prefix}:log:head` })

/** Taken only from the node that coordinates, and only as the next ones; some may be there already, when an answer was lost. */
const APPEND = `
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 'lost' end
local seq = tonumber(redis.call('hget', KEYS[3], 'seq') or '0')
local first = tonumber(ARGV[2])
if seq + 1 < first then return 'gap' end
for index = 4, #ARGV do
  local number = first + index - 4
  if number > seq then
    redis.call('xadd', KEYS[2], string.format('%d-0', number), 'f', ARGV[3], 'c', ARGV[index])
    redis.call('hset', KEYS[3], 'seq', string.format('%d', number), 'fence', ARGV[3])
  end
end
return 'ok'`

export interface StateLogDeps {
  redis: Redis
  prefix: string
  database: DatabaseSync
  coordination: Pick<Coordination, 'fence' | 'mark' | 'signal' | 'check' | 'end'>
  /** Redis takes no commits now; undefined: it takes them again. Said once each. */
  onRefused: (fault: Environment | undefined) => void
}

interface Commit {
  number: number
  changes: Uint8Array
  kept: PromiseWithResolvers<void>
}

/** While an answer is waited for, commits gather and go together: a slow Redis is asked less often. */
const MOST_TOGETHER = 500
const MOST_BYTES = 4 << 20
const ASK_AGAIN_MS = 1000
const CLOSING_MS = 2000

export function openStateLog({ redis, prefix, database, coordination, onRefused }: StateLogDeps): StateLog {
  const { fence, mark } = coordination
  const keys = [lockKey(prefix), logKeys(prefix).log, logKeys(prefix).head] as const
  const put = positionPut(database)
  let session: Session = database.createSession()
  let { seq } = positionOf(database)
  let waiting: Commit[] = []
  let sent: Promise<void> = Promise.resolve()
  let isSending = false
  let isOver = false

  async function sendAll(): Promise<void> {
    isSending = true
    try {
      while (waiting.length > 0) {
        const commits = firstOf(waiting)
        await sendPatiently(commits)
        waiting = waiting.slice(commits.length)
        for (const { kept } of commits) kept.resolve()
      }
    } catch (error) {
      coordination.end(messageOf(error)) // nothing may follow a commit that is not kept
      refuseAll(coordination.signal.reason)
    }
    isSending = false
  }

  /** What Redis cannot take now waits, and all work with it, as long as this node coordinates. */
  async function sendPatiently(commits: readonly Commit[]): Promise<void> {
    for (let said = ''; ; ) {
      try {
        await unlessAborted(send(commits), coordination.signal)
        if (said !== '') onRefused(undefined)
        return
      } catch (error) {
        const fault = faultOfRedis(error)
        if (!(fault instanceof Environment)) throw fault ?? error
        if (said !== fault.message) onRefused(fault)
        said = fault.message
        await sleep(ASK_AGAIN_MS, undefined, { signal: coordination.signal }).catch(() => {})
      }
    }
  }

  async function send(commits: readonly Commit[]): Promise<void> {
    const changes = commits.map(({ changes }) => Buffer.from(changes))
    const told = await redis.eval(APPEND, 3, ...keys, mark, commits[0]?.number ?? 0, fence, ...changes)
    if (told === 'lost') throw new LeaseLost('its commits are not taken any more')
    if (told === 'gap') throw new Error('Redis lost commits of the cluster')
  }

  function refuseAll(error: unknown): void {
    for (const { kept } of waiting) kept.reject(error)
    waiting = []
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
      const kept = Promise.withResolvers<void>()
      kept.promise.catch(() => {}) // whoever committed hears of it
      waiting.push({ number: seq, changes: takeChanges(), kept })
      if (!isSending) sent = sendAll()
      return kept.promise
    },
    async [Symbol.asyncDispose]() {
      await atMost(CLOSING_MS, sent)
      isOver = true
      refuseAll(new LeaseLost('the log of the cluster is closed'))
      session.close()
    },
  }
}

/** As many as go together. */
function firstOf(commits: readonly Commit[]): Commit[] {
  const first: Commit[] = []
  let bytes = 0
  for (const commit of commits) {
    bytes += commit.changes.length
    if (first.length > 0 && (first.length === MOST_TOGETHER || bytes > MOST_BYTES)) break
    first.push(commit)
  }
  return first
}
