import { describe, expect, it } from 'vitest'
import { buildReport } from '../../../src/model/report/build.ts'
import { byDay, daysOf, figuresOf } from '../../../src/model/report/by-day.ts'
import { addDays, dayAt, isDay, startOf } from '../../../src/model/report/day.ts'
import { reportMarkdown } from '../../../src/model/report/markdown.ts'
import type { PastRun, ReportData } from '../../../src/model/report/report.ts'
import { spanOf } from '../../../src/model/report/span.ts'
import { reportPage } from '../../../src/orchestrator/reports/html.ts'
import fc from '../../support/property.ts'

const ZONE = 'Europe/Berlin'
const HOUR = 3_600_000
const NOW = new Date('2026-11-21T10:00:00Z')
const NOTHING: ReportData = {
  runs: [],
  before: [],
  stages: [],
  parkings: [],
  requests: [],
  verified: { rows: 0, findings: [] },
  handoffs: { given: 0, ended: [] },
  waiting: { unsent: 0, setAside: 0, openHandoffs: 0 },
}
const run = (at: number, more: Partial<PastRun> = {}): PastRun => ({
  handler: 'track',
  subject: `track:${at}`,
  label: 'Ann – Song',
  outcome: 'done',
  reason: 'done',
  startedAt: at - 20_000,
  endedAt: at,
  ...more,
})
/** Of runs also of the weeks before. */
function built({ runs = [], ...data }: Partial<ReportData>, kind: 'daily' | 'weekly', day: string) {
  const span = spanOf(kind, day, ZONE)
  const weeks = daysOf({ first: addDays(span.first, -28), last: addDays(span.first, -1), zone: ZONE })
  const own = runs.filter(({ endedAt }) => endedAt >= span.from)
  return buildReport({ ...NOTHING, ...data, runs: own, before: byDay(runs, weeks).map(figuresOf) }, span, NOW)
}
const daily = (data: Partial<ReportData>, day = '2026-11-20') => built(data, 'daily', day)
const noon = (day: string) => startOf(day, ZONE) + 12 * HOUR

describe('a day', () => {
  it('has 25 hours when the clocks go back, and 23 when they go forward', () => {
    const hours = (day: string) => (startOf(addDays(day, 1), ZONE) - startOf(day, ZONE)) / HOUR
    expect([hours('2026-10-25'), hours('2026-03-29'), hours('2026-11-20')]).toEqual([25, 23, 24])
    const { from, to } = spanOf('daily', '2026-10-25', ZONE)
    const twice = [from, from + 2.5 * HOUR, from + 3.5 * HOUR, to - 1]
    expect(daily({ runs: [...twice, to, from - 1].map(at => run(at)) }, '2026-10-25').tracks.done).toBe(4)
  })

  it('begins where its midnight does not exist (Cairo, Beirut, São Paulo in its time)', () => {
    expect(new Date(startOf('2026-04-24', 'Africa/Cairo')).toISOString()).toBe('2026-04-23T22:00:00.000Z')
    expect(new Date(startOf('2018-11-04', 'America/Sao_Paulo')).toISOString()).toBe('2018-11-04T03:00:00.000Z')
  })

  it('ends where the next begins, in every zone', () => {
    const zones = fc.constantFrom(
      'UTC',
      ZONE,
      'America/Sao_Paulo',
      'Asia/Kolkata',
      'Pacific/Apia',
      'Australia/Lord_Howe',
    )
    const days = fc.integer({ min: 16_000, max: 22_000 }).map(day => addDays('1970-01-01', day))
    fc.assert(
      fc.property(zones, days, (zone, day) => {
        const start = startOf(day, zone)
        if (dayAt(start, zone) !== day) return // Apia had no 30 December 2011
        expect(dayAt(start - 1, zone) < day).toBe(true)
      }),
      { numRuns: 400 },
    )
    expect([isDay('2026-02-29'), isDay('2028-02-29'), isDay('20.11.2026')]).toEqual([false, true, false])
  })
})

