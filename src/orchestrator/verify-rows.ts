// Looks at finished rows, one after the other: memory does not grow with them, and a look that was stopped goes on.

import { lstat } from 'node:fs/promises'
import { z } from 'zod'
import type { Log } from '../log.ts'
import { counted } from '../model/counted.ts'
import type { Repair } from '../model/finding.ts'
import { moment } from '../model/moment.ts'
import { trackLabel } from '../model/track.ts'
import type { SeenTrack } from '../notion/finished.ts'
import { type Elsewhere, openElsewhere } from '../pipeline/verify/elsewhere.ts'
import { repairRow } from '../pipeline/verify/repair-row.ts'
import { reportFinding } from '../pipeline/verify/report-finding.ts'
import type { RowFile, VerifyContext } from '../pipeline/verify/verify-context.ts'
import { type Verdict, verifyRow } from '../pipeline/verify/verify-row.ts'
import { type Owner, openSeenPaths, type SeenPaths } from '../store/seen-paths.ts'
import type { Tools } from '../tools.ts'
import {
  addRow,
  emptyVerifyReport,
  keptRow,
  type ReportedRow,
  reportedRow,
  statusOf,
  type VerifyReport,
} from './verify-report.ts'
import type { View } from './view.ts'
import { withoutNewLibrary } from './without-new-library.ts'

export interface VerifyDeps {
  tools: Tools
  log: Log
  signal: AbortSignal
  view: Pick<View, 'progress'>
  /** Of looks one after the other: the library is walked once. */
  elsewhere?: Elsewhere
}

export interface VerifyWish {
  /** Absent: all finished rows. */
  pages?: readonly string[]
  /** Every file is decoded. */
  full: boolean
  repair: boolean
  /** Findings get rows in Issues+Questions. */
  tell: boolean
  /** Nothing is kept: the run only looks. */
  readOnly: boolean
}

/** @throws Environment when the library's volume is away: nothing is missing then */
export async function verifyRows(deps: VerifyDeps, wish: VerifyWish): Promise<VerifyReport> {
  const startedAt = performance.now()
  const report = emptyVerifyReport()
  using paths = openSeenPaths(deps.tools.store)
  const context = contextOf(deps, wish, paths)
  await context.tools.library.check()
  const since = wish.pages || wish.readOnly ? undefined : beginLook(deps.tools, wish, report)
  for await (const seen of rowsOf(deps.tools, wish)) {
    if (deps.signal.aborted) break
    addRow(report, await lookAt(seen, { deps, wish, context, since }), wish.pages !== undefined)
    sayHowFar(deps, report)
  }
  report.notes.push(...notesOf(context))
  if (since !== undefined && !deps.signal.aborted) deps.tools.ledger.forgetFacts(LOOK)
  report.ms = performance.now() - startedAt
  return report
}

/** A look at all rows that was stopped less than this ago goes on. */
const GOES_ON_MS = 7 * 86_400_000
const LOOK = 'verification of all rows'
const Look = z.object({ at: z.number(), full: z.boolean() })

/** @returns since when a row counts as looked at */
function beginLook({ ledger, now }: Tools, { full }: VerifyWish, report: VerifyReport): number {
  const at = now().getTime()
  const text = ledger.fact(LOOK)
  const before = text === undefined ? undefined : Look.safeParse(JSON.parse(text)).data
  if (before && before.full === full && at - before.at < GOES_ON_MS) {
    report.notes.push(`goes on with the look that began at ${moment(before.at)}`)
    return before.at
  }
  ledger.setFact(LOOK, JSON.stringify({ at, full }))
  return at
}

async function* rowsOf(tools: Tools, { pages }: VerifyWish): AsyncGenerator<SeenTrack> {
  const { finishedRows } = await tools.tracks()
  if (!pages) return yield* finishedRows.finished()
  for (const page of pages) yield await finishedRows.see(page)
}

interface Looking {
  deps: VerifyDeps
  wish: VerifyWish
  context: VerifyContext
  since?: number | undefined
}

async function lookAt(seen: SeenTrack, { deps, wish, context, since }: Looking): Promise<ReportedRow> {
  const { verified, store } = deps.tools
  const { track } = seen
  const kept = since === undefined ? undefined : verified.since(track.id, since)
  if (kept && !(wish.repair && kept.length > 0)) return keptRow(track.id, trackLabel(track), kept)
  const verdict = await verifyRow(seen, context)
  const row = reportedRow(verdict)
  if (wish.repair && !wish.readOnly) await repairAll(seen, verdict, { row, deps, context })
  if (wish.tell && !wish.readOnly) await tellAll(verdict, row, deps.tools)
  if (!wish.readOnly && !verdict.passedOver) await store.commit(() => verified.record(track.id, standing(verdict, row)))
  return row
}

