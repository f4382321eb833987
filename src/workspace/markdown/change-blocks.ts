// The blocks of a page made into what its changed Markdown says; those that did not change keep their ids.

import type { Json } from '../api/check.ts'
import type { Call } from '../api/route.ts'
import type { Parent } from '../blocks/append-children.ts'
import { readContent } from '../blocks/block-types.ts'
import type { BlockPlace } from '../store/blocks.ts'
import { appendBlocks, contentOf } from './append-blocks.ts'
import type { MarkdownBlock } from './block.ts'
import { type Named, namedIn, type Pair, pairBlocks } from './pair-blocks.ts'
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
  const placed = placeAll(call, level, pairs)
  const changed = pairs.flatMap(pair =>
    pair.old && !pair.isSame ? changeOne(call, level, { ...pair, old: pair.old }) : [],
  )
  return [...trashed, ...placed, ...changed]
}

/** Those that were moved to another place of the page are somebody's pair already. */
function trashOthers({ store, now, user }: Call, { old, named }: Level, pairs: readonly Pair[]): string[] {
  const staying = new Set(pairs.map(pair => pair.old))
  const others = old.filter(block => !staying.has(block) && named.has(block.record.id))
  for (const { record } of others) store.blocks.save({ ...record, inTrash: true, edited: now, editedBy: user })
  return others.map(({ record }) => record.id)
}

/** Puts new blocks between those that stay, and moves those that stay elsewhere than before. */
function placeAll(call: Call, { old, parent, path }: Level, pairs: readonly Pair[]): string[] {
  const ids: string[] = []
  const places = new Map(old.map((block, index) => [block, index]))
  let where: BlockPlace = 'start'
  let reached = -1
  let waiting: MarkdownBlock[] = []
  const putWaiting = () => {
    const added = appendBlocks(call, parent, { blocks: waiting, where, path })
    waiting = []
    ids.push(...added.map(block => block.id))
    const last = added.at(-1)
    if (last) where = { after: last.id }
  }
  for (const { wanted, old: staying } of pairs) {
    if (!staying) {
      waiting.push(wanted)
      continue
    }
    putWaiting()
    const index = places.get(staying) ?? -1
    if (index > reached) reached = index
    else ids.push(move(call, staying, { parent, where }))
    where = { after: staying.record.id }
  }
  putWaiting()
  return ids
}

function move({ store, now, user }: Call, { record }: StoredBlock, to: { parent: Parent; where: BlockPlace }): string {
  const { id: parentId, type: parentType } = to.parent
  const { inTrash: _, ...kept } = record
  store.blocks.insert([{ ...kept, inTrash: false, parentId, parentType, edited: now, editedBy: user }], to.where)
  return record.id
}

function changeOne(call: Call, { path, named }: Level, { old, wanted }: Pair & { old: StoredBlock }): string[] {
  const { store, now, user } = call
  const { record } = old
  const content = changedContent(call, old, wanted, path)
  const isChanged = JSON.stringify(content) !== JSON.stringify(record.content)
  if (isChanged) store.blocks.save({ ...record, content, edited: now, editedBy: user })
  const parent: Parent = { id: record.id, type: 'block_id', blockType: record.type }
  const inside = changeLevel(call, { parent, old: old.children, wanted: wanted.children, path, named })
  return isChanged ? [record.id, ...inside] : inside
}

/** What Markdown does not tell of a block stays as it is. */
const UNTOLD: Record<string, string> = { code: 'caption', column: 'width_ratio', paragraph: 'icon' }

function changedContent(
  { store: { uploads } }: Call,
  { record, type }: StoredBlock,
  wanted: MarkdownBlock,
  path: string,
): Json {
  const content = readContent(type, contentOf(wanted), { path, uploads })
  const untold = UNTOLD[type]
  if (untold !== undefined) return { ...content, [untold]: record.content[untold] }
  const isSameFile = content.file !== undefined && JSON.stringify(content.file) === JSON.stringify(record.content.file)
  return isSameFile ? { ...content, name: record.content.name } : content
}
