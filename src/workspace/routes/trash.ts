// Pages and databases trashed or brought back by way of their block.

import type { Json } from '../api/check.ts'
import type { Call } from '../api/route.ts'
import { setChildBlockTrash } from '../blocks/child-blocks.ts'
import { showDatabaseAsBlock, showPageAsBlock } from '../blocks/show-block.ts'
import { tellDatabase } from './database-changes.ts'
import { databaseById, pageById } from './lookup.ts'
import { tellUpdated } from './page-changes.ts'

/** Answers the page as a `child_page` block. */
export function trashPage(call: Call, id: string, inTrash: boolean): Json {
  const { store, now, user } = call
  const before = pageById(store, id)
  const after = { ...before, inTrash, edited: now, editedBy: user }
  store.savePage(after)
  setChildBlockTrash(store, id, inTrash)
  tellUpdated(call, before, after)
  return showPageAsBlock(after, call)
}

/** Answers the database as a `child_database` block. */
export function trashDatabase(call: Call, id: string, inTrash: boolean): Json {
  const { store, now, user } = call
  const before = databaseById(store, id)
  const after = { ...before, inTrash, edited: now, editedBy: user }
  store.saveDatabase(after)
  setChildBlockTrash(store, id, inTrash)
  tellDatabase(call, before, after)
  return showDatabaseAsBlock(after, call)
}
