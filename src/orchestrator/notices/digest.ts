// The day before, in a few lines; a day without work and without trouble has none.

import { counted } from '../../model/counted.ts'
import type { KnownCause } from '../../model/notices/cause.ts'
import { addDays, dayAt, hourAt } from '../../model/report/day.ts'
import type { Report } from '../../model/report/report.ts'
import { anomalyWords, factLines, sumWords } from '../../model/report/words.ts'
import type { Tools } from '../../tools.ts'
import { hereZone, makeReport } from '../reports/make-report.ts'

const TOLD = 'notices: last day in a digest'
const MOST_FAILURES = 5

/** @returns its day and its text when it is due; nothing to tell: only the day */
export async function digestDue(
  tools: Pick<Tools, 'store' | 'ledger' | 'now'>,
  hour: number,
  standing: readonly KnownCause[],
) {
  const now = tools.now().getTime()
  const day = addDays(dayAt(now, hereZone()), -1)
  if (hourAt(now, hereZone()) < hour || (tools.ledger.fact(TOLD) ?? '') >= day) return undefined
  return { day, notice: digestOf(await makeReport(tools, 'daily', day), standing) }
}

/** Inside a commit. */
export const noteDigest = ({ ledger }: Pick<Tools, 'ledger'>, day: string): void => ledger.setFact(TOLD, day)

export function digestOf(report: Report, standing: readonly KnownCause[]): { title: string; body: string } | undefined {
  const { tracks, tasks, failures, anomalies } = report
  const didWork = [tracks, tasks].some(({ done, failed, skipped, blocked }) => done + failed + skipped + blocked > 0)
  if (!didWork && standing.length === 0) return undefined
  const body = [
    ...factLines(report),
    ...failures.slice(0, MOST_FAILURES).map(({ reason, count }) => `failed ${counted(count, 'time')}: ${reason}`),
    ...anomalies.found.map(anomaly => `unusual: ${anomalyWords(anomaly)}`),
    ...standing.map(({ title, says }) => `still: ${title}: ${says}`),
  ]
  return { title: `${report.last}: tracks: ${sumWords(tracks)}`, body: body.join('\n') }
}
