// What the whole form of the fault tests measured, for docs/reliability.md. The short form writes nothing.

import { mkdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect } from 'vitest'
import { z } from 'zod'

const FILE = join(import.meta.dirname, '../faults/figures.json')
const LOCK = `${FILE}.lock`
const TESTS = join(import.meta.dirname, '..')
const Figures = z.record(z.string(), z.record(z.string(), z.string()))
/** Another test file holds the lock for a millisecond or two. */
const PATIENCE_MS = 5000
const PAUSE_MS = 5

export const isWhole = process.env.FAULTS === 'whole'

/**
 * @param ids numbers of faults, as in `A1` or `A1 A2`
 * @param text what was measured, as in `212 kill points, 0 lost, 0 doubled`
 */
export function figure(ids: string, text: string): void {
  if (isWhole) keepFigure(ids, text, { by: relative(TESTS, expect.getState().testPath ?? ''), file: FILE })
}

/** One figure of each fault and test file: the newest. */
export function keepFigure(ids: string, text: string, { by, file }: { by: string; file: string }): void {
  lock(() => {
    const figures = Figures.parse(JSON.parse(readFileSync(file, 'utf8')))
    for (const id of ids.split(/[\s,]+/)) figures[id] = { ...figures[id], [by]: text }
    const sorted = Object.entries(figures).sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    const next = `${file}.${process.pid}.new`
    writeFileSync(next, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`)
    renameSync(next, file)
  })
}

/** Test files run side by side: one writes at a time. */
function lock(work: () => void): void {
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (let waited = 0; !taken(waited >= PATIENCE_MS); waited += PAUSE_MS) Atomics.wait(pause, 0, 0, PAUSE_MS)
  try {
    work()
  } finally {
    rmdirSync(LOCK)
  }
}

function taken(isLast: boolean): boolean {
  try {
    mkdirSync(LOCK)
    return true
  } catch (error) {
    if (isLast) throw new Error(`${LOCK} stands there: remove it if no test runs`, { cause: error })
    return false
  }
}
