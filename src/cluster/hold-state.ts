// The state of a cluster in the hands of its coordinator: brought here, kept in the log, copied now and then.

import type { DatabaseSync } from 'node:sqlite'
import type { Log } from '../log.ts'
import { openStore, type Store, storeFile } from '../store/database.ts'
import { MIGRATIONS } from '../store/migrations.ts'
import type { Redis } from './connect.ts'
import type { Coordination } from './coordinator.ts'
import { publishState } from './publish.ts'
import { restoreState } from './restore.ts'
import { logKeys, openStateLog, type StateLog } from './state-log.ts'

export interface HoldDeps {
  redis: Redis
  prefix: string
  varDir: string
  libraryDir: string
  coordination: Coordination
  log: Pick<Log, 'info' | 'warn' | 'error'>
}

export interface HeldState extends AsyncDisposable {
  store: Store
}

/** What was written beside a commit goes along so soon. */
const LOOK_MS = 1000
/** After so many commits the log is cut: a copy holds what was in it. */
const MOST_COMMITS = 20_000

/** Under the lock of `var/`. @throws ConfigFault, Environment as restoreState does */
export async function holdState(deps: HoldDeps): Promise<HeldState> {
  const { redis, prefix, varDir, coordination, log } = deps
  const restored = await restoreState(deps)
  if (restored === 'by a copy, its own is set aside')
    log.warn(
      { file: `${storeFile(varDir)}.before-cluster` },
      'this machine worked alone before: its own state is set aside',
    )
  log.info({ restored, fence: coordination.fence }, 'this machine coordinates the cluster')
  let stateLog: StateLog | undefined
  const onBroken = (error: unknown) => log.error({ error }, 'a commit could not be kept in the log of the cluster')
  const openLog = (database: DatabaseSync) => {
    stateLog = openStateLog({ redis, prefix, database, coordination, onBroken })
    return stateLog
  }
  const store = openStore(varDir, false, openLog)
  const opened = stateLog
  if (!opened) throw new Error('the store was opened without its log')
  const publish = (begin: boolean) => publishState({ ...deps, database: store.database }, { begin })
  try {
    if (!(await isPublished(deps, opened.position.seq))) await publish(true)
  } catch (error) {
    await opened[Symbol.asyncDispose]()
    store[Symbol.dispose]()
    throw error
  }
  let cut = opened.position.seq
  const look = setInterval(() => {
    if (opened.isBehind) void store.commit(() => {}).catch(() => {}) // whoever commits next hears of it
    if (opened.position.seq - cut < MOST_COMMITS) return
    cut = opened.position.seq
    void publish(false).catch(error => log.warn({ error }, 'the log of the cluster could not be cut'))
  }, LOOK_MS)
  look.unref()
  return {
    store,
    async [Symbol.asyncDispose]() {
      clearInterval(look)
      await store.commit(() => {}).catch(() => {}) // what waits for its commit
      await opened[Symbol.asyncDispose]()
      store[Symbol.dispose]()
    },
  }
}

/** The log goes on from a copy, of this form, and ends where the store stands. */
async function isPublished({ redis, prefix }: HoldDeps, seq: number): Promise<boolean> {
  const head = await redis.hgetall(logKeys(prefix).head)
  return head.snapshot !== undefined && Number(head.version) === MIGRATIONS.length && Number(head.seq) === seq
}
