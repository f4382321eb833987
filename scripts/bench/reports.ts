// Reports over a large ledger: how long one takes, and for how long nothing else has its turn.

import { rm } from 'node:fs/promises'
import { addDays, startOf } from '../../src/model/report/day.ts'
import { makeReport } from '../../src/orchestrator/reports/make-report.ts'
import { openStore } from '../../src/store/database.ts'
import { openLedger } from '../../src/store/ledger.ts'
import { median, newFolder, type Row } from './measure.ts'

const RUNS = 100_000
const LAST = '2026-11-20'
const ZONE = 'Europe/Berlin'
const DAYS = 29
const TIMES = 5

export async function reportRows(): Promise<Row[]> {
  const dir = await newFolder()
  const store = openStore(dir, false)
  const end = startOf(addDays(LAST, 1), ZONE)
  const length = end - startOf(addDays(LAST, 1 - DAYS), ZONE)
  const ledger = openLedger(store.database)
  await store.commit(() => {
    for (let n = 0; n < RUNS; n += 1) {
      const endedAt = end - 1 - Math.floor((n / RUNS) * length)
      const outcome = (['done', 'done', 'done', 'failed', 'retry'] as const)[n % 5] ?? 'done'
      const subject = `track:${n % (RUNS / 2)}`
      ledger.recordRun({
        handler: n % 9 ? 'track' : 'agent-handoff',
        subject,
        label: `Ann – Song ${n}`,
        outcome,
        reason: `https://example.org/${n} is dead (404)`,
        startedAt: endedAt - 20_000,
        endedAt,
      })
    }
  })
  const measured = { ms: [] as number[], blocked: [] as number[] }
  for (let time = 0; time < TIMES; time += 1) {
    const { ms, blockedMs } = await timed(async () => {
      await makeReport({ store, now: () => new Date(end) }, 'daily', LAST, ZONE)
    })
    measured.ms.push(ms)
    measured.blocked.push(blockedMs)
  }
  store[Symbol.dispose]()
  await rm(dir, { recursive: true })
  return [
    {
      what: `reports: a day and the four weeks before it, ${RUNS.toLocaleString('en')} runs`,
      measured: `${median(measured.ms).toFixed(0)} ms; the longest time without a turn for others ${median(measured.blocked).toFixed(0)} ms`,
      baseline: '',
      ratio: '',
      limit: 'longest ≤ 150 ms',
    },
  ]
}

/** @returns how long it took, and the longest time in which nothing else had its turn */
async function timed(work: () => Promise<void>): Promise<{ ms: number; blockedMs: number }> {
  let blockedMs = 0
  let last = performance.now()
  let isOver = false
  const look = () => {
    const at = performance.now()
    blockedMs = Math.max(blockedMs, at - last)
    last = at
    if (!isOver) setImmediate(look)
  }
  setImmediate(look)
  const begun = performance.now()
  await work()
  const ms = performance.now() - begun
  isOver = true
  look()
  return { ms, blockedMs }
}
