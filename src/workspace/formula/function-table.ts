// What a function of the language is: how many values it takes and what it makes of them.

import type { Value } from './value.ts'
import type { Work } from './work.ts'

export type FormulaFunction = Plain | Lazy

interface Arity {
  /** How many values it takes, at least and at most. */
  arity: readonly [least: number, most: number]
}

/** Takes values. */
interface Plain extends Arity {
  run(args: readonly Value[], work: Work): Value
}

/** Decides itself which of its arguments are computed, and how often. */
export interface Lazy extends Arity {
  choose(args: readonly Argument[]): Value
  /** Its further arguments are computed for each item of the first: `current` and `index` mean something in them. */
  perItem?: true
}

/** An argument that is computed when asked for. */
export type Argument = (item?: Item) => Value

export interface Item {
  current: Value
  index: number
}

export type FunctionTable = Readonly<Record<string, FormulaFunction>>