/** What one repair mends need not be mended by another. */
async function repairAll(
  { track }: SeenTrack,
  verdict: Verdict,
  { row, deps, context }: { row: ReportedRow; deps: VerifyDeps; context: VerifyContext },
) {
  const done = new Set<string>()
  for (const [index, { repair }] of verdict.findings.entries()) {
    const shown = row.findings[index]
    if (!repair || !shown) continue
    deps.signal.throwIfAborted()
    const what = once(repair) ?? `${repair.how} ${index}`
    const notYet = done.has(what) ? undefined : await repairRow(track, repair, { ...deps, setBack: context.setBack })
    done.add(what)
    shown.result = notYet === undefined ? 'mended' : { notYet }
    deps.log.info({ track: track.id, finding: shown.kind, repair: shown.repair, notYet }, 'a repair has ended')
  }
  row.status = verdict.passedOver ? row.status : statusOf(row.findings)
}

/** By which repairs are the same one. */
function once(repair: Repair): string | undefined {
  if (repair.how === 're-tag' || repair.how === 're-make') return `${repair.how} ${repair.path}`
  return repair.how === 'reset' ? repair.how : undefined
}

async function tellAll(verdict: Verdict, row: ReportedRow, tools: Tools): Promise<void> {
  for (const [index, finding] of verdict.findings.entries()) {
    const shown = row.findings[index]
    if (shown && shown.result !== 'mended') shown.issue = await reportFinding(verdict, finding, tools)
  }
}

const standing = ({ findings }: Verdict, row: ReportedRow) =>
  findings.flatMap(({ kind, about, says, repair }, index) =>
    row.findings[index]?.result === 'mended' ? [] : [{ kind, about, says, mends: repair !== undefined }],
  )

function contextOf(deps: VerifyDeps, wish: VerifyWish, paths: SeenPaths): VerifyContext {
  const { log, signal } = deps
  const tools = wish.readOnly ? withoutNewLibrary(deps.tools) : deps.tools
  return {
    tools,
    log,
    signal,
    full: wish.full,
    elsewhere: deps.elsewhere ?? openElsewhere(tools),
    away: new Map(),
    outside: { count: 0 },
    eagle: {},
    setBack: new Set(),
    sharedWith: wish.pages
      ? (file, row) => askedFor(tools, file, row)
      : (file, row) => ownerIn(paths, file, { row, tools }),
  }
}

/** A file that is there is known by itself, else by its name. It is not said of the row that it was filed for: the other one is wrong. */
async function ownerIn(paths: SeenPaths, { path, state }: RowFile, { row, tools }: { row: Owner; tools: Tools }) {
  const found = state === 'there' ? await lstat(path).catch(() => undefined) : undefined
  const first = paths.ownerOf(found ? `${found.dev} ${found.ino}` : path.normalize('NFC'), row)
  return tools.journal.fileAt(path)?.page === row.page ? undefined : first
}

async function askedFor(tools: Tools, { path }: RowFile, { page }: Owner): Promise<Owner | undefined> {
  const rows = await (await tools.tracks()).finishedRows.byPaths([path])
  const other = rows.find(({ id, inTrash }) => id !== page && !inTrash)
  return other && { page: other.id, label: trackLabel(other) }
}

function notesOf({ away, outside: { count: outside }, eagle }: VerifyContext): string[] {
  return [
    ...(outside > 0
      ? [`outside of LIBRARY_DIR and FILE_ROOTS ${counted(outside, 'file is', 'files are')} there, and not looked into`]
      : []),
    ...[...away].map(
      ([dir, count]) =>
        `${dir} is not there (is its volume mounted?): ${counted(count, 'file was', 'files were')} not looked at`,
    ),
    ...(eagle.away === undefined ? [] : [`Eagle was not asked: ${eagle.away}`]),
  ]
}

function sayHowFar({ tools, view }: VerifyDeps, { checked, passedOver, left }: VerifyReport): void {
  const done = checked + passedOver
  if (done % SAID_EACH !== 1) return
  view.progress(
    'finished rows',
    `${done} looked at, ${left} findings`,
    done / Math.max(done, tools.verified.knownCount()),
  )
}
const SAID_EACH = 10
