// What was measured, as a table for people and as data.

import { basename } from 'node:path'
import type { Analysis } from '../../audio/analysis/analysis.ts'
import type { MeasuredFile } from '../../audio/measure-file.ts'
import type { AudioFacts } from '../../audio/probe.ts'
import { remarksOn } from '../../audio/remarks.ts'
import { type Fault, InputFault } from '../../errors.ts'
import { camelot, keyName, keyShort, openKey } from '../../model/musical-key.ts'
import { cutTo, padded, widthOf } from '../../model/text-width.ts'

export interface Analysed {
  path: string
  measured?: MeasuredFile
  /** Why it could not be. */
  fault?: Fault
  /** The page that shows why. */
  plot?: string
  /** Why it could not be written. */
  noPlot?: string
}

/** No control character reaches a terminal, or breaks a line. */
export const plain = (text: string) => text.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '�')

const HEAD = ['file', 'BPM', 'sure', 'key', '', 'sure', 'LUFS', 'LU', 'dBTP', 'length', 'source']
const IS_NUMBER = [false, true, true, false, false, true, true, true, true, true, false]
const LEAST_NAME = 20

/** One line a file, then what is to be said of single files. */
export function analysisTable(results: readonly Analysed[], width: number): string[] {
  const rows = results.flatMap(({ path, measured }) => (measured ? [cellsOf(path, measured)] : []))
  const lines = rows.length > 0 ? aligned([HEAD, ...rows], width) : []
  return [...lines, ...results.flatMap(linesOn)]
}

function cellsOf(path: string, { analysis, facts }: MeasuredFile): string[] {
  const { tempo, key, loudness, loudnessRange, truePeak, seconds } = analysis
  return [
    plain(basename(path)),
    tempo ? tempo.bpm.toFixed(2) : '–',
    tempo ? percent(tempo.confidence) : '',
    key ? keyShort(key.key) : '–',
    key ? `${camelot(key.key)} ${openKey(key.key)}` : '',
    key ? percent(key.confidence) : '',
    loudness?.toFixed(1) ?? '–',
    loudnessRange?.toFixed(1) ?? '–',
    truePeak?.toFixed(1) ?? '–',
    lengthOf(seconds),
    sourceOf(facts, analysis),
  ]
}

const percent = (share: number) => `${Math.round(100 * share)} %`

/** `3:05.214`, `1:02:03.000` */
function lengthOf(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), (seconds % 60).toFixed(3).padStart(6, '0')]
  return minutes < 60
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`
}

function sourceOf({ codec, sampleRate, channels }: AudioFacts, { cutoff }: Analysis): string {
  const parts = [
    codec,
    `${sampleRate / 1000} kHz`,
    channels === 1 ? 'mono' : channels > 2 && `${channels} channels`,
    cutoff !== undefined && `to ${(cutoff / 1000).toFixed(1)} kHz`,
  ]
  return parts.filter(Boolean).join(', ')
}

/** The name gives way when the lines are too wide. */
function aligned(rows: readonly string[][], width: number): string[] {
  const widths = HEAD.map((_, at) => Math.max(...rows.map(row => widthOf(row[at] ?? ''))))
  const others = widths.slice(1).reduce((sum, each) => sum + each + 2, 0)
  widths[0] = Math.min(widths[0] ?? 0, Math.max(LEAST_NAME, width - others))
  return rows.map(row =>
    row
      .map((cell, at) => {
        const room = { width: widths[at] ?? 0, isNumber: IS_NUMBER[at] ?? false }
        return padded(at === 0 ? cutTo(cell, room.width) : cell, room)
      })
      .join('  ')
      .trimEnd(),
  )
}

function linesOn({ path, measured, fault, plot, noPlot }: Analysed): string[] {
  const name = plain(basename(path))
  if (fault) return [`${name}: ${fault.message}`]
  if (!measured) return []
  const said = [
    ...remarksOn(measured.analysis, measured.facts),
    plot && `shown in ${plot}`,
    noPlot && `no page: ${noPlot}`,
  ]
  return said.flatMap(remark => (remark ? [`${name}: ${remark}`] : []))
}

export function asJson({ path, measured, fault, plot }: Analysed) {
  if (!measured) return { path, error: fault && { class: fault.errorClass, tag: tagOf(fault), message: fault.message } }
  const { analysis, facts } = measured
  const { key, ...rest } = analysis
  return {
    path,
    ...rest,
    key: key && { ...key, ...named(key.key), alternative: key.alternative && named(key.alternative) },
    source: facts,
    plot,
  }
}

const named = (key: Parameters<typeof keyName>[0]) => ({
  key: keyName(key),
  camelot: camelot(key),
  openKey: openKey(key),
})

const tagOf = (fault: Fault) => (fault instanceof InputFault ? fault.tag : undefined)
