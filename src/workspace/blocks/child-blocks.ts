// Pages and databases that stand among the blocks of a page.

import type { BlockPlace } from '../store/blocks.ts'
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

/** Puts a page or database among its parent's blocks; one that was elsewhere before is moved. */
export function addChildBlock({ blocks }: Store, { now, user, ...child }: ChildBlock, where: BlockPlace = 'end'): void {
  const before = blocks.get(child.id)
  const stamps = { created: before?.created ?? now, edited: now, createdBy: before?.createdBy ?? user, editedBy: user }
  blocks.remove(child.id)
  blocks.insert([{ ...child, content: {}, inTrash: false, ...stamps }], where)
}

/** For a page that becomes a row, or anything that moves to the top. */
export const removeChildBlock = ({ blocks }: Store, id: string): void => blocks.remove(id)

/** Does nothing for a page that is no block, such as a row. */
export function setChildBlockTrash({ blocks }: Store, id: string, inTrash: boolean): void {
  const block = blocks.get(id)
  if (block) blocks.save({ ...block, inTrash })
}
