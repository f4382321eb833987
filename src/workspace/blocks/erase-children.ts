// A page emptied: its blocks go to the trash, with the pages and databases among them.

import type { Call } from '../api/route.ts'

export function eraseChildren({ store, now, user }: Call, parentId: string): void {
  for (const block of store.blocks.children(parentId) ?? []) {
    store.blocks.save({ ...block, inTrash: true, edited: now, editedBy: user })
    const page = block.type === 'child_page' ? store.page(block.id) : undefined
    if (page) store.savePage({ ...page, inTrash: true, edited: now, editedBy: user })
    const database = block.type === 'child_database' ? store.database(block.id) : undefined
    if (database) store.saveDatabase({ ...database, inTrash: true, edited: now, editedBy: user })
  }
}
