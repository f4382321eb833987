// A report as one HTML page that needs nothing else: no network, no script.

import { createHash } from 'node:crypto'
import { escaped } from '../../audio/pictures/escape.ts'
import { PAGE_STYLE } from '../../audio/pictures/page-style.ts'
import type { Report } from '../../model/report/report.ts'
import { failureRows, serviceRows, stageRows } from '../../model/report/rows.ts'
import { anomalyWords, basisWords, factLines, titleOf } from '../../model/report/words.ts'
import { dayChart, stageChart } from './charts.ts'

const STYLE = `${PAGE_STYLE}
.days, .stages { display: block; width: 100%; height: auto; overflow: visible }
.days text, .stages text { font-size: 11px; fill: var(--quiet) }
.done { fill: var(--shape) }
.now { fill: var(--accent) }
.failed { fill: var(--ink) }
.card ul { list-style: none; padding: 0 }
table { width: 100%; max-width: none; border-collapse: collapse; margin-top: 10px; font-size: 14px }
th { text-align: left; color: var(--quiet); font-weight: 500; font-size: 12px }
th, td { padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere }
td.number, th.number { text-align: right; white-space: nowrap }
`

/** Nothing may be loaded; only this page's own style applies. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`

export function reportPage(report: Report): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(titleOf(report))}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header>
<h1>${escaped(titleOf(report))}</h1>
<p class="path">${escaped(`${report.from} to ${report.to} · days of ${report.zone} · made ${report.madeAt}`)}</p>
</header>
${cards(report)}
${figure('Tracks of each day', 'below: done; above it: failed; in colour: the time of this report', dayChart(report))}
${report.stages.length > 0 ? figure('Time of each stage', 'bar: median; line: 95 % of the tracks', stageChart(report)) : ''}
${table('Failed', ['reason', '#times', 'for instance'], failureRows(report))}
${table('Services that were left alone', ['service', '#times', '#minutes', 'why'], serviceRows(report))}
${table('Time of each stage', ['stage', '#tracks', '#median', '#95 %'], stageRows(report))}
</main>
</body>
</html>
`
}

function cards(report: Report): string {
  const { tracks, anomalies } = report
  const list = (lines: readonly string[]) => `<ul>${lines.map(line => `<li>${escaped(line)}</li>`).join('')}</ul>`
  return `<div class="cards">
<div class="card"><h2>Tracks done</h2><p class="value">${tracks.done}</p>${tracks.failed > 0 ? `<p>${tracks.failed} failed</p>` : ''}</div>
<div class="card"><h2>In short</h2>${list(factLines(report))}</div>
<div class="card"><h2>Unusual</h2>${list([...anomalies.found.map(anomalyWords), basisWords(report)])}</div>
</div>`
}

const figure = (title: string, legend: string, svg: string) =>
  `<figure><figcaption><h2>${escaped(title)}</h2><p>${escaped(legend)}</p></figcaption>${svg}</figure>`

/** @param head a `#` before a name: a column of figures */
function table(title: string, head: readonly string[], rows: readonly string[][]): string {
  if (rows.length === 0) return ''
  const kind = (index: number) => (head[index]?.startsWith('#') ? ' class="number"' : '')
  const cells = (tag: 'td' | 'th', words: readonly string[]) =>
    `<tr>${words.map((word, index) => `<${tag}${kind(index)}>${escaped(word)}</${tag}>`).join('')}</tr>`
  const names = head.map(name => name.replace(/^#/, ''))
  return `<section><h2>${escaped(title)}</h2><table>${cells('th', names)}${rows.map(row => cells('td', row)).join('')}</table></section>`
}
