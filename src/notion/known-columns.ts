// Which columns a table's fields were found in: a column that is renamed between two runs is known again by its id.

import { z } from 'zod'
import type { Memory } from './memory.ts'
import { readJson } from './memory.ts'
import type { KnownColumns, Schema } from './schema.ts'

const Kept = z.record(z.string(), z.string())

const nameFor = (dataSourceId: string) => `notion columns ${dataSourceId}`

export const recallColumns = (memory: Memory, dataSourceId: string): KnownColumns =>
  readJson(Kept, memory.recall(nameFor(dataSourceId))) ?? {}

/** Columns that are gone now stay known: they may come back from the trash. */
export function rememberColumns<F extends string>(memory: Memory, { dataSourceId, columns }: Schema<F>): void {
  const before = recallColumns(memory, dataSourceId)
  const now: KnownColumns = { ...before }
  for (const field of Object.keys(columns) as F[]) now[field] = columns[field]?.id
  const text = JSON.stringify(now)
  if (text !== JSON.stringify(before)) memory.remember(nameFor(dataSourceId), text)
}
