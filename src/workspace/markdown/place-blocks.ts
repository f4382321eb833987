// Blocks put in the order that is wanted: new ones between those that stay, and those that stay elsewhere moved.

import type { Call } from '../api/route.ts'
import type { Parent } from '../blocks/append-children.ts'
import type { BlockPlace } from '../store/blocks.ts'
import type { BlockRecord } from '../store/records.ts'
import { appendBlocks } from './append-blocks.ts'
import type { MarkdownBlock } from './block.ts'
import type { Pair } from './pair-blocks.ts'
import type { StoredBlock } from './stored-blocks.ts'

export interface Placed {
  /** Of the blocks that are new or moved. */
  ids: string[]
  /** The new ones, without what is inside them. */
  made: Map<MarkdownBlock, BlockRecord>
}

interface Level {
  parent: Parent
  old: readonly StoredBlock[]
  path: string
}

export function placeBlocks(call: Call, { old, parent, path }: Level, pairs: readonly Pair[]): Placed {
  const placed: Placed = { ids: [], made: new Map() }
  const before = new Map(old.map((block, index) => [block, index]))
  let where: BlockPlace = 'start'
  let reached = -1
  for (const { fresh, staying } of groupsOf(pairs)) {
    const records = appendBlocks(call, parent, { blocks: fresh, where, path })
    remember(placed, fresh, records)
    const last = records.at(-1)
    if (last) where = { after: last.id }
    if (!staying) continue
    const index = before.get(staying) ?? -1
    if (index > reached) reached = index
    else placed.ids.push(move(call, staying, { parent, where }))
    where = { after: staying.record.id }
  }
  return placed
}

interface Group {
  fresh: MarkdownBlock[]
  /** The block they stand before. */
  staying?: StoredBlock
}

function groupsOf(pairs: readonly Pair[]): Group[] {
  const groups: Group[] = []
  let fresh: MarkdownBlock[] = []
  for (const { wanted, old } of pairs) {
    if (old) {
      groups.push({ fresh, staying: old })
      fresh = []
    } else fresh.push(wanted)
  }
  return [...groups, { fresh }]
}

function remember({ ids, made }: Placed, blocks: readonly MarkdownBlock[], records: readonly BlockRecord[]): void {
  for (const [index, block] of blocks.entries()) {
    const record = records[index]
    if (!record) continue
    ids.push(record.id)
    made.set(block, record)
  }
}

function move(
  { store, now, user }: Call,
  { record }: StoredBlock,
  { parent, where }: { parent: Parent; where: BlockPlace },
): string {
  const { id: parentId, type: parentType } = parent
  const moved = { ...record, inTrash: false, parentId, parentType, edited: now, editedBy: user }
  store.blocks.insert([moved], where)
  return record.id
}
