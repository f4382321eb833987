// Records as Notion answers them; the order of keys is the recorded one.

import type { Json } from '../api/check.ts'
import { partialUser } from '../api/identity.ts'
import { type Call, type Version, WITH_DATA_SOURCES, WITHOUT_ARCHIVED } from '../api/route.ts'
import { type Property, type RelationTarget, TITLE_ID } from '../schema/schema.ts'
import type { DatabaseRecord, DataSourceRecord, PageRecord } from '../store/records.ts'
import { showCell } from './cell-answer.ts'
import { toMinute } from './date-value.ts'
import type { FileHost } from './file-objects.ts'
import { showLook } from './icons.ts'
import { TYPES } from './property-types.ts'
import { plainText } from './rich-text.ts'

/** All that showing an object needs of a request. */
export type View = Pick<Call, 'store' | 'version' | 'origin' | 'now'>

/** Before data sources a database shows the columns of its one table. */
export function showDatabase(kept: DatabaseRecord, view: View): Json {
  const sources = view.store.dataSourcesOf(kept.id).filter(source => !source.inTrash)
  if (view.version < WITH_DATA_SOURCES) return showTable(kept, sources[0], view)
  return {
    object: 'database',
    id: kept.id,
    title: kept.title,
    description: kept.description,
    parent: kept.parent,
    is_inline: kept.isInline,
    in_trash: kept.inTrash,
    is_locked: kept.isLocked,
    created_time: exact(kept.created),
    last_edited_time: exact(kept.edited),
    data_sources: sources.map(source => ({ id: source.id, name: plainText(source.title) })),
    icon: showLook(kept.icon, hostOf(view)),
    cover: showLook(kept.cover, hostOf(view)),
    url: urlOf(kept.id),
    public_url: null,
    ...archived(kept.inTrash, view.version),
  }
}

/** The database of version 2022-06-28. */
function showTable(kept: DatabaseRecord, source: DataSourceRecord | undefined, view: View): Json {
  return {
    object: 'database',
    id: kept.id,
    cover: showLook(kept.cover, hostOf(view)),
    icon: showLook(kept.icon, hostOf(view)),
    created_time: toMinute(kept.created),
    created_by: partialUser(kept.createdBy),
    last_edited_by: partialUser(kept.editedBy),
    last_edited_time: toMinute(Math.max(kept.edited, source?.edited ?? 0)),
    title: kept.title,
    description: kept.description,
    is_inline: kept.isInline,
    properties: source ? showSchema(source.schema, view) : {},
    parent: kept.parent,
    url: urlOf(kept.id),
    public_url: null,
    archived: kept.inTrash,
    in_trash: kept.inTrash,
  }
}

/** In the trash also when its database is. */
export function showDataSource(kept: DataSourceRecord, database: DatabaseRecord, view: View): Json {
  const inTrash = kept.inTrash || database.inTrash
  return {
    object: 'data_source',
    id: kept.id,
    cover: showLook(kept.cover, hostOf(view)),
    icon: showLook(kept.icon, hostOf(view)),
    created_time: toMinute(kept.created),
    created_by: partialUser(kept.createdBy),
    last_edited_by: partialUser(kept.editedBy),
    last_edited_time: toMinute(kept.edited),
    title: kept.title,
    description: kept.description,
    is_inline: database.isInline,
    properties: showSchema(kept.schema, view),
    parent: { type: 'database_id', database_id: database.id },
    database_parent: database.parent,
    url: urlOf(database.id),
    public_url: null,
    in_trash: inTrash,
    ...archived(inTrash, view.version),
  }
}

/** `only`: ids of the properties to show; all when undefined. */
export function showPage(page: PageRecord, schema: readonly Property[], view: View, only?: ReadonlySet<string>): Json {
  const shown = schema.filter(property => !only || only.has(property.id))
  const cells = { schema, reader: view.store.reader, host: hostOf(view) }
  return {
    object: 'page',
    id: page.id,
    created_time: toMinute(page.created),
    last_edited_time: toMinute(page.edited),
    created_by: partialUser(page.createdBy),
    last_edited_by: partialUser(page.editedBy),
    cover: showLook(page.cover, cells.host),
    icon: showLook(page.icon, cells.host),
    parent: showParent(page, view.version),
    in_trash: page.inTrash,
    is_archived: page.isArchived,
    is_locked: page.isLocked,
    properties: Object.fromEntries(shown.map(property => [property.name, showCell(page, property, cells)])),
    url: urlOf(page.id, plainText(page.cells[TITLE_ID])),
    public_url: null,
    ...archived(page.inTrash, view.version),
  }
}

/** In versions that have it, last before the request's id. */
export const archived = (inTrash: boolean, version: Version): Json =>
  version < WITHOUT_ARCHIVED ? { archived: inTrash } : {}

export const hostOf = ({ origin, now }: View): FileHost => ({ origin, now })

export function showParent(page: PageRecord, version: Version): Json {
  if (page.dataSourceId === null || version >= WITH_DATA_SOURCES) return page.parent
  return { type: 'database_id', database_id: page.parent.database_id }
}

function showSchema(schema: readonly Property[], view: View): Json {
  const context = {
    version: view.version,
    schema,
    schemaOf: ({ dataSourceId }: RelationTarget) => view.store.dataSource(dataSourceId)?.schema ?? [],
  }
  return Object.fromEntries(
    schema.map(property => {
      const config = TYPES[property.type].showConfig?.(property, context) ?? {}
      const { name, description, type } = property
      return [name, { id: encodeURIComponent(property.id), name, description, type, [type]: config }]
    }),
  )
}

const exact = (ms: number) => new Date(ms).toISOString().replace('Z', '+00:00')

/** Where a person finds a page or database; characters of its title outside letters and digits become dashes. */
export function urlOf(id: string, title = ''): string {
  const slug = title.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '')
  const hex = id.replaceAll('-', '')
  return `https://app.notion.com/p/${slug === '' ? hex : `${encodeURIComponent(slug)}-${hex}`}`
}
