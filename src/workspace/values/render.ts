// Records as Notion answers them; the order of keys is the recorded one.

import type { Json } from '../api/check.ts'
import { partialBot } from '../api/identity.ts'
import type { Property } from '../schema/schema.ts'
import type { DatabaseRecord, DataSourceRecord, PageRecord } from '../store/records.ts'
import { floorToMinute } from './date-value.ts'
import { SHOWN_REFERENCES } from './list-types.ts'
import type { RowContext } from './property-type.ts'
import { TYPES } from './property-types.ts'
import { plainText } from './rich-text.ts'

/** From this version on, answers and requests have no `archived`. */
const WITHOUT_ARCHIVED = '2026-03-11'

export function showDatabase(kept: DatabaseRecord, sources: readonly DataSourceRecord[], version: string): Json {
  return {
    object: 'database',
    id: kept.id,
    title: kept.title,
    description: kept.description,
    parent: kept.parent,
    is_inline: kept.isInline,
    in_trash: kept.inTrash,
    is_locked: false,
    created_time: exact(kept.created),
    last_edited_time: exact(kept.edited),
    data_sources: sources
      .filter(source => !source.inTrash)
      .map(source => ({ id: source.id, name: plainText(source.title) })),
    icon: kept.icon,
    cover: kept.cover,
    url: urlOf(kept.id),
    public_url: null,
    ...archived(kept.inTrash, version),
  }
}

export function showDataSource(kept: DataSourceRecord, database: DatabaseRecord, version: string): Json {
  return {
    object: 'data_source',
    id: kept.id,
    cover: kept.cover,
    icon: kept.icon,
    created_time: toMinute(kept.created),
    created_by: partialBot(),
    last_edited_by: partialBot(),
    last_edited_time: toMinute(kept.edited),
    title: kept.title,
    description: kept.description,
    is_inline: database.isInline,
    properties: Object.fromEntries(kept.schema.map(property => [property.name, showProperty(property)])),
    parent: { type: 'database_id', database_id: database.id },
    database_parent: database.parent,
    url: urlOf(database.id),
    public_url: null,
    in_trash: kept.inTrash,
    ...archived(kept.inTrash, version),
  }
}

export interface PageView {
  version: string
  /** The table's columns; a page of its own has a title only. */
  schema: readonly Property[]
  /** Property ids to show; all when undefined. */
  only?: ReadonlySet<string>
}

export function showPage(page: PageRecord, { version, schema, only }: PageView): Json {
  const shown = schema.filter(property => !only || only.has(property.id))
  const title = schema.find(property => property.type === 'title')
  return {
    object: 'page',
    id: page.id,
    created_time: toMinute(page.created),
    last_edited_time: toMinute(page.edited),
    created_by: partialBot(),
    last_edited_by: partialBot(),
    cover: page.cover,
    icon: page.icon,
    parent: page.parent,
    in_trash: page.inTrash,
    is_archived: page.isArchived,
    is_locked: page.isLocked,
    properties: Object.fromEntries(shown.map(property => [property.name, showCell(page, property)])),
    url: urlOf(page.id, title ? plainText(page.cells[title.id]) : ''),
    public_url: null,
    ...archived(page.inTrash, version),
  }
}

export function showCell(page: PageRecord, property: Property): Json {
  const stored = page.cells[property.id]
  const value = TYPES[property.type].read(stored, rowContext(page, property))
  const cell = { id: encodeURIComponent(property.id), type: property.type, [property.type]: value }
  if (property.type !== 'relation') return cell
  return { ...cell, has_more: Array.isArray(stored) && stored.length > SHOWN_REFERENCES }
}

export const usesArchived = (version: string): boolean => version < WITHOUT_ARCHIVED

const rowContext = (page: PageRecord, property: Property): RowContext => ({
  property,
  number: page.number,
  created: toMinute(page.created),
  edited: toMinute(page.edited),
})

function showProperty(property: Property): Json {
  const config = TYPES[property.type].showConfig?.(property) ?? {}
  return {
    id: encodeURIComponent(property.id),
    name: property.name,
    description: property.description,
    type: property.type,
    [property.type]: config,
  }
}

const archived = (inTrash: boolean, version: string): Json => (usesArchived(version) ? { archived: inTrash } : {})
const exact = (ms: number) => new Date(ms).toISOString().replace('Z', '+00:00')
const toMinute = (ms: number) => new Date(floorToMinute(ms)).toISOString()

function urlOf(id: string, title = ''): string {
  const slug = title.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '')
  const hex = id.replaceAll('-', '')
  return `https://app.notion.com/p/${slug === '' ? hex : `${encodeURIComponent(slug)}-${hex}`}`
}
