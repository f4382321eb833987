// The blocks of a page as Markdown sees them, each with the record it comes from.

import type { Json } from '../api/check.ts'
import { showContent } from '../blocks/block-types.ts'
import type { BlockRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { titleOf } from '../values/computed.ts'
import { hostOf, urlOf, type View } from '../values/render.ts'
import { plainText } from '../values/rich-text.ts'
import type { MarkdownBlock } from './block.ts'
import { withNames } from './mention-names.ts'
import { isWritable } from './write-blocks.ts'

export interface StoredBlock extends MarkdownBlock {
  record: BlockRecord
  children: StoredBlock[]
}

export interface Budget {
  /** Blocks that may still be read. */
  left: number
  /** Ids of those that were left out, for whoever wants to ask for them. */
  leftOut: string[]
}

/** All blocks under a page or block; what is beyond the budget is `unknown`. */
export function storedBlocks(view: View, parentId: string, budget: Budget): StoredBlock[] {
  return (view.store.blocks.children(parentId) ?? []).map(record => storedBlock(view, record, budget))
}

export function storedBlock(view: View, record: BlockRecord, budget: Budget): StoredBlock {
  budget.left -= 1
  if (budget.left < 0) {
    budget.leftOut.push(record.id)
    return { ...unknown(record), record, children: [] }
  }
  const block = shown(view, record)
  const holds = record.type !== 'child_page' && record.type !== 'child_database'
  return { ...block, record, children: holds ? storedBlocks(view, record.id, budget) : [] }
}

function shown(view: View, record: BlockRecord): MarkdownBlock {
  const { id, type } = record
  if (type === 'child_page') return { ...reference(view.store, id, type), id }
  if (type === 'child_database') return { ...reference(view.store, id, type), id }
  if (type === 'link_to_page') return linked(view.store, record.content) ?? unknown(record)
  if (!isWritable(type)) return unknown(record)
  const block = { type, content: withNames(showContent(type, record.content, hostOf(view)), view.store), children: [] }
  return type === 'synced_block' ? { ...block, id } : block
}

/** A link to a page looks like the page itself. */
function linked(store: Store, { page_id: page, database_id: database }: Json): MarkdownBlock | undefined {
  if (typeof page === 'string') return reference(store, page, 'child_page')
  return typeof database === 'string' ? reference(store, database, 'child_database') : undefined
}

function reference(store: Store, id: string, type: 'child_page' | 'child_database'): MarkdownBlock {
  const database = type === 'child_database' ? store.database(id) : undefined
  const title = type === 'child_page' ? titleOf(id, store.reader) : plainText(database?.title)
  const inline = database && String(database.isInline)
  return { type, content: { url: urlOf(id), title, inline }, children: [] }
}

function unknown({ id, type, parentId }: BlockRecord): MarkdownBlock {
  const url = `${urlOf(parentId)}#${id.replaceAll('-', '')}`
  return { type: 'unknown', content: { url, alt: type }, children: [], id }
}
