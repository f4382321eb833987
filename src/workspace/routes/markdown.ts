// A page's blocks as Markdown, read and written.

import { notFound, validationError } from '../api/api-error.ts'
import { booleanAt, type Json } from '../api/check.ts'
import type { Call, Handler } from '../api/route.ts'
import { touchPage } from '../blocks/touch-page.ts'
import type { MarkdownBlock } from '../markdown/block.ts'
import { changeBlocks } from '../markdown/change-blocks.ts'
import { editedText } from '../markdown/edits.ts'
import { withoutExpiry } from '../markdown/file-links.ts'
import { markdownToBlocks } from '../markdown/read-blocks.ts'
import { type Budget, type StoredBlock, storedBlock, storedBlocks } from '../markdown/stored-blocks.ts'
import { blocksToMarkdown } from '../markdown/write-blocks.ts'
import type { PageRecord } from '../store/records.ts'
import { trashDatabase, trashPage } from './trash.ts'

/** Notion reads about as many blocks for one answer. */
const MAX_BLOCKS = 20_000

/** Of a page, or of a block with those inside it. */
export const retrieveMarkdown: Handler = call => {
  const { store, path } = call
  const id = path.page_id ?? ''
  if (store.page(id)) return answerOf(call, id)
  if (store.database(id)) throw notAPage(id, 'a database')
  const record = store.blocks.get(id)
  if (!record) throw notFound('page', id)
  const budget = newBudget()
  return shown(id, [storedBlock(call, record, budget)], budget)
}

/** Asked for asynchronously it is answered at once all the same: the client is spared the waiting. */
export const updateMarkdown: Handler = call => {
  const { body } = call
  if (body.allow_async !== undefined) booleanAt(body.allow_async, 'body.allow_async')
  const page = writablePage(call)
  const old = storedBlocks(call, page.id, { left: Number.POSITIVE_INFINITY, leftOut: [] })
  const { text, mayDelete } = editedText(body, withoutExpiry(blocksToMarkdown(old)))
  const wanted = markdownToBlocks(text)
  trashUnnamed(call, { old, wanted, mayDelete })
  const path = `body.${String(body.type)}`
  const changed = changeBlocks(call, { parent: { id: page.id, type: 'page_id' }, old, wanted, path })
  if (changed.length > 0) touchPage(call, page.id, changed)
  return answerOf(call, page.id)
}

function writablePage({ store, path }: Call): PageRecord {
  const id = path.page_id ?? ''
  const page = store.page(id)
  if (page?.inTrash)
    throw validationError("Can't edit block that is archived. You must unarchive the block before editing.")
  if (page) return page
  if (store.database(id)) throw notAPage(id, 'a database')
  if (store.blocks.get(id)) throw notAPage(id, 'a block')
  throw notFound('page', id)
}

/** Pages and databases are not lost by an edit of text, unless the request says so. */
function trashUnnamed(
  call: Call,
  { old, wanted, mayDelete }: { old: readonly StoredBlock[]; wanted: readonly MarkdownBlock[]; mayDelete: boolean },
): void {
  const named = namesIn(wanted)
  const lost = childrenIn(old).filter(({ type, record }) => !named.has(`${type} ${record.id}`))
  if (lost.length > 0 && !mayDelete) throw wouldDelete(lost)
  for (const { record } of lost) {
    if (record.type === 'child_page') trashPage(call, record.id, true)
    else trashDatabase(call, record.id, true)
  }
}

function wouldDelete(lost: readonly StoredBlock[]) {
  const names = lost.map(({ record, content }) => `"${String(content.title)}" (${record.id})`)
  return validationError(
    `This operation would delete ${lost.length} child page(s) or database(s): ${names.join(', ')}. Set allow_deleting_content to true to delete them.`,
  )
}

const childrenIn = (blocks: readonly StoredBlock[]): StoredBlock[] =>
  blocks.flatMap(block => [
    ...(block.record.type === 'child_page' || block.record.type === 'child_database' ? [block] : []),
    ...childrenIn(block.children),
  ])

/** `child_page <id>` for each page that is named, and the like. */
function namesIn(blocks: readonly MarkdownBlock[], names = new Set<string>()): Set<string> {
  for (const { type, id, children } of blocks) {
    if (id !== undefined) names.add(`${type} ${id}`)
    namesIn(children, names)
  }
  return names
}

function answerOf(call: Call, pageId: string): Json {
  const budget = newBudget()
  return shown(pageId, storedBlocks(call, pageId, budget), budget)
}

const newBudget = (): Budget => ({ left: MAX_BLOCKS, leftOut: [] })

function shown(id: string, blocks: readonly StoredBlock[], { leftOut }: Budget): Json {
  return {
    object: 'page_markdown',
    id,
    markdown: blocksToMarkdown(blocks),
    truncated: leftOut.length > 0,
    unknown_block_ids: leftOut,
  }
}

const notAPage = (id: string, what: string) =>
  validationError(
    `The ID ${id} is of ${what}, not of a page: only a page's content can be read and written as markdown.`,
  )
