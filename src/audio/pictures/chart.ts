// The frame all charts share: full width at a fixed height, so that the writing keeps its size; times along the bottom.
// Across, outer places are per cent and inner ones 0 to 1000; down, both are pixels.

import { escaped } from './escape.ts'
import { coordinate } from './figures.ts'
import type { Tick } from './scales.ts'

export const INNER_WIDTH = 1000
/** Below the plot, for the times. */
const AXIS_HEIGHT = 22

export interface Chart {
  id: string
  title: string
  /** What the picture says, for those who cannot see it. */
  description: string
  /** Of the plot, pixels. */
  height: number
  /** What the axis goes from and to, with its marks. */
  across: { from: number; to: number; ticks: readonly Tick[] }
  /** Marks at the left, with a line unless they are only names. */
  up: readonly { y: number; text: string; className?: string; line?: boolean }[]
  /** Drawn stretched; lines keep their width. */
  inner: string
  /** Drawn over it, not stretched. */
  outer?: string
}

export function chartSvg(chart: Chart): string {
  const { id, height } = chart
  const inner = `<svg width="100%" height="${height}" viewBox="0 0 ${INNER_WIDTH} ${height}" preserveAspectRatio="none">${chart.inner}</svg>`
  return `<svg class="chart" width="100%" height="${height + AXIS_HEIGHT}" role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${escaped(chart.title)}</title><desc id="${id}-d">${escaped(chart.description)}</desc>
${levels(chart)}${times(chart)}
${inner}
${chart.outer ?? ''}<line class="cursor" x1="-9" x2="-9" y1="0" y2="${height}"/></svg>`
}

function levels({ up }: Chart): string {
  return up
    .map(({ y, text, className = '', line = true }) => {
      const place = coordinate(y)
      const rule = line ? `<line class="grid" x1="0" x2="100%" y1="${place}" y2="${place}"/>` : ''
      return `${rule}<text class="level ${className}" x="-14" y="${place}" dy=".35em">${escaped(text)}</text>`
    })
    .join('')
}

function times({ across: { from, to, ticks }, height }: Chart): string {
  const marks = ticks.map(({ value, text }, i) => {
    const share = to > from ? (value - from) / (to - from) : 0
    const anchor = share < 0.02 ? 'start' : share > 0.97 ? 'end' : 'middle'
    const x = `${coordinate(100 * share)}%`
    const name = i % 2 === 1 ? 'time odd' : 'time'
    return `<line class="grid" x1="${x}" x2="${x}" y1="0" y2="${height + 4}"/><text class="${name}" x="${x}" y="${height + 16}" text-anchor="${anchor}">${text}</text>`
  })
  return `${marks.join('')}<line class="axis" x1="0" x2="100%" y1="${height}" y2="${height}"/>`
}
