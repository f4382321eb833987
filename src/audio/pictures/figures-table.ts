// The charts as a table, for reading with the ears and for copying: a row for each mark of the time axis.

import type { MusicalKey } from '../../model/musical-key.ts'
import type { Curves } from '../analysis/analysis.ts'
import { toneName } from './chroma-chart.ts'
import { bpmText, figure } from './figures.ts'
import { loudnessAt } from './loudness-chart.ts'
import { timeTicks } from './scales.ts'

const SILENT = -70
/** Nearer to a tone's neighbour than this, a stretch says nothing about the time asked for; share of the length. */
const NEAR = 0.05

export function figuresTable(curves: Curves, seconds: number, key?: MusicalKey): string {
  const rows = timeTicks(seconds).map(({ value, text }) => {
    const cells = [
      tempoAt(curves, value, seconds),
      loudnessText(curves, value),
      strongestTones(curves, value / seconds, key),
    ]
    return `<tr><th scope="row">${text}</th>${cells.map(cell => `<td>${cell || '–'}</td>`).join('')}</tr>`
  })
  if (!rows.some(row => /<td>[^–]/.test(row))) return ''
  return `<section id="table"><h2>Figures</h2><table><thead><tr><th scope="col">Time</th><th scope="col">BPM</th><th scope="col">LUFS, short-term</th><th scope="col">Strongest tones</th></tr></thead><tbody>${rows.join('')}</tbody></table></section>`
}

function tempoAt({ tempo }: Curves, time: number, seconds: number): string {
  let nearest: Curves['tempo'][number] | undefined
  for (const stretch of tempo)
    if (!nearest || Math.abs(stretch.at - time) < Math.abs(nearest.at - time)) nearest = stretch
  if (!nearest || Math.abs(nearest.at - time) > NEAR * seconds) return ''
  return nearest.bpm > 0 ? bpmText(nearest.bpm) : 'no beat'
}

function loudnessText({ loudness }: Curves, time: number): string {
  const lufs = loudness[Math.max(0, Math.min(loudness.length - 1, Math.round(time - loudnessAt(0))))]
  if (lufs === undefined) return ''
  return lufs > SILENT ? figure(lufs) : 'silent'
}

/** Three at most, the strongest first. */
export function strongestTones({ chroma }: Curves, share: number, key?: MusicalKey): string {
  const column = chroma[Math.min(chroma.length - 1, Math.floor(share * chroma.length))] ?? []
  return [...column.entries()]
    .filter(([, value]) => value > 0.3)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([tone]) => toneName(tone, key))
    .join(' ')
}
