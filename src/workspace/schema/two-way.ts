// Two-way relations: the column on the other side, and the rows on the other side.

import type { DataSourceRecord, PageRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { idList } from '../values/option-types.ts'
import { plainText } from '../values/rich-text.ts'
import type { Property, RelationTarget } from './schema.ts'
import { newId } from './schema-change.ts'

/** Makes the wanted other sides, and takes away those whose own side is gone; saves every table it changes. */
export function pairColumns(store: Store, before: readonly Property[], after: DataSourceRecord): void {
  store.saveDataSource(after)
  for (const property of after.schema) if (property.target?.wanted) makeOtherSide(store, after.id, property)
  for (const gone of before.filter(old => old.target?.synced && !hasOtherSide(after.schema, old)))
    removeOtherSide(store, gone)
}

/** After a row was saved: the rows it points at since then, and those it no longer points at, say the same. */
export function pairRows(
  store: Store,
  before: PageRecord['cells'],
  after: PageRecord,
  schema: readonly Property[],
): void {
  for (const { id, target } of schema) {
    if (target?.synced === undefined) continue
    const old = idList(before[id])
    const now = idList(after.cells[id])
    for (const other of now.filter(each => !old.includes(each))) pointBack(store, other, target.synced, after.id, true)
    for (const other of old.filter(each => !now.includes(each))) pointBack(store, other, target.synced, after.id, false)
  }
}

function makeOtherSide(store: Store, sourceId: string, { id, name, target }: Property): void {
  const source = store.dataSource(sourceId)
  const other = target && store.dataSource(target.dataSourceId)
  if (!source || !target || !other) return
  const synced = newId()
  const wanted = target.wanted?.name ?? `Related to ${plainText(source.title) || 'Untitled'} (${name})`
  const column: Property = {
    id: synced,
    name: freeName(wanted, other.schema),
    type: 'relation',
    description: null,
    target: { dataSourceId: source.id, databaseId: source.databaseId, synced: id },
  }
  store.saveDataSource({ ...other, schema: [...other.schema, column] })
  const { dataSourceId, databaseId } = target
  setTarget(store, sourceId, id, { dataSourceId, databaseId, synced })
  pointBackAll(store, sourceId, id, { dataSourceId, synced })
}

/** A relation that was one-way before has rows; the new side says the same as they do. Each page is saved once. */
function pointBackAll(
  store: Store,
  sourceId: string,
  relation: string,
  { dataSourceId, synced }: { dataSourceId: string; synced: string },
): void {
  const from = new Map<string, string[]>()
  for (const { id, cells } of store.pagesOf(sourceId))
    for (const other of idList(cells[relation])) appendTo(from, other, id)
  for (const [other, ids] of from) {
    const page = store.page(other)
    if (page?.dataSourceId === dataSourceId) store.savePage({ ...page, cells: { ...page.cells, [synced]: ids } })
  }
}

function appendTo(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

function removeOtherSide(store: Store, { target }: Property): void {
  const other = target && store.dataSource(target.dataSourceId)
  if (other) store.saveDataSource({ ...other, schema: other.schema.filter(each => each.id !== target.synced) })
}

function setTarget(store: Store, sourceId: string, propertyId: string, target: RelationTarget): void {
  const source = store.dataSource(sourceId)
  if (!source) return
  const schema = source.schema.map(each => (each.id === propertyId ? { ...each, target } : each))
  store.saveDataSource({ ...source, schema })
}

const hasOtherSide = (schema: readonly Property[], old: Property) =>
  schema.some(each => each.id === old.id && each.target?.synced === old.target?.synced)

function pointBack(store: Store, pageId: string, columnId: string, id: string, points: boolean): void {
  const page = store.page(pageId)
  if (!page) return
  const ids = idList(page.cells[columnId])
  if (ids.includes(id) === points) return
  const next = points ? [...ids, id] : ids.filter(each => each !== id)
  const cells = { ...page.cells, [columnId]: next }
  if (next.length === 0) delete cells[columnId]
  store.savePage({ ...page, cells })
}

function freeName(wanted: string, schema: readonly Property[]): string {
  let name = wanted
  for (let count = 1; schema.some(property => property.name === name); count += 1) name = `${wanted} ${count}`
  return name
}
