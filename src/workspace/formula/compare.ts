// Which values are the same and which comes first.

import { isDate, isList, kindOf, type Value } from './value.ts'

/** Values of different types are never the same, but for no text and nothing: an unset select equals "". */
export const isSame = (a: Value, b: Value): boolean => keyOf(a) === keyOf(b)

/** Equal for the same values only. */
export function keyOf(value: Value): string | number | boolean {
  if (value === undefined) return ''
  if (isList(value)) return `\0list:${JSON.stringify(value.map(keyOf))}`
  if (isDate(value)) return `\0date:${value.start}:${value.end}`
  if (typeof value === 'object') return `\0${value.kind}:${value.id}`
  return value
}

/** Below 0 when a comes first. @returns undefined for values that have no order, as those of different types */
export function order(a: Value, b: Value): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b)
  if (isDate(a) && isDate(b)) return a.start - b.start
  if (typeof a !== 'string' || typeof b !== 'string') return undefined
  return a === b ? 0 : a < b ? -1 : 1
}

const RANKS = ['number', 'text', 'boolean', 'date', 'page', 'person', 'list', 'empty']

/** For sorting: like among like, empties last. */
export const sortingOrder = (a: Value, b: Value): number => order(a, b) ?? rank(a) - rank(b)

const rank = (value: Value) => RANKS.indexOf(kindOf(value))
