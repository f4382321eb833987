// What a formula computes with. (placeholder, the formula engine replaces it)
export type Value = string | number | boolean | FormulaDate | readonly Value[] | PageValue | PersonValue | undefined
export interface FormulaDate {
  kind: 'date'
  start: number
  end: number | undefined
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
}
