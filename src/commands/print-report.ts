// The closing summary of a cycle, for people and as data.

import { dirname } from 'node:path'
import { counted } from '../model/counted.ts'
import { isToldByTask } from '../model/job.ts'
import { provedBy } from '../model/proof.ts'
import { type CycleReport, count, exitCodeOf, isOfOthers, waitsForEagle } from '../orchestrator/report.ts'
import { LATE } from '../pipeline/eagle/wish.ts'
import type { RunningApp } from './with-app.ts'
import { print } from './with-app.ts'

interface More {
  /** The page that was written about the track. */
  plot?: string
  /** Every place where the music sync looked, not only those it could not ask. */
  looks?: 'all'
  /** What proves each recording that was found. */
  proofs?: boolean
  /** The kind of work that was asked for by name: that it failed is wrong input. */
  asked?: 'track' | 'playlist'
}

export function printReport(
  flags: { json: boolean },
  report: CycleReport,
  { app, signal }: RunningApp,
  { plot, looks, proofs, asked }: More = {},
): number {
  const isWrong = report.entries.some(({ kind, outcome }) => kind === asked && outcome.kind === 'failed')
  const exitCode = isWrong ? 2 : signal.aborted ? 1 : exitCodeOf(report)
  report.requests = app.notion.requests
  print(flags, { ...summary(report), exitCode, library: app.config.libraryDir, ...report, plot }, [
    ...summaryLines(report, signal.aborted),
    ...playlistLines(report),
    ...lookLines(report, looks === 'all'),
    ...(proofs ? proofLines(report) : []),
    ...(plot ? [`  shown in ${plot}`] : []),
  ])
  return exitCode
}

function summary(report: CycleReport) {
  return {
    done: count(report, 'done'),
    skipped: count(report, 'skipped'),
    failed: count(report, 'failed'),
    retry: count(report, 'retry'),
    blocked: count(report, 'blocked'),
  }
}

export function isQuiet(report: CycleReport): boolean {
  return (
    report.entries.every(entry => entry.kind === 'sync' && entry.outcome.kind === 'done') &&
    report.problems.length === 0 &&
    report.handoffs.length === 0
  )
}

function summaryLines(report: CycleReport, stopped: boolean): string[] {
  const seconds = (report.ms / 1000).toFixed(1)
  const left = report.leftAlone.map(({ title, because }) => `  left alone: "${title}" (${because})`)
  const waiting = report.waiting.map(({ label, because }) => `  waits: ${label}: ${because}`)
  const problems = report.problems.map(({ step, reason }) => `  ${step}: ${reason}`)
  if (!stopped && isQuiet(report) && report.waiting.length === 0) return [`Nothing to do (${seconds} s).`, ...left]
  const { done, skipped, failed, retry, blocked } = summary(report)
  const counts = [
    `${done} done`,
    skipped && `${skipped} skipped`,
    failed && `${failed} failed`,
    retry && `${retry} to be tried again`,
    blocked && `${blocked} waiting`,
  ]
  return [
    `${stopped ? 'Stopped before the end: ' : ''}${counts.filter(Boolean).join(', ')} in ${seconds} s.`,
    ...report.entries.flatMap(({ kind, outcome, label, because }) => {
      if (kind === 'sync' || outcome.kind === 'done' || waitsForEagle({ kind, outcome }) || isToldByTask({ because }))
        return []
      return [`  ${outcome.kind}: ${label}: ${kind === 'track' ? outcome.text : withoutTracks(outcome.text, report)}`]
    }),
    ...report.entries.flatMap(({ outcome, label }) =>
      outcome.unwritten ? [`  not written to Notion yet: ${label}: ${outcome.unwritten}`] : [],
    ),
    ...problems,
    ...report.handoffs.map(({ label, text }) => `  hand-off: ${label}: ${text}`),
    ...waiting,
    ...left,
    ...fileLines(report),
    ...eagleLines(report),
  ]
}

/** What a track's own line says is not said again. */
function withoutTracks(text: string, { entries }: CycleReport): string {
  const tracks = entries.filter(({ kind, outcome }) => kind === 'track' && outcome.kind === 'failed')
  return tracks.reduce((said, { outcome }) => said.replace(`: ${outcome.text}`, ' (see its own line)'), text)
}

function playlistLines({ entries }: CycleReport): string[] {
  return entries.flatMap(({ kind, outcome }) => {
    if (kind !== 'playlist' || outcome.kind !== 'done') return []
    return [outcome.text, ...(outcome.notes ?? [])].map(line => `  ${line}`)
  })
}

function lookLines({ entries }: CycleReport, all: boolean): string[] {
  const looks = entries.flatMap(({ kind, outcome }) => (isOfOthers({ kind }) ? (outcome.looks ?? []) : []))
  return looks
    .filter(({ state }) => all || state === 'away')
    .map(({ at, state, text }) => `  ${at}: ${state === 'asked' ? text : `${state}, ${text}`}`)
}

function proofLines({ entries }: CycleReport): string[] {
  return entries.flatMap(({ label, outcome }) =>
    outcome.kind === 'done' && outcome.proof ? [`  ${label}: ${provedBy(outcome.proof.checks)}`] : [],
  )
}

function eagleLines({ entries }: CycleReport): string[] {
  const done = entries.filter(({ kind, outcome }) => kind === 'eagle' && outcome.kind === 'done')
  const remarks = done.flatMap(({ label, outcome }) =>
    outcome.kind === 'done' ? (outcome.notes ?? []).map(note => `  Eagle: ${label}: ${note}`) : [],
  )
  const late = done.filter(({ because }) => because === LATE).length
  const ofThem = late > 0 ? `, ${late} of them ${LATE}` : ''
  return done.length > 0 ? [`  ${counted(done.length, 'track')} in Eagle${ofThem}`, ...remarks] : []
}

function fileLines(report: CycleReport): string[] {
  const files = report.entries.flatMap(({ kind, outcome }) =>
    kind === 'track' && outcome.kind === 'done' ? (outcome.files ?? []) : [],
  )
  const folders = new Map<string, number>()
  for (const file of files) folders.set(dirname(file), (folders.get(dirname(file)) ?? 0) + 1)
  return [...folders].map(([folder, number]) => `  ${counted(number, 'file')} in ${folder}`)
}
