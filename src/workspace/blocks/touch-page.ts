// A page whose blocks changed: it counts as edited, and webhooks are told.

import type { Call } from '../api/route.ts'
import type { PageRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'

/** Whether an edit of blocks moves the page's last_edited_time is reported both ways; here it does, as a person sees it. */
export function touchPage(call: Call, containerId: string, blockIds: readonly string[]): void {
  const { store, now, user } = call
  const page = pageAround(store, containerId)
  if (!page) return
  store.savePage({ ...page, edited: now, editedBy: user })
  const updated = blockIds.map(id => ({ id, type: 'block' }))
  const data = { parent: page.parent, updated_blocks: updated }
  store.changes.add({ type: 'page.content_updated', entity: { id: page.id, type: 'page' }, author: user, data }, now)
}

/** The page a block stands in, however deep. */
export function pageAround(store: Store, id: string): PageRecord | undefined {
  let place: string | undefined = id
  while (place !== undefined) {
    const page = store.page(place)
    if (page) return page
    place = store.blocks.get(place)?.parentId
  }
  return undefined
}
