// Databases. Before data sources, a database's columns are those of its one table, and are asked for and changed with it.

import { randomUUID } from 'node:crypto'
import { booleanAt, type Json, objectAt } from '../api/check.ts'
import { type Call, type Handler, WITH_DATA_SOURCES } from '../api/route.ts'
import { addChildBlock, removeChildBlock, setChildBlockTrash } from '../blocks/child-blocks.ts'
import type { DatabaseRecord } from '../store/records.ts'
import { coverAt, iconAt } from '../values/icons.ts'
import { showDatabase } from '../values/render.ts'
import { richTextAt } from '../values/rich-text.ts'
import { changeDataSource, newDataSource } from './data-sources.ts'
import { tellDatabase } from './database-changes.ts'
import { checkKeys, checkOutside, databaseById, onlyDataSource, parentAt, trashFlag } from './lookup.ts'

const KEYS = ['parent', 'title', 'description', 'is_inline', 'icon', 'cover']
const DEFAULT_PROPERTIES = { Name: { title: {} } }

export const createDatabase: Handler = call => {
  const { body, store, now, user, version } = call
  const isOld = version < WITH_DATA_SOURCES
  checkKeys(body, [...KEYS, isOld ? 'properties' : 'initial_data_source'], version)
  const database: DatabaseRecord = {
    ...namesAt(call, { title: [], description: [], isInline: false, icon: null, cover: null }),
    id: randomUUID(),
    parent: parentAt(body.parent, store),
    isLocked: false,
    inTrash: false,
    created: now,
    edited: now,
    createdBy: user,
    editedBy: user,
  }
  store.saveDatabase(database)
  newDataSource(call, database, { title: database.title, ...(isOld ? oldTable(body) : initialTable(body)) })
  enterParent(call, database)
  tellDatabase(call, undefined, database)
  return showDatabase(database, call)
}

export const retrieveDatabase: Handler = call => {
  const database = databaseById(call.store, call.path.database_id)
  if (call.version < WITH_DATA_SOURCES) onlyDataSource(call.store, database.id, call.version)
  return showDatabase(database, call)
}

export const updateDatabase: Handler = call => {
  const { store, path, body, version, now, user } = call
  const isOld = version < WITH_DATA_SOURCES
  checkKeys(body, [...KEYS, 'in_trash', 'is_locked', ...(isOld ? ['properties'] : [])], version)
  const before = databaseById(store, path.database_id)
  const after: DatabaseRecord = {
    ...before,
    ...namesAt(call, before),
    parent: body.parent === undefined ? before.parent : parentAt(body.parent, store),
    isLocked: body.is_locked === undefined ? before.isLocked : booleanAt(body.is_locked, 'body.is_locked'),
    inTrash: trashFlag(body, before.inTrash),
    edited: now,
    editedBy: user,
  }
  checkOutside(store, after.id, after.parent)
  store.saveDatabase(after)
  if (body.parent !== undefined) enterParent(call, after)
  if (isOld && body.properties !== undefined)
    changeDataSource(call, onlyDataSource(store, after.id, version), { properties: body.properties })
  setChildBlockTrash(store, after.id, after.inTrash)
  tellDatabase(call, before, after)
  return showDatabase(after, call)
}

type Names = Pick<DatabaseRecord, 'title' | 'description' | 'isInline' | 'icon' | 'cover'>

function namesAt({ body, store: { uploads } }: Call, before: Names): Names {
  return {
    title: body.title === undefined ? before.title : richTextAt(body.title, 'body.title'),
    description: body.description === undefined ? before.description : richTextAt(body.description, 'body.description'),
    isInline: body.is_inline === undefined ? before.isInline : booleanAt(body.is_inline, 'body.is_inline'),
    icon: iconAt({ value: body.icon, path: 'body.icon', before: before.icon, uploads }),
    cover: coverAt({ value: body.cover, path: 'body.cover', before: before.cover, uploads }),
  }
}

function initialTable(body: Json) {
  const path = 'body.initial_data_source'
  const given = body.initial_data_source === undefined ? {} : objectAt(body.initial_data_source, path)
  return { properties: given.properties ?? DEFAULT_PROPERTIES, path: `${path}.properties` }
}

const oldTable = (body: Json) => ({ properties: body.properties, path: 'body.properties' })

/** A database under a page is one of the page's blocks. */
function enterParent({ store, now, user }: Call, { id, parent }: DatabaseRecord): void {
  if (typeof parent.page_id !== 'string') {
    removeChildBlock(store, id)
    return
  }
  addChildBlock(store, { id, parentId: parent.page_id, parentType: 'page_id', type: 'child_database', now, user })
}
