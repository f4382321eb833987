// A request's columns applied to a data source: new ones, renamed ones, changed settings and types, removed ones.

import { randomBytes } from 'node:crypto'
import { notAsExpected, validationError } from '../api/api-error.ts'
import { isObject, type Json, objectAt, stringAt } from '../api/check.ts'
import { usesItself } from '../values/dependents.ts'
import type { ConfigContext } from '../values/property-type.ts'
import { TYPES } from '../values/property-types.ts'
import { findProperty, PROPERTY_TYPES, type Property, type PropertyTypeName, TITLE_ID } from './schema.ts'

/** Where a request's columns stand in it, and the tables they may speak of. */
export type Tables = Pick<ConfigContext, 'path' | 'tableIn' | 'schemaOf'>

/** The columns of a new data source; exactly one is a title. */
export function newSchema(properties: unknown, tables: Tables): Property[] {
  const schema = changedSchema([], properties, tables)
  if (!schema.some(property => property.type === 'title')) throw validationError('Title is not provided.')
  return schema
}

export function changedSchema(schema: readonly Property[], properties: unknown, tables: Tables): Property[] {
  let changed = [...schema]
  for (const [key, value] of inOrder(objectAt(properties, tables.path))) {
    const before = findProperty(schema, key)
    const context = { ...tables, path: `${tables.path}.${key}`, name: before?.name ?? key, before, schema: changed }
    if (value === null) {
      changed = without(changed, before, key)
    } else if (before) {
      const after = changedProperty(before, objectAt(value, context.path), context)
      changed = changed.map(each => (each.id === before.id ? after : each))
    } else {
      changed.push(newProperty(objectAt(value, context.path), context))
    }
  }
  return checked(withReferences(changed, properties, tables))
}

/** Formulas of the request read once more, now that every column they name is there. */
function withReferences(schema: Property[], properties: unknown, tables: Tables): Property[] {
  return Object.entries(objectAt(properties, tables.path)).reduce((changed, [key, value]) => {
    const config = isObject(value) ? value : {}
    const name = typeof config.name === 'string' ? config.name : key
    const formula = findProperty(changed, name)
    if (formula?.type !== 'formula' || config.formula === undefined) return changed
    const context = { ...tables, path: `${tables.path}.${key}`, name, before: formula, schema: changed }
    const after = { ...formula, ...settingsOf('formula', config, context) }
    if (usesItself(after, changed)) throw validationError(`Formula ${formula.name} cannot use itself.`)
    return changed.map(each => (each.id === formula.id ? after : each))
  }, schema)
}

/** Computed columns last: they may speak of others of the same request. */
function inOrder(properties: Json): [string, unknown][] {
  const rank = (value: unknown) => {
    const type = isObject(value) ? typeIn(value) : undefined
    return type === 'formula' ? 2 : type === 'rollup' ? 1 : 0
  }
  return Object.entries(properties).toSorted(([, a], [, b]) => rank(a) - rank(b))
}

function newProperty(config: Json, context: ConfigContext): Property {
  const type = typeIn(config)
  if (!type) throw notAsExpected(`${context.path}.type`, 'defined', config.type)
  return {
    id: type === 'title' ? TITLE_ID : newId(),
    name: nameAt(config, context),
    type,
    description: descriptionAt(config, context.path, null),
    ...settingsOf(type, config, context),
  }
}

function changedProperty(before: Property, config: Json, context: ConfigContext): Property {
  const type = typeIn(config) ?? before.type
  const { id, description: old } = before
  const named = { id, name: nameAt(config, context), description: descriptionAt(config, context.path, old) }
  if (type === before.type)
    return { ...before, ...named, ...(config[type] === undefined ? {} : settingsOf(type, config, context)) }
  if (type === 'title' || before.type === 'title')
    throw validationError(`Cannot change the type of ${before.name}: a table has exactly one title property.`)
  return { ...named, type, ...settingsOf(type, config, { ...context, before: undefined }) }
}

const nameAt = (config: Json, { path, name }: ConfigContext): string =>
  config.name === undefined ? name : stringAt(config.name, `${path}.name`)

function descriptionAt({ description }: Json, path: string, before: string | null): string | null {
  if (description === undefined || description === null) return before
  return stringAt(description, `${path}.description`)
}

function settingsOf(type: PropertyTypeName, config: Json, context: ConfigContext): Partial<Property> {
  const path = `${context.path}.${type}`
  const given = objectAt(config[type] ?? {}, path)
  return TYPES[type].configure?.(given, { ...context, path }) ?? {}
}

function without(schema: Property[], property: Property | undefined, key: string): Property[] {
  if (!property) throw validationError(`${key} is not a property that exists.`)
  if (property.type === 'title') throw validationError('Cannot delete the title property.')
  return schema.filter(each => each.id !== property.id)
}

function checked(schema: Property[]): Property[] {
  if (schema.length > MAX_PROPERTIES)
    throw validationError(`A data source cannot have more than ${MAX_PROPERTIES} properties.`)
  const names = schema.map(property => property.name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw validationError(`Cannot have two properties with the same name: ${twice}`)
  if (schema.filter(property => property.type === 'title').length > 1)
    throw validationError('Cannot create a second title property.')
  return schema
}

/** The columns a table may have; its rows are compared in one SQL table, which has room for no more. */
const MAX_PROPERTIES = 490

const typeIn = (config: Json): PropertyTypeName | undefined =>
  PROPERTY_TYPES.find(type => config[type] !== undefined) ?? PROPERTY_TYPES.find(type => config.type === type)

/** Short and random, as Notion's; safe in a URL and in a JSON path. */
export const newId = (): string => randomBytes(6).toString('hex').slice(0, 5) + randomBytes(1).toString('hex')
