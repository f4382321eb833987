// placeholder, the blocks helper replaces it
import type { Call } from '../api/route.ts'
import type { BlockPlace } from '../store/blocks.ts'
import type { BlockRecord } from '../store/records.ts'
export const appendChildren = (
  _call: Call,
  _parent: { id: string; type: 'page_id' | 'block_id' },
  _children: unknown,
  _where: { where: BlockPlace; path: string },
): BlockRecord[] => []
