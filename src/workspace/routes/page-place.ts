// Where a page stands: as a row of a table, or among the blocks of a page.

import { validationError } from '../api/api-error.ts'
import { type Json, objectAt, oneOfAt, uuidAt } from '../api/check.ts'
import type { Call } from '../api/route.ts'
import { behind } from '../blocks/behind.ts'
import { addChildBlock, removeChildBlock } from '../blocks/child-blocks.ts'
import type { BlockPlace } from '../store/blocks.ts'
import type { DataSourceRecord, PageRecord } from '../store/records.ts'
import { dataSourceById, onlyDataSource } from './lookup.ts'

/** The data source a page becomes a row of; undefined for a page of its own. */
export function tableAt({ store, version }: Call, value: unknown): DataSourceRecord | undefined {
  const parent = objectAt(value, 'body.parent')
  if (parent.data_source_id !== undefined)
    return dataSourceById(store, uuidAt(parent.data_source_id, 'body.parent.data_source_id'))
  if (parent.database_id !== undefined)
    return onlyDataSource(store, uuidAt(parent.database_id, 'body.parent.database_id'), version)
  return undefined
}

export const rowParent = ({ id, databaseId }: DataSourceRecord): Json => ({
  type: 'data_source_id',
  data_source_id: id,
  database_id: databaseId,
})

/** A page under a page is one of that page's blocks. */
export function enterParent({ store, now, user }: Call, { id, parent }: PageRecord, where: BlockPlace): void {
  if (typeof parent.page_id !== 'string') {
    removeChildBlock(store, id)
    return
  }
  addChildBlock(store, { id, parentId: parent.page_id, parentType: 'page_id', type: 'child_page', now, user }, where)
}

/** Where a new page stands among the blocks of its parent. */
export function positionAt({ store, body }: Call, { parent }: PageRecord): BlockPlace {
  if (body.position === undefined) return 'end'
  const position = objectAt(body.position, 'body.position')
  const type = oneOfAt(position.type, 'body.position.type', ['page_start', 'page_end', 'after_block'])
  if (typeof parent.page_id !== 'string')
    throw validationError('body.position can only be given for a page under a page.')
  if (type !== 'after_block') return type === 'page_start' ? 'start' : 'end'
  const path = 'body.position.after_block'
  return behind(store, { value: objectAt(position.after_block, path).id, path: `${path}.id`, parentId: parent.page_id })
}
