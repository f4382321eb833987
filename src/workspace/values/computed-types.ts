// formula and rollup: columns whose values come from others. Their settings; what they come to is in computed.ts.

import { notAsExpected, validationError } from '../api/api-error.ts'
import { type Json, oneOfAt, stringAt } from '../api/check.ts'
import { FormulaError, parseFormula } from '../formula/parse.ts'
import { findProperty, type Property, ROLLUP_FUNCTIONS, type Rollup } from '../schema/schema.ts'
import type { ConfigContext, PropertyType, ShowContext } from './property-type.ts'

export const formula: PropertyType = {
  kind: 'computed',
  configure: (config, { path, schema }) => {
    const given = stringAt(config.expression, `${path}.expression`)
    const expression = byId(given, schema)
    check(expression, given)
    return { expression }
  },
  showConfig: ({ expression = '' }, { schema }) => ({ expression: byName(expression, schema) }),
  read: () => null,
}

export const rollup: PropertyType = {
  kind: 'computed',
  configure: (config, context) => ({ rollup: rollupAt(config, context) }),
  showConfig: showRollup,
  read: () => null,
}

/** prop("Name") of the own page, also inside a text: good enough, as the text is replaced back the same way. */
const REFERENCE = /(?<![.\w]\s*)prop\("((?:[^"\\]|\\.)*)"\)/g

function byId(expression: string, schema: readonly Property[]): string {
  return expression.replaceAll(REFERENCE, (whole, name: string) => {
    const property = findProperty(schema, unescaped(name))
    return property ? `prop(${JSON.stringify(property.id)})` : whole
  })
}

function byName(expression: string, schema: readonly Property[]): string {
  return expression.replaceAll(REFERENCE, (whole, id: string) => {
    const property = schema.find(each => each.id === unescaped(id))
    return property ? `prop(${JSON.stringify(property.name)})` : whole
  })
}

const unescaped = (text: string) => text.replaceAll(/\\(.)/g, '$1')

function check(expression: string, given: string): void {
  try {
    parseFormula(expression)
  } catch (error) {
    if (error instanceof FormulaError) throw validationError(`Could not parse formula "${given}": ${error.message}`)
    throw error
  }
}

function rollupAt(config: Json, { path, before, schema, schemaOf }: ConfigContext): Rollup {
  const old = before?.rollup
  const relation =
    named(config, 'relation_property', schema, `${path}.relation_property`) ?? byOldId(old?.relation, schema)
  if (!relation?.target)
    throw notAsExpected(`${path}.relation_property_name`, 'a relation property', config.relation_property_name)
  const there = schemaOf(relation.target.dataSourceId)
  const target = named(config, 'rollup_property', there, `${path}.rollup_property`) ?? byOldId(old?.target, there)
  if (!target) throw notAsExpected(`${path}.rollup_property_name`, 'defined', config.rollup_property_name)
  const wanted = config.function ?? old?.function
  return { relation: relation.id, target: target.id, function: oneOfAt(wanted, `${path}.function`, ROLLUP_FUNCTIONS) }
}

/** By `<key>_id` or `<key>_name`; undefined when neither is given. */
function named(config: Json, key: string, schema: readonly Property[], path: string): Property | undefined {
  const given = config[`${key}_id`] ?? config[`${key}_name`]
  if (given === undefined) return undefined
  const found = findProperty(schema, stringAt(given, path))
  if (!found) throw validationError(`Could not find property with name or id: ${String(given)}`)
  return found
}

const byOldId = (id: string | undefined, schema: readonly Property[]) => schema.find(property => property.id === id)

function showRollup({ rollup: kept }: Property, { schema, schemaOf }: ShowContext): Json {
  const relation = schema.find(property => property.id === kept?.relation)
  const target = relation?.target && schemaOf(relation.target).find(property => property.id === kept?.target)
  return {
    rollup_property_name: target?.name ?? '',
    relation_property_name: relation?.name ?? '',
    rollup_property_id: encodeURIComponent(target?.id ?? ''),
    relation_property_id: encodeURIComponent(relation?.id ?? ''),
    function: kept?.function,
  }
}
