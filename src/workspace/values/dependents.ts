// Which columns of a table look through a relation, or change with the time.

import type { Property } from '../schema/schema.ts'
import { parsedFormula } from './computed.ts'

/** True when a computed column may come to something else after a row at the other end of the relation changed. */
export function dependsOn(schema: readonly Property[], relationId: string): boolean {
  return schema.some(property => {
    if (property.type === 'rollup') return property.rollup?.relation === relationId
    return property.type === 'formula' && mentions(property, relationId)
  })
}

/** True for a formula that comes to something else as time goes by, itself or by a formula it uses. */
export function isVolatile(property: Property, schema: readonly Property[], depth = 0): boolean {
  if (property.type !== 'formula' || depth > schema.length) return false
  const formula = parsedFormula(property.expression ?? '')
  if (formula.usesNow) return true
  return schema.some(other => mentions(property, other.id) && isVolatile(other, schema, depth + 1))
}

const mentions = ({ expression = '' }: Property, id: string): boolean =>
  parsedFormula(expression).properties.includes(id)
