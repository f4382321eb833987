// placeholder, the formula engine replaces it
import type { PageValue, Value } from './value.ts'
export const formulaAnswer = (value: Value, _names: { titleOf(page: PageValue): string }): Record<string, unknown> => ({
  type: 'string',
  string: value === undefined ? null : String(value),
})
