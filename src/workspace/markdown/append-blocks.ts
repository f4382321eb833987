// Blocks read from Markdown, put under a page or block.

import type { Json } from '../api/check.ts'
import type { Call } from '../api/route.ts'
import { newBlock as newRecord, type Parent } from '../blocks/append-children.ts'
import { readContent } from '../blocks/block-types.ts'
import type { BlockPlace } from '../store/blocks.ts'
import type { BlockRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { fileUrl, type MarkdownBlock, newBlock } from './block.ts'
import { isOurFile } from './file-links.ts'
import { blocksToMarkdown } from './write-blocks.ts'

/** As many as they are, and without the blocks inside them. @returns what was made, in order */
export function appendBlocks(
  call: Call,
  parent: Parent,
  { blocks, where, path }: { blocks: readonly MarkdownBlock[]; where: BlockPlace; path: string },
): BlockRecord[] {
  const records = blocks
    .map(block => resolved(call.store, block))
    .map(block => newRecord(call, parent, { type: block.type, content: keptContent(call.store, block, path) }))
  call.store.blocks.insert(records, where)
  return records
}

/** What is kept of a block; a file of this workspace is known by its link, so that it stays the same file. */
export function keptContent({ uploads }: Store, { type, content }: MarkdownBlock, path: string): Json {
  const isOurs = isOurFile(fileUrl(content) ?? '')
  const given = isOurs ? { ...content, external: undefined, file: content.external } : content
  return readContent(type, given, { path: `${path}.${type}`, uploads })
}

/** A page named by its address is linked to when there is one; what is not there stays as text. */
function resolved(store: Store, block: MarkdownBlock): MarkdownBlock {
  const { type, id = '' } = block
  if (type === 'child_page' && store.page(id)) return newBlock('link_to_page', { page_id: id })
  if (type === 'child_database' && store.database(id)) return newBlock('link_to_page', { database_id: id })
  if (type !== 'child_page' && type !== 'child_database' && type !== 'unknown') return block
  return newBlock('paragraph', { rich_text: [{ text: { content: blocksToMarkdown([block]) } }] })
}
