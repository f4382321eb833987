// placeholder, the blocks helper replaces it
import type { Store } from '../store/store.ts'
export interface ChildBlock {
  id: string
  parentId: string
  parentType: 'page_id' | 'block_id'
  type: 'child_page' | 'child_database'
  now: number
  user: string
}
export const addChildBlock = (_store: Store, _child: ChildBlock): void => {}
export const setChildBlockTrash = (_store: Store, _id: string, _inTrash: boolean): void => {}
