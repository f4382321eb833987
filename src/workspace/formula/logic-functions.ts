// Functions that choose and compare.

import { isSame, order } from './compare.ts'
import type { Argument, FunctionTable } from './function-table.ts'
import { isEmpty, type Value } from './value.ts'

const MANY = Number.POSITIVE_INFINITY

export const LOGIC_FUNCTIONS: FunctionTable = {
  if: { arity: [3, 3], choose: firstTrue },
  ifs: { arity: [2, MANY], choose: firstTrue },
  and: { arity: [1, MANY], choose: args => args.every(holds) },
  or: { arity: [1, MANY], choose: args => args.some(holds) },
  not: { arity: [1, 1], run: ([value]) => isEmpty(value) },
  empty: { arity: [1, 1], run: ([value]) => isEmpty(value) },
  equal: { arity: [2, 2], run: ([a, b]) => isSame(a, b) },
  unequal: { arity: [2, 2], run: ([a, b]) => !isSame(a, b) },
  larger: { arity: [2, 2], run: compared(difference => difference > 0) },
  largerEq: { arity: [2, 2], run: compared(difference => difference >= 0) },
  smaller: { arity: [2, 2], run: compared(difference => difference < 0) },
  smallerEq: { arity: [2, 2], run: compared(difference => difference <= 0) },
}

/** The value behind the first condition that holds, else the last, if one stands alone at the end. */
function firstTrue(args: readonly Argument[]): Value {
  for (let at = 0; at + 1 < args.length; at += 2) {
    if (holds(args[at])) return args[at + 1]?.()
  }
  return args.length % 2 === 1 ? args.at(-1)?.() : undefined
}

/** Whatever is not empty counts as true: a text, a number but 0, a date. */
const holds = (argument: Argument | undefined) => !isEmpty(argument?.())

/** False for what has no order, as values of different types. */
function compared(test: (difference: number) => boolean) {
  return ([a, b]: readonly Value[]) => {
    const difference = order(a, b)
    return difference !== undefined && test(difference)
  }
}
