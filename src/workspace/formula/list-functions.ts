// Functions of lists, among them those that compute something for each item.

import { listIn, mismatch, numberIn } from './arguments.ts'
import { keyOf, isSame, sortingOrder } from './compare.ts'
import type { Argument, FunctionTable, Lazy } from './function-table.ts'
import { isEmpty, isList, type Value } from './value.ts'

const MANY = Number.POSITIVE_INFINITY

export const LIST_FUNCTIONS: FunctionTable = {
  at: { arity: [2, 2], run: ([list, index]) => listIn(list).at(numberIn(index)) },
  first: { arity: [1, 1], run: ([list]) => listIn(list)[0] },
  last: { arity: [1, 1], run: ([list]) => listIn(list).at(-1) },
  slice: { arity: [2, 3], run: slice },
  concat: { arity: [1, MANY], run: concat },
  reverse: { arity: [1, 1], run: ([list]) => listIn(list).toReversed() },
  unique: { arity: [1, 1], run: ([list]) => unique(listIn(list)) },
  includes: { arity: [2, 2], run: ([list, value]) => listIn(list).some(item => isSame(item, value)) },
  flat: { arity: [1, 1], run: ([list]) => listIn(list).flatMap(item => item) },
  sort: { ...perItem(sorted), arity: [1, 2] },
  count: { ...perItem((list, test) => list.filter(test ?? always).length), arity: [1, 2] },
  map: perItem((list, make) => list.map(make ?? nothing)),
  filter: perItem((list, test) => list.filter(holding(test))),
  find: perItem((list, test) => list.find(holding(test))),
  findIndex: perItem((list, test) => list.findIndex(holding(test))),
  some: perItem((list, test) => list.some(holding(test))),
  every: perItem((list, test) => list.every(holding(test))),
}

/** Texts too, which slice() was for in the first version of the language. */
function slice([list, from, to]: readonly Value[]): Value {
  const end = to === undefined ? undefined : numberIn(to)
  return typeof list === 'string' ? list.slice(numberIn(from), end) : listIn(list).slice(numberIn(from), end)
}

/** Texts too, which concat() was for in the first version of the language. */
function concat(args: readonly Value[]): Value {
  if (args.every(value => typeof value === 'string')) return args.join('')
  return args.flatMap(listIn)
}

function unique(list: readonly Value[]): readonly Value[] {
  return [...new Map(list.map(item => [keyOf(item), item])).values()]
}
