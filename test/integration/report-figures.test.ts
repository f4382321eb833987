// The figures of a report's earlier days as the store counts them are those that the days' runs give.

import { rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { byDay, daysOf, figuresOf } from '../../src/model/report/by-day.ts'
import { addDays, startOf } from '../../src/model/report/day.ts'
import type { PastRun } from '../../src/model/report/report.ts'
import { spanOf } from '../../src/model/report/span.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { readHistory } from '../../src/store/history.ts'
import { openLedger } from '../../src/store/ledger.ts'
import fc from '../support/property.ts'
import { quickFolder } from '../support/quick-place.ts'

const LAST = '2026-11-20'
const HOUR = 3_600_000

let dir: string
let store: Store
beforeEach(() => {
  dir = quickFolder('report-figures', 64)
  store = openStore(dir, false)
})
afterEach(() => {
  store[Symbol.dispose]()
  rmSync(dir, { recursive: true, force: true })
})

const record = (runs: readonly PastRun[]) =>
  store.commit(() => {
    store.database.exec('delete from run')
    for (const run of runs) openLedger(store.database).recordRun(run)
  })

const someRun = fc.record({
  handler: fc.constantFrom('track', 'agent-handoff', 'wish'),
  subject: fc.constantFrom('a', 'b', 'c', 'd'),
  label: fc.constant('A'),
  outcome: fc.constantFrom(
    'done' as const,
    'skipped' as const,
    'retry' as const,
    'failed' as const,
    'blocked' as const,
  ),
  reason: fc.constant('r'),
  // few moments, so that several end at the same
  back: fc.integer({ min: 0, max: 60 }),
  ms: fc.constantFrom(0, 1, 1500, 90_000),
})

it('whatever ran, in every zone', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(someRun, { maxLength: 60 }),
      fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Apia'),
      fc.constantFrom('daily' as const, 'weekly' as const),
      async (some, zone, kind) => {
        const end = startOf(addDays(LAST, 1), zone)
        const runs = some.map(({ back, ms, ...run }) => {
          const endedAt = end - back * 15 * HOUR
          return { ...run, startedAt: endedAt - ms, endedAt }
        })
        await record(runs)
        const span = spanOf(kind, LAST, zone)
        const history = await readHistory(store, span)
        const weeks = daysOf({ first: addDays(span.first, -28), last: addDays(span.first, -1), zone })
        expect(history.before).toEqual(byDay(runs, weeks).map(figuresOf))
        const own = runs.filter(({ endedAt }) => endedAt >= span.from && endedAt < span.to)
        expect(history.runs).toEqual(own.toSorted((a, b) => a.endedAt - b.endedAt))
      },
    ),
    { numRuns: 60 },
  )
})

it('others have their turn between its days', async () => {
  let turns = 0
  let isOver = false
  const take = (): void => {
    turns += 1
    if (!isOver) setImmediate(take)
  }
  setImmediate(take)
  await readHistory(store, spanOf('daily', LAST, 'UTC'))
  isOver = true
  expect(turns).toBeGreaterThanOrEqual(29)
})
