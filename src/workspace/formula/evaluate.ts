// placeholder, the formula engine replaces it
import type { Formula } from './parse.ts'
import type { PageValue, Value } from './value.ts'
export interface Scope {
  now: number
  pageId: string
  prop(name: string): Value
  pageProp(page: PageValue, name: string): Value
  titleOf(page: PageValue): string
}
export const evaluateFormula = (_formula: Formula, _scope: Scope): Value => undefined
