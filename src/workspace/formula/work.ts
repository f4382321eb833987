// What one evaluation may cost. A formula comes from outside and runs once per row, so it can only do so much before
// it is given up: steps, the length of texts and the size of lists are all bounded.

import { FormulaError } from './formula-error.ts'
import type { TitleOf } from './text.ts'
import { isList, type PageValue, type Value } from './value.ts'

/** What a formula sees of the world around it. */
export interface Scope {
  /** Epoch milliseconds. */
  now: number
  /** The page the formula stands on. */
  pageId: string
  /** A property of that page by name or id, as the formula writes it; may throw a FormulaError. */
  prop(name: string): Value
  pageProp(page: PageValue, name: string): Value
  titleOf: TitleOf
}

export interface Work {
  scope: Scope
  /** Steps left. */
  steps: number
  /** Milliseconds left for patterns. */
  patternMs: number
}

const MAX_STEPS = 10_000_000
const MAX_PATTERN_MS = 500
const MAX_TEXT = 100_000
/** Characters and items of a list and of all lists inside it. */
const MAX_LIST = 1_000_000

export const startWork = (scope: Scope): Work => ({ scope, steps: MAX_STEPS, patternMs: MAX_PATTERN_MS })

/** @throws FormulaError when the evaluation has cost too much */
export function spend(work: Work, steps: number): void {
  work.steps -= steps
  if (work.steps < 0) throw new FormulaError('expected less to compute')
}

/** A result within bounds; what is no finite number, as a division by zero, is empty. */
export function settled(value: Value): Value {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value === 'string') checkLength(value.length)
  else if (sizeOf(value) > MAX_LIST) throw new FormulaError('expected a shorter list')
  return value
}

/** Before a text is made that could be too long to be made. */
export function checkLength(length: number): void {
  if (length > MAX_TEXT) throw new FormulaError(`expected a text of at most ${MAX_TEXT} characters`)
}

/** Lists are shared, so one that holds the same list twice doubles at every turn: each is measured once and remembered. */
const sizes = new WeakMap<readonly Value[], number>()

/** How much there is to go through in a value. */
export function sizeOf(value: Value): number {
  if (typeof value === 'string') return value.length
  if (!isList(value)) return 1
  const known = sizes.get(value)
  if (known !== undefined) return known
  const size = value.reduce((sum: number, item) => sum + sizeOf(item), 1)
  sizes.set(value, size)
  return size
}
