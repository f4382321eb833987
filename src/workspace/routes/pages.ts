// Pages: rows of a data source, and pages of their own.

import { randomUUID } from 'node:crypto'
import { notAsExpected, validationError } from '../api/api-error.ts'
import { booleanAt, type Json, objectAt, stringAt } from '../api/check.ts'
import type { Call, Handler } from '../api/route.ts'
import { appendChildren } from '../blocks/append-children.ts'
import { setChildBlockTrash } from '../blocks/child-blocks.ts'
import { eraseChildren } from '../blocks/erase-children.ts'
import { startFromMarkdown } from '../markdown/start-page.ts'
import { findProperty, type Property } from '../schema/schema.ts'
import { pairRows } from '../schema/two-way.ts'
import type { DataSourceRecord, PageRecord } from '../store/records.ts'
import { coverAt, iconAt } from '../values/icons.ts'
import { showPage } from '../values/render.ts'
import { writeCells } from '../values/write-cells.ts'
import {
  checkEditable,
  checkKeys,
  checkOutside,
  dataSourceById,
  pageById,
  parentAt,
  schemaOf,
  trashFlag,
} from './lookup.ts'
import { tellCreated, tellUpdated } from './page-changes.ts'
import { enterParent, positionAt, rowParent, tableAt } from './page-place.ts'

const CREATE_KEYS = [
  'parent',
  'properties',
  'icon',
  'cover',
  'children',
  'content',
  'markdown',
  'template',
  'position',
  'allow_async',
]
const UPDATE_KEYS = ['properties', 'icon', 'cover', 'in_trash', 'is_archived', 'is_locked', 'erase_content', 'template']

export const createPage: Handler = call => {
  const { body, store, now, user, version } = call
  checkKeys(body, CREATE_KEYS, version)
  checkContent(body)
  const source = tableAt(call, body.parent)
  if (source) checkEditable(store, source.id)
  const empty: PageRecord = {
    id: randomUUID(),
    dataSourceId: source?.id ?? null,
    parent: source ? rowParent(source) : parentAt(body.parent, store),
    icon: lookAt(call, 'icon', null),
    cover: lookAt(call, 'cover', null),
    number: 0,
    inTrash: false,
    isArchived: false,
    isLocked: false,
    created: now,
    edited: now,
    createdBy: user,
    editedBy: user,
    cells: {},
  }
  const page = saveWithCells(call, empty, empty)
  enterParent(call, page, positionAt(call, page))
  if (body.children !== undefined)
    appendChildren(call, ownBlocks(page), body.children, { where: 'end', path: 'body.children' })
  if (body.content !== undefined)
    appendChildren(call, ownBlocks(page), body.content, { where: 'end', path: 'body.content' })
  if (body.markdown !== undefined) startFromMarkdown(call, page, stringAt(body.markdown, 'body.markdown'))
  tellCreated(call, page)
  return shown(call, pageById(store, page.id))
}

export const retrievePage: Handler = call => shown(call, pageById(call.store, call.path.page_id))

export const updatePage: Handler = call => {
  const { body, store, version, now, user } = call
  checkKeys(body, UPDATE_KEYS, version)
  checkTemplate(body)
  const before = pageById(store, call.path.page_id)
  const changed: PageRecord = {
    ...before,
    icon: lookAt(call, 'icon', before.icon),
    cover: lookAt(call, 'cover', before.cover),
    inTrash: trashFlag(body, before.inTrash),
    isArchived: body.is_archived === undefined ? before.isArchived : booleanAt(body.is_archived, 'body.is_archived'),
    isLocked: body.is_locked === undefined ? before.isLocked : booleanAt(body.is_locked, 'body.is_locked'),
    edited: now,
    editedBy: user,
  }
  if (before.inTrash && changed.inTrash)
    throw validationError("Can't update a page that is archived. You must unarchive the page before updating.")
  if (!before.inTrash) checkEditable(store, before.id)
  const after = saveWithCells(call, before, changed)
  if (after.inTrash !== before.inTrash) setChildBlockTrash(store, after.id, after.inTrash)
  if (erases(body)) eraseChildren(call, after.id)
  tellUpdated(call, before, after)
  return shown(call, after)
}

