// A report of a store as it is filled by work: every figure, as Markdown.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { report as reportCommand } from '../../src/commands/report.ts'
import type { OutcomeKind } from '../../src/model/outcome.ts'
import { addDays, startOf } from '../../src/model/report/day.ts'
import { inForm, makeReport } from '../../src/orchestrator/reports/make-report.ts'
import { openCosts } from '../../src/store/costs.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { laneStates } from '../../src/store/lane-states.ts'
import { openLedger } from '../../src/store/ledger.ts'
import { openParkings } from '../../src/store/parkings.ts'
import { openVerified } from '../../src/store/verified.ts'

const ZONE = 'Europe/Berlin'
const DAY = '2026-11-20'
const HOUR = 3_600_000
const NOON = startOf(DAY, ZONE) + 12 * HOUR

let dir: string
let store: Store
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'report-'))
  store = openStore(dir, false)
})
afterEach(async () => {
  store[Symbol.dispose]()
  await rm(dir, { recursive: true, force: true })
})

const made = (kind: 'daily' | 'weekly' = 'daily', day = DAY) =>
  makeReport({ store, now: () => new Date(NOON + 24 * HOUR) }, kind, day, ZONE)

function ran(
  subject: string,
  outcome: OutcomeKind,
  { at = NOON, handler = 'track', reason = 'it is done' } = {},
): void {
  const of = { handler, subject, label: `Ann – ${subject}`, reason, outcome }
  openLedger(store.database).recordRun({ ...of, startedAt: at - 30_000, endedAt: at })
}

function fourWeeks(): void {
  for (let back = 1; back <= 28; back += 1)
    for (let track = 0; track < 8 + (back % 3); track += 1)
      ran(`old ${back} ${track}`, 'done', { at: startOf(addDays(DAY, -back), ZONE) + 10 * HOUR + track })
}

function aDay(): void {
  for (let track = 0; track < 40; track += 1) ran(`song ${track}`, 'done')
  ran('lost 1', 'failed', { reason: 'the link is dead (404)' })
  ran('lost 2', 'failed', { reason: 'the link is dead (410)' })
  ran('odd | one', 'failed', { reason: '"A" is not music' })
  ran('later', 'retry', { reason: 'away' })
  ran('task', 'done', { handler: 'agent-handoff' })
  const costs = openCosts(store, () => NOON)
  for (let track = 1; track <= 20; track += 1) {
    costs.record({ run: `${track}`, stage: 'download', wallMs: track * 1000, cpuMs: 0, bytes: 0 })
    costs.record({ run: `${track}`, stage: 'tag', wallMs: 40, cpuMs: 0, bytes: 0 })
  }
  const pause = { until: NOON + HOUR, reason: 'Spotify asks us to wait (429)', kind: 'limit' as const }
  const lanes = laneStates(store, false)
  for (const at of [NOON, NOON + 1000]) lanes.save({ name: 'spotify', at, pauses: [pause], openings: 0 })
  openParkings(store).countRequests('notion', 90, NOON)
  openParkings(store).countRequests('notion', 110, NOON + 60_000)
  const found = { kind: 'Not_There' as const, about: '', says: 'x', mends: true }
  openVerified(store, () => NOON).record('page 1', [found, found])
  openVerified(store, () => NOON).record('page 2', [])
  store.database.exec(
    `insert into handoff (task, title, agent, folder, file, state, at, ended_as, ended_at)
       values ('a', '', '', '', '', 'ended', ${NOON}, 'done', ${NOON}), ('b', '', '', '', '', 'ended', 0, 'expired', ${NOON});
     insert into handoff (task, title, agent, folder, file, state, at) values ('c', '', '', '', '', 'open', ${NOON})`,
  )
}

describe('a report of the store', () => {
  it('says all of a day', async () => {
    fourWeeks()
    aDay()
    expect(await inForm(await made(), 'md')).toBe(
      `# Daily report: 2026-11-20

2026-11-19 23:00 to 2026-11-20 23:00 UTC (days of Europe/Berlin)

- Tracks: 40 done, 3 failed
- Tasks: 1 done
- Tried again: 1 run
- Requests to Notion: 200 (5.0 for each track done)
- Hand-offs: 2 given; ended: 1 done, 1 expired
- Verified: 2 tracks, 2 × Not\\_There
- With agents now: 1 task

## Failed

| reason | times | for instance |
| --- | --- | --- |
| the link is dead (404) | 2 | Ann – lost 1; Ann – lost 2 |
| "A" is not music | 1 | Ann – odd \\| one |

## Time of each stage

| stage | tracks | median | 95 % |
| --- | --- | --- | --- |
| download | 20 | 10.5 s | 19.1 s |
| tag | 20 | 0.04 s | 0.04 s |

## Services that were left alone

| service | times | minutes | why |
| --- | --- | --- | --- |
| spotify | 1 | 60 | Spotify asks us to wait (429) |

## Unusual

- tracks done: 40 a day, usually 9
- services left alone: 60 min a day, usually 0

Compared with the 28 days of work in the four weeks before.
`,
    )
    const page = await inForm(await made(), 'html')
    expect(page.match(/<rect class="now"/g)?.length).toBe(3)
    expect(page.match(/<rect class="done"/g)?.length).toBe(28)
    expect(JSON.parse(await inForm(await made(), 'json'))).toEqual(await made())
  })

  it('of a week adds its days', async () => {
    fourWeeks()
    aDay()
    expect(await made('weekly')).toMatchObject({
      first: '2026-11-14',
      tracks: { done: 40 + 9 + 10 + 8 + 9 + 10 + 8, failed: 3 },
    })
  })

  it('of an empty store is of nothing', async () => {
    expect(await made()).toMatchObject({
      tracks: { done: 0 },
      failures: [],
      stages: [],
      anomalies: { basedOnDays: 0, found: [] },
    })
  })

  it('is asked for with a day, and one kind', async () => {
    const flags = { json: false, dryRun: false, var: dir, logLevel: 'error' as const, daily: false, weekly: false }
    await expect(reportCommand({ ...flags, date: '2026-02-30' })).rejects.toThrow(
      '--date is "2026-02-30": expected a day',
    )
    await expect(reportCommand({ ...flags, date: '2999-01-01' })).rejects.toThrow('expected a day that has begun')
    await expect(reportCommand({ ...flags, daily: true, weekly: true })).rejects.toThrow('two reports')
    await expect(reportCommand({ ...flags, json: true, format: 'md' })).rejects.toThrow('exclude each other')
  })
})
