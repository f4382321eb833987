// All blocks under a page or block, nested.

import type { BlockRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'

export interface BlockTree {
  record: BlockRecord
  children: BlockTree[]
}

/** Sub-pages and databases are leaves: what is in them is theirs. */
export function blockTree(store: Store, parentId: string): BlockTree[] {
  return (store.blocks.children(parentId) ?? []).map(record => ({
    record,
    children: record.type === 'child_page' || record.type === 'child_database' ? [] : blockTree(store, record.id),
  }))
}
