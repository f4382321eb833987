// Which columns of a table look through a relation, or change with the time.

import { type Formula, FormulaError } from '../formula/parse.ts'
import type { Property } from '../schema/schema.ts'
import { parsedFormula } from './computed.ts'

/** True when a computed column may come to something else after a row at the other end of the relation changed. */
export function dependsOn(schema: readonly Property[], relationId: string): boolean {
  return schema.some(property => {
    if (property.type === 'rollup') return property.rollup?.relation === relationId
    return property.type === 'formula' && mentions(property, relationId)
  })
}

/** True for a formula that comes back to itself by way of formulas of its table. */
export function usesItself(formula: Property, schema: readonly Property[]): boolean {
  const used = new Set<string>()
  const waiting = [formula]
  for (const next of waiting) {
    const found = schema.filter(({ id }) => mentions(next, id) && !used.has(id))
    for (const { id } of found) used.add(id)
    waiting.push(...found.filter(({ type }) => type === 'formula'))
  }
  return used.has(formula.id)
}

/** The columns of a table, and of those its columns look into. */
export interface Columns {
  schema: readonly Property[]
  schemaOf(dataSourceId: string): readonly Property[]
}

/** True for a column that comes to something else as time goes by, itself or by a column it uses, here or in a related table. */
export function isVolatile(property: Property, columns: Columns, seen: ReadonlySet<string> = new Set()): boolean {
  if (seen.has(property.id)) return false
  const behind = new Set([...seen, property.id])
  if (property.type === 'formula') {
    if (formulaOf(property)?.usesNow) return true
    return columns.schema.some(other => mentions(property, other.id) && isVolatile(other, columns, behind))
  }
  const there = relatedColumns(property, columns)
  return there.some(other => isVolatile(other, { ...columns, schema: there }, behind))
}

/** Of a rollup the one it takes; of a relation those a formula may take. */
function relatedColumns({ type, target, rollup }: Property, { schema, schemaOf }: Columns): readonly Property[] {
  if (type === 'relation') return computed(target ? schemaOf(target.dataSourceId) : [])
  const relation = schema.find(each => each.id === rollup?.relation)
  return relation?.target ? schemaOf(relation.target.dataSourceId).filter(each => each.id === rollup?.target) : []
}

const computed = (schema: readonly Property[]) => schema.filter(({ type }) => type === 'formula' || type === 'rollup')

const mentions = (property: Property, id: string): boolean => formulaOf(property)?.properties.includes(id) === true

/** undefined for an expression that cannot be read here; such a column of a mirrored table is always empty. */
function formulaOf({ expression = '' }: Property): Formula | undefined {
  try {
    return parsedFormula(expression)
  } catch (error) {
    if (error instanceof FormulaError) return undefined
    throw error
  }
}