describe('a report', () => {
  it('counts a row once, by how it ended last; links, numbers and names do not part reasons', () => {
    const at = noon('2026-11-20')
    const { tracks, tasks, retries, failures } = daily({
      runs: [
        run(at - 1, { subject: 'a', outcome: 'failed', reason: 'it was odd' }),
        run(at, { subject: 'a', outcome: 'retry', reason: 'away' }),
        run(at + 1, { subject: 'a' }),
        run(at + 2, { subject: 'b', outcome: 'failed', reason: 'https://x.example.com/1 is dead (404)', label: 'B' }),
        run(at + 3, { subject: 'c', outcome: 'failed', reason: 'https://x.example.com/2 is dead (410)', label: 'C' }),
        run(at + 4, { subject: 'd', outcome: 'failed', reason: 'it is no music', label: 'D' }),
        run(at + 5, { subject: 'sync', handler: 'music-sync' }),
        run(at + 6, { subject: 'task', handler: 'agent-handoff', outcome: 'blocked' }),
      ],
    })
    expect(tracks).toEqual({ done: 1, failed: 3, skipped: 0, blocked: 0 })
    expect(tasks).toEqual({ done: 0, failed: 0, skipped: 0, blocked: 1 })
    expect(retries).toBe(1)
    expect(failures).toEqual([
      { reason: 'x.example.com/… is dead (404)', count: 2, examples: ['B', 'C'] },
      { reason: 'it is no music', count: 1, examples: ['D'] },
    ])
  })

  it('what a sync or a wish only passes on of a track is one failure, of that track', () => {
    const at = noon('2026-11-20')
    const reason = 'the link is dead'
    const { failures } = daily({
      runs: [
        run(at, { subject: 'z', label: 'Z', outcome: 'failed', reason }),
        run(at + 1, { subject: 'task', handler: 'music-sync', outcome: 'failed', reason: `Z failed: ${reason}` }),
        run(at + 2, { subject: 'w', handler: 'wish', label: 'W', outcome: 'failed', reason: 'it is no page' }),
      ],
    })
    expect(failures).toEqual([
      { reason: 'it is no page', count: 1, examples: ['W'] },
      { reason, count: 1, examples: ['Z'] },
    ])
  })

  it('time of a stage is its median and 95 %; pauses that overlap count once', () => {
    const stages = [...Array(100).keys()].map(index => ({ stage: 'download', wallMs: (index + 1) * 1000 }))
    const from = startOf('2026-11-20', ZONE)
    const pause = (start: number, end: number) => ({
      lane: 'spotify',
      reason: 'wait',
      at: from + start * HOUR,
      until: from + end * HOUR,
    })
    const report = daily({ stages, parkings: [pause(-5, 1), pause(0.5, 2), pause(23, 40)] })
    expect(report.stages).toEqual([{ stage: 'download', count: 100, medianMs: 50_500, p95Ms: 95_050 }])
    expect(report.services).toEqual([{ lane: 'spotify', times: 3, minutes: 180, reason: 'wait' }])
  })

  it('says what is unusual from seven days on, and of how many days', () => {
    const days = (count: number, each: number) =>
      [...Array(count).keys()].flatMap(back =>
        [...Array(each + (back % 2)).keys()].map(index => run(noon(addDays('2026-11-19', -back)) + index)),
      )
    const today = [run(noon('2026-11-20'))]
    expect(daily({ runs: [...days(6, 20), ...today] }).anomalies).toEqual({ basedOnDays: 6, found: [] })
    expect(daily({ runs: [...days(14, 20), ...today] }).anomalies).toEqual({
      basedOnDays: 14,
      found: [{ what: 'tracks done', unit: 'a day', value: 1, usual: 20.5 }],
    })
    const asEver = [...Array(21).keys()].map(index => run(noon('2026-11-20') + index))
    expect(daily({ runs: [...days(14, 20), ...asEver] }).anomalies.found).toEqual([])
  })

  it('a week is seven days, and its values are those of a day', () => {
    const runs = [...Array(35).keys()].flatMap(back => {
      const day = addDays('2026-11-20', -back)
      return [...Array(10).keys()].map(index => run(noon(day) + index, { subject: `${day} ${index}` }))
    })
    const report = built({ runs }, 'weekly', '2026-11-20')
    expect([report.first, report.last, report.tracks.done]).toEqual(['2026-11-14', '2026-11-20', 70])
    expect(report.anomalies).toEqual({ basedOnDays: 28, found: [] })
  })

  it('words of others are words in HTML and in Markdown (N4)', () => {
    const hostile = '<img src=x onerror=alert(1)> | [x](javascript:alert(1)) "&\u2028\u0007'
    const at = noon('2026-11-20')
    const report = daily({
      runs: [run(at, { label: hostile, reason: hostile, outcome: 'failed' })],
      stages: [{ stage: `</text><script>${hostile}`, wallMs: 1 }],
      parkings: [{ lane: hostile, reason: hostile, at, until: at + HOUR }],
    })
    const page = reportPage(report)
    expect(page).not.toMatch(/<img|<script|<a /)
    expect(page).toContain('&lt;img')
    expect(page).toMatch(/default-src 'none'/)
    expect(page).not.toMatch(/(src|href)="/)
    const rows = reportMarkdown(report)
      .split('\n')
      .filter(line => line.includes('onerror'))
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) expect(row).not.toMatch(/(?<!\\)[<>[\]]/)
    expect(rows.map(row => row.match(/(?<!\\)\|/g)?.length)).toEqual([4, 5, 5])
  })

  it('of nothing says so', () => {
    expect(reportMarkdown(daily({}))).toBe(
      [
        '# Daily report: 2026-11-20',
        '',
        '2026-11-19 23:00 to 2026-11-20 23:00 UTC (days of Europe/Berlin)',
        '',
        '- Tracks: 0 done',
        '',
        '## Unusual',
        '',
        'Too little to compare with yet: 0 days of work in the four weeks before; it takes 7.',
        '',
      ].join('\n'),
    )
    expect(reportPage(daily({}))).toContain('<svg')
  })
})
