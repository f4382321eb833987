// A block as it is answered.

import type { Json } from '../api/check.ts'
import { partialUser } from '../api/identity.ts'
import type { BlockRecord, DatabaseRecord, PageRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { titleOf } from '../values/computed.ts'
import { toMinute } from '../values/date-value.ts'
import { archived, hostOf, showParent, type View } from '../values/render.ts'
import { plainText } from '../values/rich-text.ts'
import { showContent } from './block-types.ts'

export function showBlock(block: BlockRecord, view: View): Json {
  const page = block.type === 'child_page' ? view.store.page(block.id) : undefined
  const parent = page?.parent ?? { type: block.parentType, [block.parentType]: block.parentId }
  return shown(block, view, { parent, content: contentOf(block, view) })
}

/** A page seen as a block; rows are blocks too, of their table. */
export function showPageAsBlock(page: PageRecord, view: View): Json {
  const block = { ...page, type: 'child_page' }
  return shown(block, view, {
    parent: showParent(page, view.version),
    content: { title: titleText(page.id, view.store) },
  })
}

export function showDatabaseAsBlock(database: DatabaseRecord, view: View): Json {
  const block = { ...database, type: 'child_database' }
  return shown(block, view, { parent: database.parent, content: { title: plainText(database.title) } })
}

type Stamped = Pick<BlockRecord, 'id' | 'type' | 'inTrash' | 'created' | 'edited' | 'createdBy' | 'editedBy'>

function shown(block: Stamped, view: View, { parent, content }: { parent: Json; content: Json }): Json {
  return {
    object: 'block',
    id: block.id,
    parent,
    created_time: toMinute(block.created),
    last_edited_time: toMinute(block.edited),
    created_by: partialUser(block.createdBy),
    last_edited_by: partialUser(block.editedBy),
    has_children: view.store.blocks.hasChildren(block.id),
    in_trash: block.inTrash,
    type: block.type,
    [block.type]: content,
    ...archived(block.inTrash, view.version),
  }
}

function contentOf(block: BlockRecord, view: View): Json {
  if (block.type === 'child_page') return { title: titleText(block.id, view.store) }
  if (block.type === 'child_database') return { title: plainText(view.store.database(block.id)?.title) }
  return showContent(block.type, block.content, hostOf(view))
}

const titleText = (id: string, { reader }: Store): string => titleOf(id, reader)
