// What a formula comes to for a page.

import { FormulaError } from './formula-error.ts'
import type { Argument, Item, Lazy } from './function-table.ts'
import { FUNCTIONS } from './functions.ts'
import type { Call, Chain, Let, Node, Property } from './nodes.ts'
import type { Formula } from './parse.ts'
import { isPage, kindOf, type Value } from './value.ts'
import { type Scope, settled, sizeOf, spend, startWork, type Work } from './work.ts'

/** @throws FormulaError for values of the wrong type and for what costs too much to compute */
export function evaluateFormula(formula: Formula, scope: Scope): Value {
  return valueAt(formula.root, undefined, startWork(scope))
}

/** The names that mean something at a place, from the innermost outwards. */
interface Names {
  name: string
  value: Value
  outer: Names | undefined
}

function valueAt(node: Node, names: Names | undefined, work: Work): Value {
  spend(work, 1)
  switch (node.kind) {
    case 'literal':
      return node.value
    case 'name':
      return lookUp(node.name, names)
    case 'list':
      return settled(node.items.map(item => valueAt(item, names, work)))
    case 'property':
      return valueOfProperty(node, names, work)
    case 'call':
      return valueOfCall(node, names, work)
    case 'chain':
      return valueOfChain(node, names, work)
    case 'let':
      return valueOfLet(node, names, work)
  }
}

function lookUp(name: string, names: Names | undefined): Value {
  for (let known = names; known; known = known.outer) {
    if (known.name === name) return known.value
  }
  throw new FormulaError(`"${name}" means nothing here`)
}

function valueOfProperty({ of, name, at }: Property, names: Names | undefined, work: Work): Value {
  if (!of) return placed(`prop("${name}")`, at, () => work.scope.prop(name))
  const page = valueAt(of, names, work)
  if (page === undefined) return undefined
  if (!isPage(page)) throw new FormulaError(`prop("${name}"): expected a page, found a ${kindOf(page)}`, at)
  return placed(`prop("${name}")`, at, () => work.scope.pageProp(page, name))
}

function valueOfCall(node: Call, names: Names | undefined, work: Work): Value {
  const known = FUNCTIONS.get(node.name)
  if (known && 'choose' in known) return chosen(node, known, argument => argumentOf(argument, names, work))
  const args = node.args.map(arg => valueAt(arg, names, work))
  return applied(node, args, work)
}

function valueOfChain({ first, rest }: Chain, names: Names | undefined, work: Work): Value {
  return rest.reduce(
    (left, link) => applied(link, [left, valueAt(link.operand, names, work)], work),
    valueAt(first, names, work),
  )
}

function valueOfLet({ bindings, body }: Let, names: Names | undefined, work: Work): Value {
  const inner = bindings.reduce<Names | undefined>(
    (outer, { name, value }) => ({ name, value: valueAt(value, outer, work), outer }),
    names,
  )
  return valueAt(body, inner, work)
}

function applied({ name, at }: { name: string; at: number }, args: readonly Value[], work: Work): Value {
  spend(work, sizeOf(args))
  const known = FUNCTIONS.get(name)
  return placed(name, at, () => (known && 'run' in known ? settled(known.run(args, work)) : undefined))
}

function chosen({ name, at, args }: Call, { choose }: Lazy, argument: (node: Node) => Argument): Value {
  return placed(name, at, () => settled(choose(args.map(argument))))
}

function argumentOf(node: Node, names: Names | undefined, work: Work): Argument {
  return item => valueAt(node, item ? withItem(item, names) : names, work)
}

function withItem({ current, index }: Item, outer: Names | undefined): Names {
  return { name: 'current', value: current, outer: { name: 'index', value: index, outer } }
}

/** Says of a fault where it was, unless a place further inside has said so. */
function placed(name: string, at: number, run: () => Value): Value {
  try {
    return run()
  } catch (error) {
    if (error instanceof FormulaError && error.at === undefined) throw new FormulaError(`${name}: ${error.message}`, at)
    throw error
  }
}
