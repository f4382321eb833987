// What stands between operators: literals, lists, properties, names, calls, and what is called on each with a dot.

import { FormulaError } from './formula-error.ts'
import type { FormulaFunction } from './function-table.ts'
import { FUNCTIONS } from './functions.ts'
import { call, letNode, list, type Node, property } from './nodes.ts'
import {
  expectKind,
  expectSign,
  inside,
  isNext,
  peek,
  type Reader,
  take,
  takeIf,
  unexpected,
  withNames,
} from './reader.ts'
import type { Token } from './tokens.ts'

type Read = (reader: Reader) => Node

/** @param expression reads what stands between brackets and commas */
export function operandAt(reader: Reader, expression: Read): Node {
  const inner = (within: Reader) => inside(within, expression)
  let node = plainAt(reader, inner)
  while (takeIf(reader, '.')) node = dotAt(reader, node, inner)
  return node
}

function plainAt(reader: Reader, inner: Read): Node {
  const token = take(reader)
  switch (token.kind) {
    case 'number':
      return { kind: 'literal', value: finite(token) }
    case 'text':
      return { kind: 'literal', value: token.text }
    case 'property':
      return ownProperty(reader, token)
    case 'name':
      return namedAt(reader, token, inner)
  }
  if (token.kind === 'sign' && token.text === '(') return bracketed(reader, inner)
  if (token.kind === 'sign' && token.text === '[') return list(itemsUntil(reader, ']', inner), token.at)
  throw unexpected('a value', token)
}

function finite({ text, at }: Token): number {
  const number = Number(text)
  if (!Number.isFinite(number)) throw new FormulaError('expected a smaller number', at)
  return number
}

function bracketed(reader: Reader, inner: Read): Node {
  const node = inner(reader)
  expectSign(reader, ')')
  return node
}

function namedAt(reader: Reader, name: Token, inner: Read): Node {
  if (takeIf(reader, '(')) return callAt(reader, name, inner)
  if (name.text === 'true' || name.text === 'false') return { kind: 'literal', value: name.text === 'true' }
  if (reader.names.includes(name.text)) return { kind: 'name', name: name.text }
  // The first version of the language had pi, e and now without brackets.
  if (FUNCTIONS.get(name.text)?.arity[0] === 0) return calling(reader, name, [])
  throw unexpected('a value', name)
}

function callAt(reader: Reader, name: Token, inner: Read): Node {
  switch (name.text) {
    case 'prop':
      return propertyAt(reader, name, inner)
    case 'let':
    case 'lets':
      return letAt(reader, name, inner)
    default:
      return calling(reader, name, argumentsAt(reader, name, { before: [], inner }))
  }
}

/** `.length()`, and `.prop("Name")` of a page. */
function dotAt(reader: Reader, receiver: Node, inner: Read): Node {
  const name = expectKind(reader, 'name', 'the name of a function')
  expectSign(reader, '(')
  if (name.text !== 'prop') return calling(reader, name, argumentsAt(reader, name, { before: [receiver], inner }))
  const wanted = expectKind(reader, 'text', 'the name of a property in quotes')
  expectSign(reader, ')')
  return property(wanted.text, receiver, name.at)
}

/** `prop("Name")` of this page, `prop(page, "Name")` of another. */
function propertyAt(reader: Reader, name: Token, inner: Read): Node {
  if (peek(reader).kind === 'text' && isNext(reader, ')', 1)) {
    const wanted = take(reader)
    expectSign(reader, ')')
    return ownProperty(reader, { ...wanted, at: name.at })
  }
  const page = inner(reader)
  expectSign(reader, ',')
  const wanted = expectKind(reader, 'text', 'the name of a property in quotes')
  expectSign(reader, ')')
  return property(wanted.text, page, name.at)
}

function ownProperty(reader: Reader, { text, at }: Token): Node {
  reader.properties.add(text)
  return property(text, undefined, at)
}

/** `let(name, value, result)`; `lets(…)` has several names, each known to all that follow. */
function letAt(reader: Reader, { text, at }: Token, inner: Read): Node {
  const bindings: { name: string; value: Node }[] = []
  const outer = reader.names
  do {
    const { text: name } = expectKind(reader, 'name', 'a name')
    expectSign(reader, ',')
    bindings.push({ name, value: inner(reader) })
    expectSign(reader, ',')
    reader.names = [...reader.names, name]
  } while (text === 'lets' && peek(reader).kind === 'name' && isNext(reader, ',', 1))
  const body = inner(reader)
  expectSign(reader, ')')
  reader.names = outer
  return letNode(bindings, body, at)
}

/** @param before what the function is called on with a dot: its first argument */
function argumentsAt(reader: Reader, name: Token, { before, inner }: { before: readonly Node[]; inner: Read }): Node[] {
  const known = functionNamed(name)
  const names = 'perItem' in known && known.perItem ? ['current', 'index'] : []
  return [
    ...before,
    ...itemsUntil(reader, ')', (within, index) => {
      return index + before.length === 0 ? inner(within) : withNames(within, names, inner)
    }),
  ]
}

function itemsUntil(reader: Reader, end: string, item: (reader: Reader, index: number) => Node): Node[] {
  const items: Node[] = []
  if (takeIf(reader, end)) return items
  do items.push(item(reader, items.length))
  while (takeIf(reader, ','))
  if (!takeIf(reader, end)) throw unexpected(`"," or "${end}"`, peek(reader))
  return items
}

function calling(reader: Reader, name: Token, args: readonly Node[]): Node {
  const { arity } = functionNamed(name)
  const [least, most] = arity
  if (args.length < least || args.length > most) {
    throw new FormulaError(`expected ${described(arity)} for ${name.text}(), found ${args.length}`, name.at)
  }
  if (name.text === 'now' || name.text === 'today') reader.usesNow = true
  return call(name.text, args, name.at)
}

function functionNamed(name: Token): FormulaFunction {
  const known = FUNCTIONS.get(name.text)
  if (!known) throw unexpected('the name of a function', name)
  return known
}

function described([least, most]: FormulaFunction['arity']): string {
  if (most === Number.POSITIVE_INFINITY) return `at least ${values(least)}`
  return least === most ? values(least) : `${least} to ${values(most)}`
}

const values = (count: number) => `${count} ${count === 1 ? 'value' : 'values'}`
