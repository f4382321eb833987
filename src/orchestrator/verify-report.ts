// What a look at finished rows found, as data.

import { type FindingKind, repairWords } from '../model/finding.ts'
import type { Verdict } from '../pipeline/verify/verify-row.ts'
import type { KeptFinding } from '../store/verified.ts'

export interface ReportedFinding {
  kind: FindingKind
  about: string
  says: string
  /** What would mend it, in words; absent: a person has to look at it. */
  repair?: string
  /** `mended`: it was; else why it was not, or not yet. */
  result?: 'mended' | { notYet: string }
  /** The page in Issues+Questions that tells of it. */
  issue?: string
}

export interface ReportedRow {
  id: string
  label: string
  status: 'sound' | 'found' | 'mended' | 'passed over'
  because?: string
  findings: ReportedFinding[]
}

export interface VerifyReport {
  /** Rows that were looked at; of them without a finding. */
  checked: number
  sound: number
  /** Rows that are worked on, or a write to which is on its way. */
  passedOver: number
  /** By kind, those that were mended too. */
  findings: Partial<Record<FindingKind, number>>
  mended: number
  /** Findings that stand. */
  left: number
  /** Those with a finding; where rows were named, all of them. */
  rows: ReportedRow[]
  /** What could not be looked at, and why. */
  notes: string[]
  ms: number
}

export const emptyVerifyReport = (): VerifyReport => ({
  checked: 0,
  sound: 0,
  passedOver: 0,
  findings: {},
  mended: 0,
  left: 0,
  rows: [],
  notes: [],
  ms: 0,
})

export function reportedRow({ page, label, findings, passedOver }: Verdict): ReportedRow {
  const shown = findings.map(({ kind, about, says, repair }) => ({
    kind,
    about,
    says,
    ...(repair && { repair: repairWords(repair) }),
  }))
  if (passedOver) return { id: page, label, status: 'passed over', because: passedOver, findings: [] }
  return { id: page, label, status: statusOf(shown), findings: shown }
}

/** A row whose findings are known from an earlier start of the same look. */
export function keptRow(id: string, label: string, kept: readonly KeptFinding[]): ReportedRow {
  const findings = kept.map(({ kind, about, says }) => ({ kind, about, says }))
  return { id, label, status: statusOf(findings), findings }
}

export function statusOf(findings: readonly ReportedFinding[]): ReportedRow['status'] {
  if (findings.length === 0) return 'sound'
  return findings.every(({ result }) => result === 'mended') ? 'mended' : 'found'
}

/** @param isAsked the row was named: it is listed also when nothing is wrong */
export function addRow(report: VerifyReport, row: ReportedRow, isAsked: boolean): void {
  if (row.status === 'passed over') report.passedOver += 1
  else report.checked += 1
  if (row.status === 'sound') report.sound += 1
  for (const { kind, result } of row.findings) {
    report.findings[kind] = (report.findings[kind] ?? 0) + 1
    if (result === 'mended') report.mended += 1
    else report.left += 1
  }
  if (isAsked || row.findings.length > 0) report.rows.push(row)
}
