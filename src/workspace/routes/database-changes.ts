// What a webhook is told of a database: made, changed, trashed, brought back.

import type { Call } from '../api/route.ts'
import type { DatabaseRecord } from '../store/records.ts'

/** `before` is undefined for a new one. */
export function tellDatabase(call: Call, before: DatabaseRecord | undefined, after: DatabaseRecord): void {
  const { store, user, now } = call
  const { id, parent } = after
  const place = typeof parent.page_id === 'string' ? { id: parent.page_id, type: 'page' } : { type: 'space' }
  const change = {
    type: nameOf(before, after),
    entity: { id, type: 'database' },
    author: user,
    data: { parent: place },
  }
  store.changes.add(change, now)
}

function nameOf(before: DatabaseRecord | undefined, after: DatabaseRecord): string {
  if (!before) return 'database.created'
  if (before.inTrash === after.inTrash) return 'database.content_updated'
  return after.inTrash ? 'database.deleted' : 'database.undeleted'
}
