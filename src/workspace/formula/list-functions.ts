// Functions of lists, among them those that compute something for each item.

import { listIn, numberIn, textIn } from './arguments.ts'
import { isSame, keyOf, sortingOrder } from './compare.ts'
import type { FunctionTable, Lazy } from './function-table.ts'
import { isEmpty, type Value } from './value.ts'

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
  flat: { arity: [1, 1], run: ([list]) => listIn(list).flat() },
  sort: perItem(sorted, itself),
  count: perItem((list, made) => list.filter(holding(made)).length, always),
  map: perItem((list, made) => list.map(made)),
  filter: perItem((list, made) => list.filter(holding(made))),
  find: perItem((list, made) => list.find(holding(made))),
  findIndex: perItem((list, made) => list.findIndex(holding(made))),
  some: perItem((list, made) => list.some(holding(made))),
  every: perItem((list, made) => list.every(holding(made))),
}

/** What is computed for an item. */
type Made = (current: Value, index: number) => Value

/** @param otherwise stands in where the formula need not say what to compute */
function perItem(run: (list: readonly Value[], made: Made) => Value, otherwise?: Made): Lazy {
  return {
    arity: [otherwise ? 1 : 2, 2],
    perItem: true,
    choose: ([list, made]) =>
      run(listIn(list?.()), made ? (current, index) => made({ current, index }) : (otherwise ?? itself)),
  }
}

/** Like among like, empties last; what is the same keeps its order. */
function sorted(list: readonly Value[], made: Made): Value {
  const keyed = list.map((item, index) => ({ item, key: made(item, index) }))
  return keyed.toSorted((a, b) => sortingOrder(a.key, b.key)).map(({ item }) => item)
}

/** Whatever is not empty counts as true. */
function holding(made: Made) {
  return (item: Value, index: number) => !isEmpty(made(item, index))
}

function itself(item: Value): Value {
  return item
}

function always(): Value {
  return true
}

/** Texts too, which slice() was for in the first version of the language. */
function slice([list, from, to]: readonly Value[]): Value {
  const end = to === undefined ? undefined : numberIn(to)
  return typeof list === 'string' ? list.slice(numberIn(from), end) : listIn(list).slice(numberIn(from), end)
}

/** Texts too, which concat() was for in the first version of the language. */
function concat(args: readonly Value[]): Value {
  if (args.some(value => typeof value === 'string')) return args.map(value => textIn(value ?? '')).join('')
  return args.flatMap(listIn)
}

function unique(list: readonly Value[]): Value {
  return [...new Map(list.map(item => [keyOf(item), item])).values()]
}
