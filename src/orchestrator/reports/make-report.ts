// A report of the store, and the files that are kept of each day.

import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolders, writeWhole } from '../../durable-file.ts'
import { buildReport } from '../../model/report/build.ts'
import { addDays, type Day, dayAt } from '../../model/report/day.ts'
import { reportMarkdown } from '../../model/report/markdown.ts'
import type { Report, ReportKind } from '../../model/report/report.ts'
import { spanOf } from '../../model/report/span.ts'
import { readHistory } from '../../store/history.ts'
import type { Tools } from '../../tools.ts'

type Needs = Pick<Tools, 'store' | 'now'>

export const REPORT_FORMS = ['md', 'html', 'json'] as const
export type ReportForm = (typeof REPORT_FORMS)[number]

export const hereZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

export async function makeReport(
  { store, now }: Needs,
  kind: ReportKind,
  last: Day,
  zone = hereZone(),
): Promise<Report> {
  const span = spanOf(kind, last, zone)
  return buildReport(await readHistory(store, span), span, now())
}

export async function inForm(report: Report, form: ReportForm): Promise<string> {
  if (form === 'md') return reportMarkdown(report)
  if (form === 'json') return `${JSON.stringify(report, null, 2)}\n`
  return (await import('./html.ts')).reportPage(report)
}

const WRITTEN = 'report: last day written'
const KEPT_DAYS = 90
const NAME = /^(\d{4}-\d\d-\d\d)\.(md|html|json)$/

/** Yesterday's report into `var/reports/`, once. @returns it, when it was written now */
export async function keepReport(tools: Needs & Pick<Tools, 'ledger'>, varDir: string): Promise<Report | undefined> {
  const today = dayAt(tools.now().getTime(), hereZone())
  const yesterday = addDays(today, -1)
  if ((tools.ledger.fact(WRITTEN) ?? '') >= yesterday) return undefined
  const report = await makeReport(tools, 'daily', yesterday)
  const dir = join(varDir, 'reports')
  await makeFolders(dir)
  for (const form of REPORT_FORMS) await writeWhole(join(dir, `${yesterday}.${form}`), await inForm(report, form))
  await tools.store.commit(() => tools.ledger.setFact(WRITTEN, yesterday))
  removeOld(dir, addDays(today, -KEPT_DAYS))
  return report
}

function removeOld(dir: string, before: Day): void {
  for (const name of readdirSync(dir)) {
    const [, day] = NAME.exec(name) ?? []
    if (day && day < before) rmSync(join(dir, name), { force: true })
  }
}
