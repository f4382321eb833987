// Arguments read as the type a function needs; a wrong one is refused, an empty one is what that type has for nothing.

import { FormulaError } from './formula-error.ts'
import { type FormulaDate, isDate, isList, kindOf, type Value } from './value.ts'

/** An empty number counts as 0, as in Notion's sums. */
export const numberIn = (value: Value): number => optionalNumber(value) ?? 0

export function optionalNumber(value: Value): number | undefined {
  if (value === undefined || typeof value === 'number') return value
  throw mismatch('a number', value)
}

export function optionalDate(value: Value): FormulaDate | undefined {
  if (value === undefined || isDate(value)) return value
  throw mismatch('a date', value)
}

export function listIn(value: Value): readonly Value[] {
  if (value === undefined) return []
  if (isList(value)) return value
  throw mismatch('a list', value)
}

/** Numbers and lists of numbers, as one list; empty ones are left out. */
export function numbersIn(args: readonly Value[]): number[] {
  return args.flatMap(value => (isList(value) ? numbersIn(value) : (optionalNumber(value) ?? [])))
}

export function textIn(value: Value): string {
  if (typeof value === 'string') return value
  throw mismatch('a text', value)
}

export const mismatch = (wanted: string, found: Value): FormulaError =>
  new FormulaError(`expected ${wanted}, found ${described(found)}`)

function described(value: Value): string {
  const kind = kindOf(value)
  return kind === 'empty' ? 'nothing' : `a ${kind}`
}
