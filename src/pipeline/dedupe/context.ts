// What applying a plan and taking it back work with.

import type { Log } from '../../log.ts'
import type { DedupeCopy, DedupeGroup } from '../../model/dedupe/plan.ts'
import type { SeenTrack } from '../../notion/finished.ts'
import type { Tools } from '../../tools.ts'
import type { Staying } from './staying.ts'

export interface DedupeContext {
  tools: Tools
  log: Log
  signal: AbortSignal
  staying: Staying
}

export interface Parties {
  keeper: DedupeCopy
  /** Copies of which something is removed. */
  going: DedupeCopy[]
  /** Rows that are removed. */
  pages: string[]
  /** Files that are removed. */
  paths: string[]
}

export function partiesOf({ copies, keeper: id, removals }: DedupeGroup): Parties {
  const keeper = copies.find(copy => copy.id === id)
  if (!keeper) throw new Error(`the group keeps ${id}, which is not in it`)
  return {
    keeper,
    going: copies.filter(copy => removals.some(removal => removal.copy === copy.id)),
    pages: removals.flatMap(removal => (removal.what === 'row' ? [removal.page] : [])),
    paths: removals.flatMap(removal => (removal.what === 'file' ? [removal.path] : [])),
  }
}

/** Rows of the group as they are now, by their pages. */
export type SeenRows = ReadonlyMap<string, SeenTrack>

/** Rows outside the group that share files of rows that go. */
export function heirsOf({ keeper, pages }: Parties, { merges }: Tools): string[] {
  const all = pages.flatMap(page => merges.withOwner(page))
  return all.filter(page => page !== keeper.page && !pages.includes(page))
}
