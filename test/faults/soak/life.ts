// The program's loop from its start to its end, or to the moment it is killed.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type App, createApp } from '../../../src/app.ts'
import type { Config } from '../../../src/config.ts'
import { poll } from '../../../src/orchestrator/cycle.ts'
import { type Cycle, newCycle } from '../../../src/orchestrator/cycle-context.ts'
import { noView } from '../../../src/orchestrator/view.ts'
import type { Tools } from '../../../src/tools.ts'
import type { Gate, Kill } from './gate.ts'
import type { VirtualTime } from './virtual-time.ts'

export interface LifeOptions {
  config: Config
  time: VirtualTime
  gate: Gate
  far: Pick<Tools, 'sources' | 'audio'>
  /** Called once in each cycle. @returns whether the loop goes on */
  onCycle(cycle: Cycle): Promise<boolean>
  /** It was killed, and what it holds open is still open. */
  onKilled(app: App): void
}

/** @returns how it was killed; undefined when it came to its end */
export async function live(options: LifeOptions): Promise<Kill | undefined> {
  const stop = new AbortController()
  const app = await createApp(options.config, {
    logLevel: 'warn',
    dryRun: false,
    signal: stop.signal,
    print: () => {},
  })
  const loop = run(app, options, stop)
  const kill = await Promise.race([loop, options.gate.died])
  if (kill) await bury(app, options)
  return kill
}

/** As the program's own loop does it. */
async function run(app: App, { far, onCycle }: LifeOptions, stop: AbortController): Promise<undefined> {
  const cycle = newCycle(cycleDeps(app, far, stop.signal))
  do {
    await poll(cycle)
    cycle.dispatcher.wake()
    await sleep(60_000)
    await cycle.upkeep.keepCopy()
  } while (await onCycle(cycle))
  await cycle.dispatcher.idle()
  cycle[Symbol.dispose]()
  stop.abort()
  await app[Symbol.asyncDispose]()
}

function cycleDeps(app: App, far: LifeOptions['far'], signal: AbortSignal) {
  const { settings } = app.config
  return {
    tools: { ...app.tools, ...far },
    handlers: app.handlers.handlers,
    lastRun: app.lastRun,
    upkeep: app.upkeep,
    log: app.log,
    signal,
    view: noView,
    settings: {
      readyStatuses: settings.TASK_READY_STATUSES,
      sync: 'due' as const,
      syncRepeat: { intervalSeconds: settings.MUSIC_SYNC_INTERVAL, schedule: settings.MUSIC_SYNC_SCHEDULE },
      concurrency: settings.TRACK_CONCURRENCY,
    },
  }
}

/** Nothing of it can write any more; what the system holds for it is given back, and its files stay as a kill leaves them. */
async function bury(app: App, { config, time, onKilled }: LifeOptions): Promise<void> {
  await time.quiet()
  onKilled(app)
  time.dropTimers()
  const left = ['instance.json', 'orchestrator.db', 'orchestrator.db-wal'].map(name => {
    const path = join(config.varDir, name)
    return { path, content: readFileSync(path) }
  })
  app.tools.store.database.close()
  await closeQuietly(app)
  for (const { path, content } of left) writeFileSync(path, content)
  time.dropTimers()
}

/** Its store is closed already: it complains. */
async function closeQuietly(app: App): Promise<void> {
  try {
    await app[Symbol.asyncDispose]()
  } catch {}
}
