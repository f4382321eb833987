// Are finished tracks really finished? What is found, and what was done about it.

import { ConfigFault, UsageFault } from '../errors.ts'
import { counted } from '../model/counted.ts'
import { FINDING_KINDS } from '../model/finding.ts'
import { toPageId } from '../model/page-id.ts'
import { keepLastVerification } from '../orchestrator/last-verification.ts'
import type { ReportedFinding, ReportedRow, VerifyReport } from '../orchestrator/verify-report.ts'
import { verifyRows } from '../orchestrator/verify-rows.ts'
import { openDisplay } from './progress.ts'
import { type GlobalFlags, print, withApp } from './with-app.ts'

export interface VerifyFlags extends GlobalFlags {
  pages?: readonly string[]
  repair: boolean
  full: boolean
  report: boolean
}

export async function verify(flags: VerifyFlags): Promise<number> {
  const pages = flags.pages?.length ? [...new Set(flags.pages.map(pageOf))] : undefined
  const display = openDisplay(flags)
  return withApp(
    flags,
    async ({ app, signal }) => {
      const { tools, log } = app
      if (flags.report && !tools.issues)
        throw new ConfigFault('ISSUES_DB_ID is not set: --report needs the database its rows go to')
      const wish = { pages, full: flags.full, repair: flags.repair, tell: flags.report, readOnly: flags.dryRun }
      const report = await verifyRows({ tools, log, signal, view: display }, wish).finally(() => display.close())
      const { checked, left: findings } = report
      if (!flags.dryRun) keepLastVerification(tools, { scope: pages ? 'some' : 'all', checked, findings })
      return printVerification(flags, report, signal.aborted)
    },
    { print: display.print },
  )
}

function pageOf(word: string): string {
  const id = toPageId(word)
  if (id) return id
  throw new UsageFault(`"${word}" is no page: expected 32 hex digits (dashes allowed) or a Notion URL`)
}

function printVerification(flags: VerifyFlags, report: VerifyReport, isStopped: boolean): number {
  const exitCode = isStopped || report.left > 0 || report.notes.some(isOfAway) ? 1 : 0
  print(flags, { exitCode, ...report }, [
    ...report.rows.flatMap(row => rowLines(row, flags)),
    ...report.notes.map(note => `  ${note}`),
    sumLine(report, isStopped),
    ...kindLines(report),
    ...adviceLines(report, flags),
  ])
  return exitCode
}

const isOfAway = (note: string) => !note.startsWith('goes on') && !note.endsWith('not looked into')

function rowLines({ id, label, status, because, findings }: ReportedRow, flags: VerifyFlags): string[] {
  const head = `${status}: ${label}${because ? `: ${because}` : ''}${findings.length > 0 ? ` (${id})` : ''}`
  return [head, ...findings.flatMap(finding => findingLines(finding, flags))]
}

function findingLines({ kind, says, repair, result, issue }: ReportedFinding, { dryRun }: VerifyFlags): string[] {
  const isMended = result === 'mended'
  const notYet = typeof result === 'object' ? `not done: ${result.notYet}` : undefined
  const state = isMended ? 'done' : (notYet ?? (dryRun ? 'would be done' : 'can be done'))
  return [
    `  ${kind}: ${says}`,
    ...(repair ? [`    ${state}: ${repair}`] : []),
    ...(issue ? [`    told in Issues+Questions: ${issue}`] : []),
  ]
}

function sumLine({ checked, sound, passedOver, mended, left, ms }: VerifyReport, isStopped: boolean): string {
  const parts = [
    `${counted(checked, 'track')} looked at, ${sound} sound`,
    passedOver > 0 && `${passedOver} passed over`,
    mended > 0 && `${counted(mended, 'finding')} mended`,
    `${counted(left, 'finding')}${mended > 0 ? ' left' : ''}`,
  ]
  return `${isStopped ? 'Stopped before the end: ' : ''}${parts.filter(Boolean).join(', ')} in ${(ms / 1000).toFixed(1)} s.`
}

const kindLines = ({ findings }: VerifyReport) =>
  FINDING_KINDS.flatMap(kind => (findings[kind] === undefined ? [] : [`  ${findings[kind]} × ${kind}`]))

function adviceLines({ rows }: VerifyReport, { repair }: VerifyFlags): string[] {
  const mends = rows.some(({ findings }) => findings.some(one => one.repair !== undefined))
  return mends && !repair ? ['  What it can mend: orchestrator verify --repair --dry-run'] : []
}
