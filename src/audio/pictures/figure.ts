// A chart with its heading and what it says in words, or only the words when there is nothing to draw.

import { type Chart, chartSvg } from './chart.ts'
import { escaped } from './escape.ts'

/** Dash, solid line and so on, explained above the chart. */
export interface LegendEntry {
  className: string
  text: string
}

export function figureOf(chart: Chart, legend: readonly LegendEntry[] = []): string {
  const entries = legend.map(({ className, text }) => {
    const sample = `<svg width="22" height="10" aria-hidden="true"><line class="${className}" x1="1" x2="21" y1="5" y2="5"/></svg>`
    return `<li>${sample}${escaped(text)}</li>`
  })
  const list = entries.length > 0 ? `<ul class="legend">${entries.join('')}</ul>` : ''
  return `<figure id="${chart.id}"><figcaption><h2>${escaped(chart.title)}</h2><p>${escaped(chart.description)}</p>${list}</figcaption>
${chartSvg(chart)}</figure>`
}

export const sentenceInstead = (id: string, title: string, sentence: string): string =>
  `<section id="${id}"><h2>${escaped(title)}</h2><p>${escaped(sentence)}</p></section>`
