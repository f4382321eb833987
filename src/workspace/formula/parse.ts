// A formula's expression read into a tree: operators from the loosest to the tightest, as Notion orders them.

import { FormulaError } from './formula-error.ts'
import { OPERATORS } from './functions.ts'
import { call, chain, type Link, type Node } from './nodes.ts'
import { operandAt } from './parse-operand.ts'
import {
  expectSign,
  inside,
  isNext,
  openReader,
  peek,
  type Reader,
  takeIf,
  takeOperator,
  unexpected,
} from './reader.ts'
import { tokenize } from './tokens.ts'

export { FormulaError } from './formula-error.ts'

export interface Formula {
  root: Node
  /** Names or ids of the properties of its own page that it uses. */
  properties: readonly string[]
  /** It has now() or today() in it: what it comes to changes with the time. */
  usesNow: boolean
}

const MAX_EXPRESSION = 20_000

/** @throws FormulaError with the place and what was expected there */
export function parseFormula(expression: string): Formula {
  if (expression.length > MAX_EXPRESSION) {
    throw new FormulaError(`expected an expression of at most ${MAX_EXPRESSION} characters`)
  }
  const reader = openReader(tokenize(expression))
  const root = expressionAt(reader)
  if (peek(reader).kind !== 'end') throw unexpected('an operator or the end', peek(reader))
  return { root, properties: [...reader.properties], usesNow: reader.usesNow }
}

/** `a ? b : c` */
function expressionAt(reader: Reader): Node {
  const condition = anyAt(reader)
  const { at } = peek(reader)
  if (!takeIf(reader, '?')) return condition
  const chosen = inside(reader, expressionAt)
  expectSign(reader, ':')
  return call('if', [condition, chosen, inside(reader, expressionAt)], at)
}

const anyAt = (reader: Reader): Node => joined(reader, 'or', allAt)
const allAt = (reader: Reader): Node => joined(reader, 'and', equalityAt)
const equalityAt = (reader: Reader): Node => single(reader, OPERATORS.equality, comparisonAt)
const comparisonAt = (reader: Reader): Node => single(reader, OPERATORS.comparison, sumAt)
const sumAt = (reader: Reader): Node => chained(reader, OPERATORS.sum, productAt)
const productAt = (reader: Reader): Node => chained(reader, OPERATORS.product, signedAt)

/** `-a`; looser than `^`, so that -2 ^ 2 is -4. */
function signedAt(reader: Reader): Node {
  const sign = takeOperator(reader, OPERATORS.sign)
  return sign ? call(sign.name, [inside(reader, signedAt)], sign.at) : powerAt(reader)
}

/** `a ^ b ^ c` is `a ^ (b ^ c)`. */
function powerAt(reader: Reader): Node {
  const base = notAt(reader)
  const power = takeOperator(reader, OPERATORS.power)
  return power ? call(power.name, [base, inside(reader, signedAt)], power.at) : base
}

/** `not a`; binds tightest, so that `not a == b` is `(not a) == b`. */
function notAt(reader: Reader): Node {
  const not = takeOperator(reader, OPERATORS.not)
  if (!not) return operandAt(reader, expressionAt)
  const isSigned = Object.keys(OPERATORS.sign).some(sign => isNext(reader, sign))
  return call(not.name, [inside(reader, isSigned ? signedAt : notAt)], not.at)
}

/** `a and b and c`: one call, which stops at the first that decides. */
function joined(reader: Reader, name: 'and' | 'or', operand: (reader: Reader) => Node): Node {
  const { at } = peek(reader)
  const operands = [operand(reader)]
  while (takeOperator(reader, OPERATORS[name])) operands.push(operand(reader))
  const [first] = operands
  return first && operands.length === 1 ? first : call(name, operands, at)
}

/** Notion refuses `a < b < c`. */
function single(reader: Reader, operators: Readonly<Record<string, string>>, operand: (reader: Reader) => Node): Node {
  const first = operand(reader)
  const operator = takeOperator(reader, operators)
  if (!operator) return first
  const comparison = call(operator.name, [first, operand(reader)], operator.at)
  const { at } = peek(reader)
  if (takeOperator(reader, operators)) throw new FormulaError('expected "and" or "or" between two comparisons', at)
  return comparison
}

function chained(reader: Reader, operators: Readonly<Record<string, string>>, operand: (reader: Reader) => Node): Node {
  const { at } = peek(reader)
  const first = operand(reader)
  const rest: Link[] = []
  for (let next = takeOperator(reader, operators); next; next = takeOperator(reader, operators)) {
    rest.push({ ...next, operand: operand(reader) })
  }
  return chain(first, rest, at)
}
