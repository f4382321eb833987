// A page that shows what was measured of a recording, and why: words first, then charts on one time axis.

import { createHash } from 'node:crypto'
import type { Analysis, Curves } from '../analysis/analysis.ts'
import type { AudioFacts } from '../probe.ts'
import { beatsChart } from './beats-chart.ts'
import { chromaChart } from './chroma-chart.ts'
import { escaped } from './escape.ts'
import { percent } from './figures.ts'
import { figuresTable } from './figures-table.ts'
import { loudnessChart } from './loudness-chart.ts'
import { PAGE_STYLE } from './page-style.ts'
import { READ_OUT_SCRIPT, readOutData } from './read-out.ts'
import { tempoChart } from './tempo-chart.ts'
import { waveformChart } from './waveform-chart.ts'
import { type Card, cardsOf, fileFacts } from './words.ts'

export interface PlotInput {
  /** Artist and title. */
  label: string
  path: string
  facts?: AudioFacts
  analysis: Analysis
  curves: Curves
}

/** One HTML file that needs nothing else: no network, and no script to be read. */
export function plotPage(input: PlotInput): string {
  const { analysis, curves } = input
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(input.label)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
${header(input)}
${charts(analysis, curves)}
</main>
<div id="read-out" aria-hidden="true" hidden></div>
<script type="application/json" id="data">${readOutData(curves, analysis.seconds, analysis.key?.key)}</script>
<script>${READ_OUT_SCRIPT}</script>
</body>
</html>
`
}

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Nothing may be loaded; only this page's own style and script apply. */
const POLICY = `default-src 'none'; style-src ${hashOf(PAGE_STYLE)}; script-src ${hashOf(READ_OUT_SCRIPT)}; base-uri 'none'; form-action 'none'`

function header({ label, path, facts, analysis }: PlotInput): string {
  const rows = fileFacts(analysis, facts).map(
    ([name, value]) => `<div><dt>${name}</dt><dd>${escaped(value)}</dd></div>`,
  )
  const missing = analysis.missing.map(reason => `<li>${escaped(capital(reason))}.</li>`)
  return `<header>
<h1>${escaped(label)}</h1>
<p class="path">${escaped(path)}</p>
<div class="cards">${cardsOf(analysis).map(cardHtml).join('')}</div>
<dl class="facts">${rows.join('')}</dl>
${missing.length > 0 ? `<ul class="missing">${missing.join('')}</ul>` : ''}
</header>`
}

function cardHtml({ name, figure, unit, confidence, details }: Card): string {
  const bar =
    confidence === undefined
      ? ''
      : `<p class="confidence">Confidence ${percent(confidence)}<svg viewBox="0 0 100 5" preserveAspectRatio="none" aria-hidden="true"><rect width="${percent(confidence).replace(' %', '')}" height="5"/></svg></p>`
  const items = details.map(detail => `<li>${escaped(detail)}</li>`).join('')
  return `<div class="card"><h2>${name}</h2><p class="value">${escaped(figure)}<small>${escaped(unit)}</small></p>${bar}<ul>${items}</ul></div>`
}

function charts(analysis: Analysis, curves: Curves): string {
  const { seconds, tempo, key, loudness } = analysis
  if (!(seconds > 0)) return '<section><p>The recording is empty, so there is nothing to draw.</p></section>'
  return [
    waveformChart(curves.waveform, seconds, tempo?.grid),
    beatsChart(analysis, curves.waveform),
    tempoChart(curves.tempo, seconds, tempo),
    chromaChart(curves.chroma, seconds, key),
    loudnessChart(curves.loudness, seconds, loudness),
    figuresTable(curves, seconds, key?.key),
  ].join('\n')
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
