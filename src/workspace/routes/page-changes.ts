// What a webhook is told of a page: made, changed in its properties, trashed, brought back, locked.

import type { Call } from '../api/route.ts'
import type { PageRecord } from '../store/records.ts'

export function tellCreated(call: Call, page: PageRecord): void {
  tell(call, 'page.created', page, {})
}

export function tellUpdated(call: Call, before: PageRecord, after: PageRecord): void {
  if (before.inTrash !== after.inTrash) tell(call, after.inTrash ? 'page.deleted' : 'page.undeleted', after, {})
  if (before.isLocked !== after.isLocked) tell(call, after.isLocked ? 'page.locked' : 'page.unlocked', after, {})
  const updated = changedCells(before, after)
  if (updated.length > 0) tell(call, 'page.properties_updated', after, { updated_properties: updated })
}

/** Ids of the properties whose values differ, as they are written in URLs. */
function changedCells(before: PageRecord, after: PageRecord): string[] {
  const ids = new Set([...Object.keys(before.cells), ...Object.keys(after.cells)])
  return [...ids]
    .filter(id => JSON.stringify(before.cells[id]) !== JSON.stringify(after.cells[id]))
    .map(encodeURIComponent)
}

function tell({ store, user, now }: Call, type: string, page: PageRecord, data: Record<string, unknown>): void {
  const entity = { id: page.id, type: 'page' }
  store.changes.add({ type, entity, author: user, data: { parent: parentOf(page), ...data } }, now)
}

function parentOf({ parent }: PageRecord): Record<string, unknown> {
  if (typeof parent.data_source_id === 'string')
    return { id: parent.database_id, type: 'database', data_source_id: parent.data_source_id }
  return typeof parent.page_id === 'string' ? { id: parent.page_id, type: 'page' } : { type: 'space' }
}
