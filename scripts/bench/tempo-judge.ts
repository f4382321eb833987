// What counts as right for a tempo, a grid and a drift.

import type { Tempo } from '../../src/audio/analysis/analysis.ts'
import type { TempoPiece } from '../truth/set.ts'

/** Accuracy1 and 2 as in MIREX: within 4 %, of the tempo itself or of a simple multiple; exact: within 0.1 BPM. */
export function judge(found: number | undefined, bpm: number) {
  const near = (factors: readonly number[], reach: (target: number) => number) =>
    found !== undefined && factors.some(factor => Math.abs(found - factor * bpm) <= reach(factor * bpm) + 1e-9)
  return {
    first: near([1], target => 0.04 * target),
    second: near([1, 2, 1 / 2, 3, 1 / 3], target => 0.04 * target),
    exact: near([1, 2, 1 / 2], () => 0.1),
  }
}

export type Judged = ReturnType<typeof judge>

/** Seconds by which the first beat is off, and whether beat and bar are in the right place; needs the right tempo. */
export function judgeGrid({ grid, bpm: found = 0 }: Partial<Tempo>, piece: TempoPiece) {
  const { bpm, firstBeat, firstDownbeat } = piece
  if (!grid || bpm === undefined || firstBeat === undefined || Math.abs(found / bpm - 1) > 0.01) return undefined
  const beat = 60 / bpm
  const off = around(grid.firstBeat - firstBeat, beat)
  const bar = firstDownbeat === undefined ? undefined : around(grid.firstDownbeat - firstDownbeat, 4 * beat)
  return { off, beat: Math.abs(off) < 0.1 * beat, bar: bar === undefined ? undefined : Math.abs(bar) < 0.1 * beat }
}

export function around(value: number, period: number): number {
  const rest = ((value % period) + period) % period
  return rest > period / 2 ? rest - period : rest
}

export const percent = (all: readonly boolean[]) =>
  all.length === 0 ? 'none' : `${((100 * all.filter(Boolean).length) / all.length).toFixed(1)} %`
