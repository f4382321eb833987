// A new page's blocks, and perhaps its title, out of Markdown.

import type { Call } from '../api/route.ts'
import { TITLE_ID } from '../schema/schema.ts'
import type { PageRecord } from '../store/records.ts'
import { richTextAt } from '../values/rich-text.ts'
import type { MarkdownBlock } from './block.ts'
import { changeBlocks } from './change-blocks.ts'
import { markdownToBlocks } from './read-blocks.ts'

const PATH = 'body.markdown'

/** The first heading is the title of a page that was given none. */
export function startFromMarkdown(call: Call, page: PageRecord, text: string): void {
  const blocks = markdownToBlocks(text)
  const heading = page.cells[TITLE_ID] === undefined ? blocks.find(isTitle) : undefined
  if (heading) {
    const title = richTextAt(heading.content.rich_text, PATH)
    call.store.savePage({ ...page, cells: { ...page.cells, [TITLE_ID]: title } })
  }
  const wanted = blocks.filter(block => block !== heading)
  changeBlocks(call, { parent: { id: page.id, type: 'page_id' }, old: [], wanted, path: PATH })
}

const isTitle = ({ type, children }: MarkdownBlock): boolean => type === 'heading_1' && children.length === 0
