// placeholder, the formula engine replaces it
export class FormulaError extends Error {}
export interface Formula {
  properties: readonly string[]
  usesNow: boolean
}
export const parseFormula = (_expression: string): Formula => ({ properties: [], usesNow: false })
