// What a long run uses: memory after a collection, files that are open, the log of the store.

import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

export interface Sample {
  cycle: number
  heap: number
  openFiles: number
}

export interface Measured {
  /** Bytes that the heap grows by in a cycle, after the warm-up. */
  slope: number
  heapMiB: [first: number, last: number]
  openFiles: [least: number, most: number]
  walMiB: number
  rssMiB: number
}

/** The first part of a run fills what is kept. */
const WARM_UP = 0.2

export function openMeasure(varDir: string, every: number) {
  const samples: Sample[] = []
  let wal = 0
  return {
    look(cycle: number): void {
      wal = Math.max(wal, statSync(join(varDir, 'orchestrator.db-wal'), { throwIfNoEntry: false })?.size ?? 0)
      if (cycle % every !== 0) return
      globalThis.gc?.()
      globalThis.gc?.()
      samples.push({ cycle, heap: process.memoryUsage().heapUsed, openFiles: openFiles() })
    },
    result(): Measured {
      const warm = samples.slice(Math.floor(samples.length * WARM_UP))
      const heaps = warm.map(({ heap }) => heap)
      const files = warm.map(sample => sample.openFiles)
      return {
        slope: Math.round(slopeOf(warm)),
        heapMiB: [mebi(heaps[0] ?? 0), mebi(heaps.at(-1) ?? 0)],
        openFiles: [Math.min(...files), Math.max(...files)],
        walMiB: mebi(wal),
        rssMiB: mebi(process.memoryUsage().rss),
      }
    },
    samples,
  }
}

/** Least squares. */
function slopeOf(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number) => samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length
  const [x, y] = [mean(({ cycle }) => cycle), mean(({ heap }) => heap)]
  const up = samples.reduce((sum, { cycle, heap }) => sum + (cycle - x) * (heap - y), 0)
  const across = samples.reduce((sum, { cycle }) => sum + (cycle - x) ** 2, 0)
  return across === 0 ? 0 : up / across
}

/** Zero where the system does not say. */
function openFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return 0
  }
}

const mebi = (bytes: number) => Math.round((bytes / 2 ** 20) * 10) / 10
