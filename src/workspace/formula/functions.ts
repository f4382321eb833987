// Every function of the language by name, and the functions that operators stand for.

import { DATE_FUNCTIONS } from './date-functions.ts'
import type { FormulaFunction } from './function-table.ts'
import { LIST_FUNCTIONS } from './list-functions.ts'
import { LOGIC_FUNCTIONS } from './logic-functions.ts'
import { NUMBER_FUNCTIONS } from './number-functions.ts'
import { PAGE_FUNCTIONS } from './page-functions.ts'
import { TEXT_FUNCTIONS } from './text-functions.ts'

export const FUNCTIONS: ReadonlyMap<string, FormulaFunction> = new Map(
  Object.entries({
    ...LOGIC_FUNCTIONS,
    ...NUMBER_FUNCTIONS,
    ...TEXT_FUNCTIONS,
    ...DATE_FUNCTIONS,
    ...LIST_FUNCTIONS,
    ...PAGE_FUNCTIONS,
  }),
)

/** From the loosest to the tightest; each operator with the function it stands for. */
export const OPERATORS = {
  or: { or: 'or', '||': 'or' },
  and: { and: 'and', '&&': 'and' },
  equality: { '==': 'equal', '===': 'equal', '!=': 'unequal', '!==': 'unequal' },
  comparison: { '>': 'larger', '>=': 'largerEq', '<': 'smaller', '<=': 'smallerEq' },
  sum: { '+': 'add', '-': 'subtract' },
  product: { '*': 'multiply', '/': 'divide', '%': 'mod' },
  sign: { '+': 'unaryPlus', '-': 'unaryMinus' },
  power: { '^': 'pow' },
  not: { not: 'not', '!': 'not' },
}
