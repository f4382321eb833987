// Blocks: those under a page or block, and one by itself. Pages and databases answer as blocks too.

import { notAsExpected, notFound, validationError } from '../api/api-error.ts'
import { type Json, objectAt, oneOfAt, onlyKeys } from '../api/check.ts'
import { pageSizeIn } from '../api/paging.ts'
import { listAnswer } from '../api/respond.ts'
import { type Call, type Handler, WITHOUT_ARCHIVED } from '../api/route.ts'
import { appendChildren, checkRow, type Parent } from '../blocks/append-children.ts'
import { behind } from '../blocks/behind.ts'
import { mayHaveChildren, readContent } from '../blocks/block-types.ts'
import { showBlock, showDatabaseAsBlock, showPageAsBlock } from '../blocks/show-block.ts'
import { touchPage } from '../blocks/touch-page.ts'
import type { BlockPlace } from '../store/blocks.ts'
import type { BlockRecord, DatabaseRecord, PageRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { checkEditable, checkKeys, trashFlag } from './lookup.ts'
import { trashDatabase, trashPage } from './trash.ts'

export const listChildren: Handler = call => {
  const { store, path, query } = call
  const parent = containerById(store, path.block_id)
  const size = pageSizeIn(query)
  const from = query.get('start_cursor') ?? undefined
  const found = store.blocks.children(parent.id, { from, limit: size + 1 })
  if (!found) throw validationError(`The start_cursor provided is invalid: ${from}`)
  const next = found[size]?.id ?? null
  return listAnswer(
    'block',
    found.slice(0, size).map(block => showBlock(block, call)),
    next,
  )
}

export const appendToBlock: Handler = call => {
  const { store, path, body, version } = call
  onlyKeys(body, ['children', version < WITHOUT_ARCHIVED ? 'after' : 'position'], 'body')
  const parent = containerById(store, path.block_id)
  checkEditable(store, parent.id)
  if (parent.blockType !== undefined && !mayHaveChildren(parent.blockType))
    throw validationError(`Block type ${parent.blockType} does not support children.`)
  const added = appendChildren(call, parent, body.children, { where: placeAt(call, parent.id), path: 'body.children' })
  touchPage(
    call,
    parent.id,
    added.map(block => block.id),
  )
  return listAnswer(
    'block',
    added.map(block => showBlock(block, call)),
    null,
  )
}

export const retrieveBlock: Handler = call => {
  const { store, path } = call
  const id = path.block_id ?? ''
  const page = store.page(id)
  if (page) return showPageAsBlock(page, call)
  const database = store.database(id)
  if (database) return showDatabaseAsBlock(database, call)
  return showBlock(blockById(store, id), call)
}

export const updateBlock: Handler = call => {
  const { store, path, body, now, user } = call
  const id = path.block_id ?? ''
  const whole = store.page(id) ?? store.database(id)
  if (whole) return updateWhole(call, whole)
  const before = blockById(store, id)
  const content = contentAt(call, before)
  const inTrash = trashFlag(body, before.inTrash)
  if (inTrash || !before.inTrash) checkEditable(store, id)
  const after = { ...before, content, inTrash, edited: now, editedBy: user }
  checkRow(after, store.blocks.get(after.parentId)?.content.table_width, `body.${after.type}`)
  store.blocks.save(after)
  touchPage(call, after.parentId, [after.id])
  return showBlock(after, call)
}

export const deleteBlock: Handler = call => {
  const { store, path, now, user } = call
  const id = path.block_id ?? ''
  checkEditable(store, id)
  if (store.page(id)) return trashPage(call, id, true)
  if (store.database(id)) return trashDatabase(call, id, true)
  const after = { ...blockById(store, id), inTrash: true, edited: now, editedBy: user }
  store.blocks.save(after)
  touchPage(call, after.parentId, [after.id])
  return showBlock(after, call)
}

/** A page or a database: as a block it can only be trashed and brought back. */
function updateWhole(call: Call, { id, inTrash: before }: PageRecord | DatabaseRecord): Json {
  const { store, body, version } = call
  checkKeys(body, ['type', 'in_trash'], version)
  const inTrash = trashFlag(body, before)
  if (inTrash || !before) checkEditable(store, id)
  return store.page(id) ? trashPage(call, id, inTrash) : trashDatabase(call, id, inTrash)
}

export function blockById(store: Store, id = ''): BlockRecord {
  const found = store.blocks.get(id)
  if (!found) throw notFound('block', id)
  return found
}

/** A page or block that holds blocks. */
function containerById(store: Store, id = ''): Parent {
  if (store.page(id)) return { id, type: 'page_id' }
  const block = blockById(store, id)
  return { id, type: 'block_id', blockType: block.type, width: block.content.table_width }
}

/** `after`, or in newer versions `position`; without one at the end. */
function placeAt({ store, body, version }: Call, parentId: string): BlockPlace {
  if (version < WITHOUT_ARCHIVED)
    return body.after === undefined ? 'end' : behind(store, { value: body.after, path: 'body.after', parentId })
  if (body.position === undefined) return 'end'
  const position = objectAt(body.position, 'body.position')
  const type = oneOfAt(position.type, 'body.position.type', ['start', 'end', 'after_block'])
  if (type !== 'after_block') return type
  const { id } = objectAt(position.after_block, 'body.position.after_block')
  return behind(store, { value: id, path: 'body.position.after_block.id', parentId })
}

/** The width of a table is that of its rows, and stays. */
function contentAt({ body, version, store: { uploads } }: Call, { type, content }: BlockRecord): Json {
  checkKeys(body, ['type', 'in_trash', type], version)
  if (body.type !== undefined) oneOfAt(body.type, 'body.type', [type])
  if (body[type] === undefined) return content
  const given = objectAt(body[type], `body.${type}`)
  for (const key of ['children', 'table_width'])
    if (given[key] !== undefined) throw notAsExpected(`body.${type}.${key}`, 'not present', given[key])
  return readContent(type, given, { path: `body.${type}`, uploads }, content)
}
