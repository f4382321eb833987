// The rows of a mirror: how many, and their way from Notion into the spool.

import { UsageFault } from '../../errors.ts'
import { readRows } from '../../notion/read-rows.ts'
import type { Mirror, MirroredRows } from '../../workspace/transfer/mirror.ts'
import { titleOfTable } from '../../workspace/transfer/mirror-stub.ts'
import type { GlobalFlags, RunningApp } from '../with-app.ts'
import { openCounter } from './progress.ts'

/** `--rows`: 0 when it is absent. @throws UsageFault unless it is a whole number or `all` */
export function rowLimit(rows: string | undefined): number {
  if (rows === undefined) return 0
  if (rows === 'all') return Number.POSITIVE_INFINITY
  const limit = Number(rows)
  if (/^\d+$/.test(rows) && limit >= 1) return limit
  throw new UsageFault('--rows expects a whole number of at least 1, or all')
}

interface Copying {
  mirror: Mirror
  rows: MirroredRows
  limit: number
}

/** The newest rows of each table. */
export async function copyRows(
  flags: GlobalFlags,
  { app }: RunningApp,
  { mirror, rows, limit }: Copying,
): Promise<void> {
  const counter = openCounter(flags, 'reading')
  try {
    for (const { source } of mirror.tables) {
      let count = 0
      for await (const portion of readRows(app.notion, source.id, limit)) {
        rows.add(source, portion)
        count += portion.length
        counter.tell(`rows of "${titleOfTable(source)}"`, count, Number.isFinite(limit) ? limit : undefined)
      }
    }
  } finally {
    counter.close()
  }
}
