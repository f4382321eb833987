// Machines that may coordinate, in one process: each with a var/ of its own, over one library and one Redis.

import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Redis } from '../../src/cluster/connect.ts'
import { type Coordination, coordinate } from '../../src/cluster/coordinator.ts'
import { type HeldState, holdState } from '../../src/cluster/state/hold-state.ts'
import { fenceBefore } from '../../src/cluster/state/restore.ts'
import type { SteadyClock } from '../../src/lanes/clock.ts'
import { openLedger } from '../../src/store/ledger.ts'
import type { RedisServer } from './redis-server.ts'

export interface StateNode extends AsyncDisposable {
  coordination: Coordination
  held: HeldState
  set(name: string, value: string): Promise<void>
  get(name: string): string | undefined
}

export interface NodeOptions {
  clock?: SteadyClock
  lockMs?: number
  mostCommits?: number
  redis?: Redis
}

export interface StateCluster {
  prefix: string
  dir: string
  libraryDir: string
  /** What its machines said, one line each. */
  said: string[]
  start(name: string, options?: NodeOptions): Promise<StateNode>
}

/** Long enough for a machine that has no time for its beats. */
const LOCK_MS = 20_000
const LOOK_MS = 100
const ASK_AGAIN_MS = 50
let clusters = 0

export function newStateCluster(server: RedisServer): StateCluster {
  clusters += 1
  const prefix = `{state-${clusters}}`
  const dir = mkdtempSync(join(tmpdir(), 'cluster-'))
  const libraryDir = join(dir, 'library')
  mkdirSync(libraryDir)
  const said: string[] = []
  const say = (fields: object, sentence: string) =>
    void said.push('reason' in fields ? `${sentence} (${fields.reason})` : sentence)
  const log = { info: say, warn: say, error: say }

  async function start(name: string, options: NodeOptions = {}): Promise<StateNode> {
    const signal = AbortSignal.timeout(60_000)
    const varDir = join(dir, name)
    const { redis = server.connect(), lockMs = LOCK_MS, mostCommits, clock } = options
    const known = () => fenceBefore({ varDir, libraryDir })
    const asking = { lockMs, askAgainMs: ASK_AGAIN_MS, clock, fenceBefore: known }
    const coordination = await coordinate({ redis, prefix, node: name, signal, ...asking })
    try {
      const held = await holdState({
        redis,
        prefix,
        varDir,
        libraryDir,
        coordination,
        log,
        mostCommits,
        lookMs: LOOK_MS,
      })
      const ledger = openLedger(held.store.database)
      return {
        coordination,
        held,
        set: (fact, value) => held.store.commit(() => ledger.setFact(fact, value)),
        get: ledger.fact,
        async [Symbol.asyncDispose]() {
          await held[Symbol.asyncDispose]()
          await coordination[Symbol.asyncDispose]()
        },
      }
    } catch (error) {
      await coordination[Symbol.asyncDispose]()
      throw error
    }
  }

  return { prefix, dir, libraryDir, said, start }
}
