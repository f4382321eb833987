// A queue of a test's own, in memory, by clocks that the test sets.

import { DatabaseSync } from 'node:sqlite'
import type { NewJob } from '../../../src/model/job.ts'
import { openQueue, type Queue } from '../../../src/queue/queue.ts'
import { type Store, storeOver } from '../../../src/store/database.ts'
import { type Ledger, openLedger } from '../../../src/store/ledger.ts'
import { MIGRATIONS } from '../../../src/store/migrations.ts'

export const NOON = Date.UTC(2026, 10, 21, 12)
export const MINUTE = 60_000

export interface TestQueue extends Disposable {
  store: Store
  ledger: Ledger
  /** The queue of the newest start. */
  queue: Queue
  now(): number
  /** Time goes by. */
  pass(ms: number): void
  /** Somebody sets the clock; no time goes by. */
  setClock(by: number): void
  /** The program dies and starts again. */
  restart(): ReturnType<Queue['recover']>
}

export function memoryStore(): Store {
  const database = new DatabaseSync(':memory:')
  for (const step of MIGRATIONS) database.exec(step)
  return storeOver(database, 'the test’s store')
}

export function testQueue(store = memoryStore()): TestQueue {
  let wall = NOON
  let steady = 0
  const ledger = openLedger(store.database)
  const open = () => openQueue({ store, ledger, now: () => wall, monotonic: () => steady })
  const opened: TestQueue = {
    store,
    ledger,
    queue: open(),
    now: () => wall,
    pass(ms) {
      wall += ms
      steady += ms
    },
    setClock(by) {
      wall += by
    },
    restart() {
      opened.queue = open()
      return opened.queue.recover()
    },
    [Symbol.dispose]: () => store[Symbol.dispose](),
  }
  return opened
}

export const jobOf = (key: string, more: Partial<NewJob> = {}): NewJob => ({
  key,
  pool: 'tracks',
  lane: 'web',
  handler: 'track',
  input: { key },
  wish: 'a wish',
  label: key,
  because: 'a test',
  priority: 50,
  ...more,
})

/** Every row of every state. */
export const allJobs = (queue: Queue) => queue.list(['waiting', 'delayed', 'running', 'failed', 'quarantined'])
