// Pages and databases that stand among the blocks of a page.

import type { Store } from '../store/store.ts'

export interface ChildBlock {
  /** The page's or database's own id. */
  id: string
  parentId: string
  parentType: 'page_id' | 'block_id'
  type: 'child_page' | 'child_database'
  now: number
  user: string
}

/** Puts a page or database at the end of its parent's blocks; one that was there before is moved. */
export function addChildBlock({ blocks }: Store, { now, user, ...child }: ChildBlock): void {
  const before = blocks.get(child.id)
  const stamps = { created: now, edited: now, createdBy: user, editedBy: user }
  if (before) blocks.save({ ...before, ...child, inTrash: false })
  else blocks.insert([{ ...child, content: {}, inTrash: false, ...stamps }], 'end')
}

/** Does nothing for a page that is no block, such as a row. */
export function setChildBlockTrash({ blocks }: Store, id: string, inTrash: boolean): void {
  const block = blocks.get(id)
  if (block) blocks.save({ ...block, inTrash })
}
