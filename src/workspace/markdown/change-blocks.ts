// The blocks of a page made into what its changed Markdown says; those that did not change keep their ids.

import type { Json } from '../api/check.ts'
import type { Call } from '../api/route.ts'
import type { Parent } from '../blocks/append-children.ts'
import type { BlockRecord } from '../store/records.ts'
import { keptContent } from './append-blocks.ts'
import type { MarkdownBlock } from './block.ts'
import { type Named, namedIn, type Pair, pairBlocks } from './pair-blocks.ts'
import { placeBlocks } from './place-blocks.ts'
import type { StoredBlock } from './stored-blocks.ts'

export interface Change {
  parent: Parent
  old: readonly StoredBlock[]
  wanted: readonly MarkdownBlock[]
  /** Where the Markdown stands in the request. */
  path: string
}

/** @returns ids of the blocks that were made, changed, moved or trashed */
export function changeBlocks(call: Call, change: Change): string[] {
  return changeLevel(call, { ...change, named: namedIn(change.old) })
}

interface Level extends Change {
  named: Named
}

function changeLevel(call: Call, level: Level): string[] {
  const pairs = pairBlocks(level.old, level.wanted, level.named)
  const trashed = trashOthers(call, level, pairs)
  const { ids, made } = placeBlocks(call, level, pairs)
  const inside = pairs.flatMap(({ wanted, old, isSame }) => {
    if (isSame) return []
    const parent = old?.record ?? made.get(wanted)
    return [
      ...(old ? changeOne(call, old, { wanted, path: level.path }) : []),
      ...(parent ? changeInside(call, parent, { ...level, old: old?.children ?? [], wanted: wanted.children }) : []),
    ]
  })
  return [...trashed, ...ids, ...inside]
}

function changeInside(call: Call, { id, type }: BlockRecord, level: Omit<Level, 'parent'>): string[] {
  if (level.old.length === 0 && level.wanted.length === 0) return []
  return changeLevel(call, { ...level, parent: { id, type: 'block_id', blockType: type } })
}

/** Those that were moved to another place of the page are somebody's pair already. */
function trashOthers({ store, now, user }: Call, { old, named }: Level, pairs: readonly Pair[]): string[] {
  const staying = new Set(pairs.map(pair => pair.old))
  const others = old.filter(block => !staying.has(block) && named.has(block.record.id))
  for (const { record } of others) store.blocks.save({ ...record, inTrash: true, edited: now, editedBy: user })
  return others.map(({ record }) => record.id)
}

function changeOne(call: Call, old: StoredBlock, { wanted, path }: { wanted: MarkdownBlock; path: string }): string[] {
  const { store, now, user } = call
  const { record } = old
  const content = changedContent(call, old, wanted, path)
  if (JSON.stringify(content) === JSON.stringify(record.content)) return []
  store.blocks.save({ ...record, content, edited: now, editedBy: user })
  return [record.id]
}

/** What Markdown does not tell of a block stays as it is. */
const UNTOLD: Record<string, string> = { code: 'caption', column: 'width_ratio', paragraph: 'icon' }

function changedContent({ store }: Call, { record, type }: StoredBlock, wanted: MarkdownBlock, path: string): Json {
  const content = keptContent(store, wanted, path)
  const untold = UNTOLD[type]
  if (untold !== undefined) return { ...content, [untold]: record.content[untold] }
  const isSameFile = content.file !== undefined && JSON.stringify(content.file) === JSON.stringify(record.content.file)
  return isSameFile ? { ...content, name: record.content.name } : content
}
