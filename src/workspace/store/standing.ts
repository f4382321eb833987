// Where an object stands: itself and all it stands in, up to the top.

import type { Store } from './store.ts'

export interface Standing {
  id: string
  inTrash: boolean
}

type Places = Pick<Store, 'page' | 'database' | 'dataSource' | 'blocks'>

/** A page, database, data source or block first, then what it is in; nothing when there is no such object. */
export function standing(store: Places, id: string): Standing[] {
  const found = new Map<string, Standing>()
  let place = placeOf(store, id)
  while (place && !found.has(place.id)) {
    found.set(place.id, { id: place.id, inTrash: place.inTrash })
    place = place.parentId === undefined ? undefined : placeOf(store, place.parentId)
  }
  return [...found.values()]
}

/** True when neither it nor anything it stands in is in the trash. */
export const isLive = (store: Places, id: string): boolean => standing(store, id).every(place => !place.inTrash)

function placeOf(store: Places, id: string): (Standing & { parentId: string | undefined }) | undefined {
  const own = store.page(id) ?? store.database(id)
  if (own) return { id, inTrash: own.inTrash, parentId: idIn(own.parent) }
  const source = store.dataSource(id)
  if (source) return { id, inTrash: source.inTrash, parentId: source.databaseId }
  const block = store.blocks.get(id)
  return block && { id, inTrash: block.inTrash, parentId: block.parentId }
}

/** A row names its table and its database: the table is nearer. */
const idIn = (parent: Record<string, unknown>): string | undefined =>
  [parent.data_source_id, parent.page_id, parent.block_id, parent.database_id].find(id => typeof id === 'string')
