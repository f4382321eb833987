// A report as lines of a page in Notion.

import type { Line } from '../../model/control-page/line.ts'
import type { Report } from '../../model/report/report.ts'
import { failureRows, serviceRows, stageRows } from '../../model/report/rows.ts'
import { anomalyWords, basisWords, factLines } from '../../model/report/words.ts'
import { cut } from '../control-page/words.ts'

type Unkeyed = Pick<Line, 'type' | 'words' | 'rows'>

/** Notion takes no more rows with a new table. */
const MOST_ROWS = 99

/** Keyed by what they say: the same words are the same line. */
export function reportLines(report: Report): Line[] {
  const lines = [
    text('heading_2', 'In short'),
    text('paragraph', `${minute(report.from)} to ${minute(report.to)} UTC (days of ${report.zone})`),
    ...factLines(report).map(line => text('bulleted_list_item', line)),
    ...table('Failed', ['reason', 'times', 'for instance'], failureRows(report)),
    ...table('Time of each stage', ['stage', 'tracks', 'median', '95 %'], stageRows(report)),
    ...table('Services that were left alone', ['service', 'times', 'minutes', 'why'], serviceRows(report)),
    text('heading_2', 'Unusual'),
    ...report.anomalies.found.map(anomaly => text('bulleted_list_item', anomalyWords(anomaly))),
    text('paragraph', basisWords(report)),
  ]
  return keyed(lines)
}

/** The same words once more are another line. */
export function keyed<T extends Unkeyed>(lines: readonly T[]): (T & { key: string; section: string })[] {
  const counts = new Map<string, number>()
  return lines.map(line => {
    const words = `${line.type} ${line.rows ? JSON.stringify(line.rows) : line.words.map(({ text: one }) => one).join('')}`
    const count = (counts.get(words) ?? 0) + 1
    counts.set(words, count)
    return { ...line, section: 'report', key: `${words} ${count}` }
  })
}

const minute = (iso: string) => iso.slice(0, 16).replace('T', ' ')

const text = (type: Line['type'], words: string): Unkeyed => ({ type, words: [{ text: cut(words) }] })

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): Unkeyed[] {
  if (rows.length === 0) return []
  const shown = [head, ...rows.slice(0, MOST_ROWS)].map(cells => cells.map(cut))
  return [text('heading_2', title), { type: 'table', words: [], rows: shown }]
}
