// A report as Markdown.

import type { Report } from './report.ts'
import { failureRows, serviceRows, stageRows } from './rows.ts'
import { anomalyWords, basisWords, factLines, titleOf } from './words.ts'

export function reportMarkdown(report: Report): string {
  const sections = [
    [`# ${titleOf(report)}`],
    [`${spanWords(report)}`],
    factLines(report).map(line => `- ${safe(line)}`),
    table('Failed', ['reason', 'times', 'for instance'], failureRows(report)),
    table('Time of each stage', ['stage', 'tracks', 'median', '95 %'], stageRows(report)),
    table('Services that were left alone', ['service', 'times', 'minutes', 'why'], serviceRows(report)),
    unusual(report),
  ]
  return `${sections
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`
}

const spanWords = ({ from, to, zone }: Report) => `${minute(from)} to ${minute(to)} UTC (days of ${zone})`
const minute = (iso: string) => iso.slice(0, 16).replace('T', ' ')

function table(title: string, head: readonly string[], rows: readonly string[][]): string[] {
  if (rows.length === 0) return []
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [`## ${title}`, '', line(head), line(head.map(() => '---')), ...rows.map(cells => line(cells.map(safe)))]
}

function unusual(report: Report): string[] {
  const { found } = report.anomalies
  return [
    '## Unusual',
    '',
    ...found.map(anomaly => `- ${safe(anomalyWords(anomaly))}`),
    ...(found.length ? [''] : []),
    basisWords(report),
  ]
}

/** Words of others stand as they are: no link, no picture, no cell and no line of their own. */
const safe = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\\`*_[\]<>|#~!]/g, '\\$&')
    .replace(/&/g, '&amp;')
