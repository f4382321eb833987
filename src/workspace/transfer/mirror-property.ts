// A column as the API answers it turned into one that is kept: same id, name, type, options, target.

import { z } from 'zod'
import { isObject, type Json } from '../api/check.ts'
import { FormulaError, parseFormula } from '../formula/parse.ts'
import {
  findProperty,
  PROPERTY_TYPES,
  type Property,
  type PropertyTypeName,
  ROLLUP_FUNCTIONS,
} from '../schema/schema.ts'
import { read } from './mirror-objects.ts'

const Base = z.object({ id: z.string(), name: z.string(), type: z.string(), description: z.string().nullish() })
const Options = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    color: z.string().default('default'),
    description: z
      .string()
      .nullish()
      .transform(text => text ?? null),
  }),
)
const Groups = z.array(
  z.object({ id: z.string(), name: z.string(), color: z.string().default('default'), option_ids: z.array(z.string()) }),
)
const Relation = z.object({
  database_id: z.string(),
  data_source_id: z.string(),
  dual_property: z.object({ synced_property_id: z.string(), synced_property_name: z.string() }).partial().nullish(),
})
const Rollup = z.object({
  relation_property_id: z.string(),
  rollup_property_id: z.string(),
  rollup_property_name: z.string(),
  function: z.string(),
})

export interface ReadProperties {
  schema: Property[]
  /** Columns of related tables that these speak of. */
  foreign: ForeignColumn[]
  /** What could not be taken over as it is, a sentence each. */
  notes: string[]
}

export interface ForeignColumn {
  id: string
  name: string
  /** Id of the relation that leads to its table. */
  relation: string
  /** The other side of that relation, or what a rollup takes. */
  kind: 'synced' | 'rolled'
}

/** @param table its title, for the notes */
export function readProperties(configs: readonly Json[], table: string): ReadProperties {
  const notes: string[] = []
  const named = (property: { name: string }) => `"${property.name}" of "${table}"`
  const schema = configs.flatMap(config => {
    const base = read(Base, config, 'column')
    const type = PROPERTY_TYPES.find(each => each === base.type)
    if (!type) {
      notes.push(`${named(base)} is left out: its type ${base.type} is not known here`)
      return []
    }
    const { name, description = null } = base
    const settings = settingsOf(type, isObject(config[type]) ? config[type] : {})
    if (type === 'rollup' && !settings.rollup)
      notes.push(`${named(base)} is always empty: its function is not known here`)
    return [{ id: decoded(base.id), name, type, description, ...settings }]
  })
  return {
    schema: schema.map(property => withFormula(property, schema, () => notes.push(emptyFormula(property)))),
    foreign: configs.flatMap(foreignOf),
    notes,
  }

  function emptyFormula(property: Property): string {
    return `${named(property)} is always empty: its formula cannot be read here (${property.expression})`
  }
}

function settingsOf(type: PropertyTypeName, config: Json): Partial<Property> {
  switch (type) {
    case 'select':
    case 'multi_select':
      return { options: read(Options, config.options, type) }
    case 'status':
      return { options: read(Options, config.options, type), groups: read(Groups, config.groups, type) }
    case 'number':
      return { format: String(config.format ?? 'number') }
    case 'unique_id':
      return { prefix: typeof config.prefix === 'string' ? config.prefix : null }
    case 'relation':
      return { target: targetOf(config) }
    case 'rollup':
      return { rollup: rollupOf(config) }
    case 'formula':
      return { expression: String(config.expression ?? '') }
    default:
      return {}
  }
}

function targetOf(config: Json): Property['target'] {
  const {
    database_id: databaseId,
    data_source_id: dataSourceId,
    dual_property: dual,
  } = read(Relation, config, 'relation')
  const synced = dual?.synced_property_id
  return { databaseId, dataSourceId, ...(synced !== undefined && { synced: decoded(synced) }) }
}

function rollupOf(config: Json): Property['rollup'] {
  const { relation_property_id: relation, rollup_property_id: target, function: name } = read(Rollup, config, 'rollup')
  const known = ROLLUP_FUNCTIONS.find(each => each === name)
  return known && { relation: decoded(relation), target: decoded(target), function: known }
}

function foreignOf({ id, relation, rollup }: Json): ForeignColumn[] {
  if (isObject(relation)) {
    const { dual_property: dual } = read(Relation, relation, 'relation')
    const { synced_property_id: synced, synced_property_name: name } = dual ?? {}
    if (synced === undefined || name === undefined) return []
    return [{ id: decoded(synced), name, relation: decoded(String(id)), kind: 'synced' }]
  }
  if (!isObject(rollup)) return []
  const given = read(Rollup, rollup, 'rollup')
  const { rollup_property_name: name } = given
  return [
    { id: decoded(given.rollup_property_id), name, relation: decoded(given.relation_property_id), kind: 'rolled' },
  ]
}

/** Notion writes a column in a formula by its name or, in formulas made by hand, as `{{notion:block_property:<id>:…}}`. */
const BY_NAME = /prop\("((?:[^"\\]|\\.)*)"\)/g
const BY_ID = /\{\{notion:block_property:([^:}]+):[^}]*\}\}/g

/** Names become ids; a formula that cannot be read stays as it was written. */
function withFormula(property: Property, schema: readonly Property[], cannotBeRead: () => void): Property {
  if (property.type !== 'formula') return property
  const given = property.expression ?? ''
  const expression = given
    .replaceAll(BY_ID, (_whole, id: string) => `prop(${JSON.stringify(decoded(id))})`)
    .replaceAll(BY_NAME, (whole, name: string) => {
      const found = findProperty(schema, name.replaceAll(/\\(.)/g, '$1'))
      return found ? `prop(${JSON.stringify(found.id)})` : whole
    })
  try {
    parseFormula(expression)
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error
    cannotBeRead()
  }
  return { ...property, expression }
}

/** Ids come URL-encoded. */
export function decoded(id: string): string {
  try {
    return decodeURIComponent(id)
  } catch {
    return id // it was not encoded
  }
}
