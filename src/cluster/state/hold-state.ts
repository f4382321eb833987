// The state of a cluster in the hands of its coordinator: brought here, kept in the log, copied now and then.

import type { DatabaseSync } from 'node:sqlite'
import type { Environment } from '../../errors.ts'
import type { Log } from '../../log.ts'
import { openStore, type Store } from '../../store/database.ts'
import { MIGRATIONS } from '../../store/migrations.ts'
import type { Redis } from '../connect.ts'
import type { Coordination } from '../coordinator.ts'
import { watchRedis } from '../watch-redis.ts'
import { openCuts } from './cut-log.ts'
import { publishState } from './publish.ts'
import { readHead, restoreState } from './restore.ts'
import { snapshotSeq } from './snapshots.ts'
import { openStateLog, type StateLog } from './state-log.ts'

export interface HoldDeps {
  redis: Redis
  prefix: string
  varDir: string
  libraryDir: string
  coordination: Coordination
  log: Pick<Log, 'info' | 'warn' | 'error'>
  /** After so many commits the log is cut: a copy holds what was in it. */
  mostCommits?: number
  /** What was written beside a commit goes along so soon. */
  lookMs?: number
}

export interface HeldState extends AsyncDisposable {
  store: Store
}

const LOOK_MS = 1000
const MOST_COMMITS = 20_000

/** Under the lock of `var/`. @throws ConfigFault, Environment as restoreState and publishState do */
export async function holdState(deps: HoldDeps): Promise<HeldState> {
  const { redis, coordination, log, mostCommits = MOST_COMMITS, lookMs = LOOK_MS } = deps
  const { how: restored, aside } = await restoreState(deps)
  if (aside !== undefined) log.warn({ file: aside }, 'this machine worked alone before: its own state is set aside')
  log.info({ restored, fence: coordination.fence }, 'this machine coordinates the cluster')
  await using opening = new AsyncDisposableStack()
  const { store, stateLog } = openLogged(deps)
  opening.use(store)
  opening.use(stateLog)
  const publish = (begin: boolean) => publishState({ ...deps, database: store.database }, { begin })
  const from = (await beginOfLog(deps, stateLog.position.seq)) ?? (await publish(true))
  const cut = openCuts({ from, most: mostCommits, publish: () => publish(false), log })
  opening.use(watchRedis(redis, { log }))
  const look = setInterval(() => {
    if (stateLog.isBehind) void store.commit(() => {}).catch(() => {}) // whoever commits next hears of it
    if (!coordination.signal.aborted) cut(stateLog.position.seq)
  }, lookMs)
  look.unref()
  const closing = opening.move()
  return {
    store,
    async [Symbol.asyncDispose]() {
      clearInterval(look)
      await store.commit(() => {}).catch(() => {}) // what waits for its commit
      await closing.disposeAsync()
    },
  }
}

/** A store whose commits go into the log. */
function openLogged({ redis, prefix, varDir, coordination, log }: HoldDeps): { store: Store; stateLog: StateLog } {
  let stateLog: StateLog | undefined
  const onRefused = (fault: Environment | undefined) =>
    fault
      ? log.warn({ reason: fault.message }, 'Redis takes nothing now: all work waits until it does')
      : log.info({}, 'Redis takes commits again: work goes on')
  const store = openStore(varDir, false, (database: DatabaseSync) => {
    stateLog = openStateLog({ redis, prefix, database, coordination, onRefused })
    return stateLog
  })
  if (!stateLog) throw new Error('the store was opened without its log')
  return { store, stateLog }
}

/** Undefined unless the log goes on from a copy, of this form, and ends where the store stands. */
async function beginOfLog(deps: HoldDeps, seq: number): Promise<number | undefined> {
  const head = await readHead(deps)
  if (!head || head.version !== MIGRATIONS.length || head.seq !== seq) return undefined
  return snapshotSeq(head.snapshot)
}
