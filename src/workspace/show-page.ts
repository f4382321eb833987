// A page's blocks as lines for a terminal.

import type { BlockRecord } from './store/records.ts'
import type { Store } from './store/store.ts'
import { titleOf } from './values/computed.ts'
import { plainText } from './values/rich-text.ts'

export interface ShownPage {
  id: string
  blocks: { id: string; type: string; text: string; checked?: boolean; depth: number }[]
}

/** @returns undefined when there is no such page, or it is a row of a table */
export function workspacePage({ store }: { store: Store }, id: string): ShownPage | undefined {
  const page = store.page(id)
  if (!page || page.inTrash || 'data_source_id' in page.parent) return undefined
  return { id, blocks: blocksUnder(store, id, 0) }
}

function blocksUnder(store: Store, parent: string, depth: number): ShownPage['blocks'] {
  return (store.blocks.children(parent) ?? []).flatMap(block => {
    const { id, type, content } = block
    const checked = typeof content.checked === 'boolean' ? { checked: content.checked } : {}
    const inside = type === 'child_page' || type === 'child_database' ? [] : blocksUnder(store, id, depth + 1)
    return [{ id, type, text: textOf(store, block), ...checked, depth }, ...inside]
  })
}

function textOf({ reader }: Store, { id, type, content }: BlockRecord): string {
  if (type === 'child_page') return `→ ${titleOf(id, reader)} (${id})`
  const { cells } = content
  if (Array.isArray(cells)) return cells.map(plainText).join(' | ')
  return plainText(content.rich_text)
}

const MARKS: Record<string, string> = {
  heading_1: '# ',
  heading_2: '## ',
  heading_3: '### ',
  bulleted_list_item: '- ',
}

/** A box as `[ ]` or `[x]`; what a line is besides its words, as Markdown has it. */
export const pageLines = ({ blocks }: ShownPage): string[] =>
  blocks.map(({ type, text, checked, depth }) => {
    const mark = checked === undefined ? (MARKS[type] ?? '') : `[${checked ? 'x' : ' '}] `
    return `${'  '.repeat(depth)}${mark}${text.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ')}`
  })
