// What formulas compute with.

/** `undefined` is empty. */
export type Value = string | number | boolean | FormulaDate | PageValue | PersonValue | readonly Value[] | undefined

export interface FormulaDate {
  kind: 'date'
  /** Epoch milliseconds; a day begins at midnight UTC. */
  start: number
  end: number | undefined
  /** A date without a time. */
  isDay: boolean
}

export interface PageValue {
  kind: 'page'
  id: string
}

export interface PersonValue {
  kind: 'person'
  id: string
  name: string
  email?: string
}

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value)
export const isDate = (value: Value): value is FormulaDate => kindOf(value) === 'date'
export const isPage = (value: Value): value is PageValue => kindOf(value) === 'page'
export const isPerson = (value: Value): value is PersonValue => kindOf(value) === 'person'

/** As `empty()` answers: nothing, no text, no items, zero and false. */
export const isEmpty = (value: Value): boolean =>
  value === undefined || value === '' || value === 0 || value === false || (isList(value) && value.length === 0)

/** What a person calls the type of a value. */
export function kindOf(value: Value): 'empty' | 'list' | 'date' | 'page' | 'person' | 'text' | 'number' | 'boolean' {
  if (value === undefined) return 'empty'
  if (isList(value)) return 'list'
  if (typeof value === 'object') return value.kind
  if (typeof value === 'string') return 'text'
  return typeof value === 'number' ? 'number' : 'boolean'
}
