// Blocks read from Markdown, put under a page or block, as many as they are.

import type { Json } from '../api/check.ts'
import type { Call } from '../api/route.ts'
import { appendChildren, type Parent } from '../blocks/append-children.ts'
import { needsChildren } from '../blocks/block-types.ts'
import type { BlockPlace } from '../store/blocks.ts'
import type { BlockRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { fileUrl, type MarkdownBlock, newBlock } from './block.ts'
import { isOurFile } from './file-links.ts'
import { blocksToMarkdown } from './write-blocks.ts'

/** Blocks of one request. */
const PORTION = 100

/** Without the blocks inside them. @returns what was made, in order */
export function appendBlocks(
  call: Call,
  parent: Parent,
  { blocks, where, path }: { blocks: readonly MarkdownBlock[]; where: BlockPlace; path: string },
): BlockRecord[] {
  const added: BlockRecord[] = []
  for (let at = 0; at < blocks.length; at += PORTION) {
    const portion = blocks.slice(at, at + PORTION).map(block => resolved(call.store, block))
    const last = added.at(-1)
    const place = last ? { after: last.id } : where
    added.push(...appendChildren(call, parent, portion.map(requestOf), { where: place, path }))
  }
  return added
}

/** A request's content; a file of this workspace is named by its link, so that it stays the same file. */
export function contentOf({ content }: MarkdownBlock): Json {
  const isOurs = isOurFile(fileUrl(content) ?? '')
  return isOurs ? { ...content, external: undefined, file: content.external } : content
}

/** Blocks inside come later, each in a request of its own. */
function requestOf(block: MarkdownBlock): Json {
  const { type } = block
  return { type, [type]: { ...contentOf(block), ...(needsChildren(type) && { children: [] }) } }
}

/** A page named by its address is linked to when there is one; what is not there stays as text. */
function resolved(store: Store, block: MarkdownBlock): MarkdownBlock {
  const { type, id = '' } = block
  if (type === 'child_page' && store.page(id)) return newBlock('link_to_page', { page_id: id })
  if (type === 'child_database' && store.database(id)) return newBlock('link_to_page', { database_id: id })
  if (type !== 'child_page' && type !== 'child_database' && type !== 'unknown') return block
  return newBlock('paragraph', { rich_text: [{ text: { content: blocksToMarkdown([block]) } }] })
}