export const movePage: Handler = call => {
  const { body, store, now, user, version } = call
  checkKeys(body, ['parent'], version)
  const before = pageById(store, call.path.page_id)
  checkEditable(store, before.id)
  const source = tableAt(call, body.parent)
  if (source) checkEditable(store, source.id)
  const parent = source ? rowParent(source) : parentAt(body.parent, store)
  checkOutside(store, before.id, parent)
  const stamped = { ...before, parent, edited: now, editedBy: user }
  const after = (source?.id ?? null) === before.dataSourceId ? stamped : inNewTable(call, stamped, source)
  store.savePage(after)
  enterParent(call, after, 'end')
  store.changes.add({ type: 'page.moved', entity: { id: after.id, type: 'page' }, author: user, data: { parent } }, now)
  return shown(call, after)
}

/** Ids of the columns asked for by `filter_properties`, all when there are none. */
export function wantedProperties({ query }: Pick<Call, 'query'>, schema: readonly Property[]): Set<string> | undefined {
  const named = [...query.getAll('filter_properties'), ...query.getAll('filter_properties[]')]
  if (named.length === 0) return undefined
  return new Set(named.flatMap(name => findProperty(schema, name)?.id ?? []))
}

const ownBlocks = ({ id }: PageRecord) => ({ id, type: 'page_id' as const })

/** Values may make new options; those are kept in the table's schema. The number is drawn when all is well. */
function saveWithCells(call: Call, before: PageRecord, page: PageRecord): PageRecord {
  const { store, body, now } = call
  const checkPage = (id: string) => void pageById(store, id)
  const row = { schema: schemaOf(store, page), cells: page.cells, checkPage, uploads: store.uploads }
  const { cells, schema, madeOptions } = writeCells(row, body.properties)
  if (madeOptions && page.dataSourceId !== null)
    store.saveDataSource({ ...dataSourceById(store, page.dataSourceId), schema, edited: now })
  const isNewRow = page.dataSourceId !== null && page.number === 0
  const saved = { ...page, cells, number: isNewRow ? store.nextNumber(page.dataSourceId ?? '') : page.number }
  store.savePage(saved)
  pairRows(store, before.cells, saved, schema)
  return pageById(store, saved.id)
}

function checkContent(body: Json): void {
  checkTemplate(body)
  if (body.markdown === undefined) return
  for (const other of ['children', 'content'])
    if (body[other] !== undefined) throw notAsExpected(`body.${other}`, 'not present', body[other])
}

/** There are no templates here, so only `none` can be asked for. */
function checkTemplate({ template }: Json): void {
  if (template === undefined) return
  const { type } = objectAt(template, 'body.template')
  if (type !== 'none') throw validationError('This data source has no templates.')
}

function inNewTable({ store }: Call, page: PageRecord, source: DataSourceRecord | undefined): PageRecord {
  const schema = schemaOf(store, page)
  pairRows(store, page.cells, { ...page, cells: {} }, schema)
  return {
    ...page,
    dataSourceId: source?.id ?? null,
    cells: movedCells(page, schema, source?.schema),
    number: source ? store.nextNumber(source.id) : 0,
  }
}

/** Titles move along; other columns by their name, when the type is the same. */
function movedCells(page: PageRecord, from: readonly Property[], to: readonly Property[] | undefined): Json {
  const kept = from.flatMap(old => {
    const now = old.type === 'title' ? old : to?.find(each => each.name === old.name && each.type === old.type)
    const value = page.cells[old.id]
    const isPlain = now && now.options === undefined && now.type !== 'relation'
    return isPlain && value !== undefined ? [[now.id, value] as const] : []
  })
  return Object.fromEntries(kept)
}

const erases = ({ erase_content: erase }: Json): boolean =>
  erase !== undefined && booleanAt(erase, 'body.erase_content')

function lookAt({ body, store: { uploads } }: Call, key: 'icon' | 'cover', before: Json | null): Json | null {
  const given = { value: body[key], path: `body.${key}`, before, uploads }
  return key === 'icon' ? iconAt(given) : coverAt(given)
}

function shown(call: Call, page: PageRecord): Json {
  const schema = schemaOf(call.store, page)
  return showPage(page, schema, call, wantedProperties(call, schema))
}
