// relation: a list of pages of one table, in one direction or in both.

import { arrayAt, type Json, objectAt, stringAt, uuidAt } from '../api/check.ts'
import { WITH_DATA_SOURCES } from '../api/route.ts'
import type { Property, RelationTarget } from '../schema/schema.ts'
import { SHOWN_REFERENCES } from './list-types.ts'
import { idList, idsFacet } from './option-types.ts'
import type { ConfigContext, PropertyType, ShowContext } from './property-type.ts'

export const relation: PropertyType = {
  kind: 'ids',
  configure: (config, context) => ({ target: targetAt(config, context) }),
  showConfig: showTarget,
  write: (value, { path, checkPage }) => {
    const ids = arrayAt(value, path).map((item, index) => {
      const id = uuidAt(objectAt(item, `${path}[${index}]`).id, `${path}[${index}].id`)
      checkPage(id)
      return id
    })
    return ids.length === 0 ? undefined : [...new Set(ids)]
  },
  read: stored =>
    idList(stored)
      .slice(0, SHOWN_REFERENCES)
      .map(id => ({ id })),
  facet: idsFacet,
}

function targetAt(config: Json, { path, before, tableIn }: ConfigContext): RelationTarget {
  const old = before?.target
  const namesTable = config.data_source_id !== undefined || config.database_id !== undefined
  const table = !namesTable && old ? old : tableIn(config, path)
  const isSame = old?.dataSourceId === table.dataSourceId
  const target = { dataSourceId: table.dataSourceId, databaseId: table.databaseId }
  if (config.single_property !== undefined) return target
  if (config.dual_property === undefined) return isSame ? old : target
  if (isSame && old.synced !== undefined) return old
  const { synced_property_name: name } = objectAt(config.dual_property, `${path}.dual_property`)
  const wanted = name === undefined ? {} : { name: stringAt(name, `${path}.dual_property.synced_property_name`) }
  return { ...target, wanted }
}

function showTarget({ target }: Property, { version, schemaOf }: ShowContext): Json {
  if (!target) return {}
  const ids = {
    database_id: target.databaseId,
    ...(version >= WITH_DATA_SOURCES && { data_source_id: target.dataSourceId }),
  }
  const other = schemaOf(target).find(property => property.id === target.synced)
  if (!other) return { ...ids, type: 'single_property', single_property: {} }
  const synced = { synced_property_name: other.name, synced_property_id: encodeURIComponent(other.id) }
  return { ...ids, type: 'dual_property', dual_property: synced }
}
