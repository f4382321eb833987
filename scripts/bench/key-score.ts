// How near one key is to another, as MIREX counts it, and folds that keep a family together.

import type { MusicalKey } from '../../src/model/musical-key.ts'

/** 1 the same, 0.5 a fifth off, 0.3 the relative, 0.2 the parallel. */
export function mirexScore(found: MusicalKey | undefined, truth: MusicalKey): number {
  if (!found) return 0
  const up = (found.pitchClass - truth.pitchClass + 12) % 12
  if (found.mode === truth.mode) return up === 0 ? 1 : up === 7 || up === 5 ? 0.5 : 0
  if (up === (truth.mode === 'major' ? 9 : 3)) return 0.3
  return up === 0 ? 0.2 : 0
}

/** Numbers of the folds, the same on every run. */
export function foldsOf(families: readonly string[], count: number): Map<string, number> {
  const hash = (text: string) =>
    [...text].reduce((sum, char) => Math.imul(sum ^ char.charCodeAt(0), 16_777_619) >>> 0, 7)
  const sorted = [...new Set(families)].sort((a, b) => hash(a) - hash(b))
  return new Map(sorted.map((family, i) => [family, i % count]))
}

export const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Seconds. */
export const cpuSince = (started: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(started)
  return (user + system) / 1e6
}
