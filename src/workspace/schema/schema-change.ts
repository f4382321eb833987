// A request's columns applied to a data source: new ones, renamed ones, changed settings, removed ones.

import { randomBytes } from 'node:crypto'
import { notAsExpected, validationError } from '../api/api-error.ts'
import { type Json, objectAt, stringAt } from '../api/check.ts'
import type { ConfigContext } from '../values/property-type.ts'
import { TYPES } from '../values/property-types.ts'
import { findProperty, PROPERTY_TYPES, type Property, type PropertyTypeName } from './schema.ts'

type DatabaseOf = ConfigContext['databaseOf']
const TITLE: readonly PropertyTypeName[] = ['title']

/** The columns of a new data source; exactly one is a title. */
export function newSchema(properties: unknown, path: string, databaseOf: DatabaseOf): Property[] {
  const schema = changedSchema([], properties, { path, databaseOf })
  if (!schema.some(property => property.type === 'title')) throw validationError('Title is not provided.')
  return schema
}

export function changedSchema(
  schema: readonly Property[],
  properties: unknown,
  { path, databaseOf }: { path: string; databaseOf: DatabaseOf },
): Property[] {
  let changed = [...schema]
  for (const [key, value] of Object.entries(objectAt(properties, path))) {
    const before = findProperty(schema, key)
    const place = `${path}.${key}`
    if (value === null) {
      changed = without(changed, before, key)
    } else if (before) {
      const after = changedProperty(before, objectAt(value, place), { path: place, before, databaseOf })
      changed = changed.map(each => (each.id === before.id ? after : each))
    } else {
      changed.push(newProperty(key, objectAt(value, place), { path: place, before: undefined, databaseOf }))
    }
  }
  return checked(changed)
}

function newProperty(name: string, config: Json, context: ConfigContext): Property {
  const type = typeIn(config)
  if (!type) throw notAsExpected(`${context.path}.type`, 'defined', config.type)
  return {
    id: TITLE.includes(type) ? 'title' : newId(),
    name: typeof config.name === 'string' ? config.name : name,
    type,
    description: typeof config.description === 'string' ? config.description : null,
    ...TYPES[type].configure?.(objectAt(config[type] ?? {}, `${context.path}.${type}`), inside(context, type)),
  }
}

function changedProperty(before: Property, config: Json, context: ConfigContext): Property {
  const type = typeIn(config) ?? before.type
  if (type !== before.type)
    throw validationError(`${before.name} is ${before.type}: the local workspace does not change a property's type.`)
  const after = { ...before }
  if (config.name !== undefined) after.name = stringAt(config.name, `${context.path}.name`)
  if (typeof config.description === 'string') after.description = config.description
  if (config[type] === undefined) return after
  return {
    ...after,
    ...TYPES[type].configure?.(objectAt(config[type], `${context.path}.${type}`), inside(context, type)),
  }
}

function without(schema: Property[], property: Property | undefined, key: string): Property[] {
  if (!property) throw validationError(`${key} is not a property that exists.`)
  if (property.type === 'title') throw validationError('Cannot delete the title property.')
  return schema.filter(each => each.id !== property.id)
}

function checked(schema: Property[]): Property[] {
  const names = schema.map(property => property.name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw validationError(`Cannot have two properties with the same name: ${twice}`)
  if (schema.filter(property => property.type === 'title').length > 1)
    throw validationError('Cannot create a second title property.')
  return schema
}

const typeIn = (config: Json): PropertyTypeName | undefined =>
  PROPERTY_TYPES.find(type => config[type] !== undefined) ?? PROPERTY_TYPES.find(type => config.type === type)

const inside = (context: ConfigContext, type: string): ConfigContext => ({
  ...context,
  path: `${context.path}.${type}`,
})

/** Short and random, as Notion's; safe in a URL and in a JSON path. */
const newId = (): string => randomBytes(6).toString('hex').slice(0, 5) + randomBytes(1).toString('hex')
