// A report of what is kept: a pure function.

import { maskForOthers } from '../notices/mask.ts'
import { findAnomalies } from './anomalies.ts'
import { byDay, type DayFigures, daysOf, figuresOf } from './by-day.ts'
import { median, quantile } from './figures.ts'
import type { PastRun, Report, ReportData } from './report.ts'
import type { Span } from './span.ts'
import { closedMs, isTrack, isWithin, lastOf, sumsOf } from './sums.ts'

export function buildReport(data: ReportData, span: Span, now: Date): Report {
  const { kind, first, last, zone, from, to } = span
  const parted = byDay(data.runs, daysOf(span))
  const days = parted.map(figuresOf)
  const runs = parted.flatMap(day => day.runs)
  return {
    kind,
    first,
    last,
    zone,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    madeAt: now.toISOString(),
    tracks: sumsOf(runs.filter(isTrack)),
    tasks: sumsOf(runs.filter(isTask)),
    retries: runs.filter(({ outcome }) => outcome === 'retry').length,
    failures: failuresOf(runs),
    stages: stagesOf(data.stages),
    requests: total(data.requests.filter(({ hour }) => isWithin(hour * HOUR_MS, from, to)).map(({ count }) => count)),
    services: servicesOf(data, span),
    verified: { rows: data.verified.rows, findings: counted(data.verified.findings) },
    handoffs: { given: data.handoffs.given, ended: [...data.handoffs.ended] },
    waiting: data.waiting,
    days: [...data.before, ...days].map(barOf),
    anomalies: findAnomalies(days, data.before, data.parkings),
  }
}

const HOUR_MS = 3_600_000
const EXAMPLES = 3
const MOST_REASONS = 20
/** Runs that consist of the work on tracks, or follow from it. */
const OF_OTHERS = new Set(['music-sync', 'playlist', 'eagle', 'wish'])

const isTask = ({ handler }: PastRun) => handler !== 'track' && !OF_OTHERS.has(handler)
/** Reasons that differ in a number, a name or a link are one. */
function failuresOf(runs: readonly PastRun[]): Report['failures'] {
  const groups = new Map<string, PastRun[]>()
  const failed = [...lastOf(runs).values()].filter(({ outcome }) => outcome === 'failed')
  const ofTracks = [...new Set(failed.filter(isTrack).map(({ reason }) => reason))]
  for (const run of failed) {
    // what only passes on how a track ended is that track's failure
    if (OF_OTHERS.has(run.handler) && ofTracks.some(reason => run.reason.endsWith(reason))) continue
    const key = reasonKey(run.reason)
    groups.set(key, [...(groups.get(key) ?? []), run])
  }
  return [...groups.values()]
    .map(group => ({
      reason: maskForOthers(group[0]?.reason ?? ''),
      count: group.length,
      examples: group.slice(0, EXAMPLES).map(({ label }) => maskForOthers(label)),
    }))
    .sort((a, b) => b.count - a.count || a.reason.localeCompare(b.reason))
    .slice(0, MOST_REASONS)
}

export const reasonKey = (reason: string): string =>
  maskForOthers(reason)
    .replace(/"[^"]*"|“[^”]*”/g, '"…"')
    .replace(/\d+([.,:]\d+)*/g, '#')
    .slice(0, 200)

function stagesOf(costs: ReportData['stages']): Report['stages'] {
  const byStage = Map.groupBy(costs, ({ stage }) => stage)
  return [...byStage]
    .map(([stage, all]) => ({ stage, times: all.map(({ wallMs }) => wallMs) }))
    .map(({ stage, times }) => ({
      stage,
      count: times.length,
      medianMs: median(times) ?? 0,
      p95Ms: quantile(times, 0.95) ?? 0,
    }))
    .sort((a, b) => b.medianMs * b.count - a.medianMs * a.count || a.stage.localeCompare(b.stage))
}

function servicesOf({ parkings }: ReportData, { from, to }: Span): Report['services'] {
  const within = parkings.filter(({ at, until }) => at < to && until > from)
  return [...Map.groupBy(within, ({ lane }) => lane)]
    .map(([lane, all]) => ({
      lane,
      times: all.length,
      minutes: Math.round(closedMs(all, from, to) / 60_000),
      reason: maskForOthers(all.at(-1)?.reason ?? ''),
    }))
    .sort((a, b) => b.minutes - a.minutes || a.lane.localeCompare(b.lane))
}

function counted(words: readonly string[]): { kind: string; count: number }[] {
  return [...Map.groupBy(words, word => word)]
    .map(([kind, all]) => ({ kind, count: all.length }))
    .sort((a, b) => b.count - a.count || a.kind.localeCompare(b.kind))
}

const barOf = ({ day, done, failed }: DayFigures): Report['days'][number] => ({ day, done, failed })
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
