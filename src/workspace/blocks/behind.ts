// The place behind a block that a request names.

import { validationError } from '../api/api-error.ts'
import { uuidAt } from '../api/check.ts'
import type { BlockPlace } from '../store/blocks.ts'
import type { Store } from '../store/store.ts'

/** @throws ApiError when no such block stands under the parent */
export function behind(
  store: Pick<Store, 'blocks'>,
  { value, path, parentId }: { value: unknown; path: string; parentId: string },
): BlockPlace {
  const id = uuidAt(value, path)
  const sibling = store.blocks.get(id)
  if (!sibling || sibling.inTrash || sibling.parentId !== parentId)
    throw validationError(`Block ${id} to append children after is not parented by ${parentId}`)
  return { after: id }
}
