// What a formula is made of once it is read. Operators are calls of the functions they stand for.

import { FormulaError } from './formula-error.ts'
import type { Value } from './value.ts'

export type Node = Literal | Name | List | Property | Call | Chain | Let

interface Literal {
  kind: 'literal'
  value: Value
}

/** A name given by let(), or `current` and `index`. */
interface Name {
  kind: 'name'
  name: string
}

interface List {
  kind: 'list'
  items: readonly Node[]
  depth: number
}

/** `of`: the page it is read from, this page when undefined. */
export interface Property {
  kind: 'property'
  name: string
  of: Node | undefined
  at: number
  depth: number
}

export interface Call {
  kind: 'call'
  name: string
  args: readonly Node[]
  at: number
  depth: number
}

/** `a + b - c`: from left to right. Kept flat, so that a long sum is not a deep one. */
export interface Chain {
  kind: 'chain'
  first: Node
  rest: readonly Link[]
  depth: number
}

export interface Link {
  /** The function the operator stands for. */
  name: string
  operand: Node
  at: number
}

export interface Let {
  kind: 'let'
  bindings: readonly { name: string; value: Node }[]
  body: Node
  depth: number
}

/** Deeper formulas are refused before they can exhaust the stack. */
export const MAX_DEPTH = 100

export const list = (items: readonly Node[], at: number): List => ({
  kind: 'list',
  items,
  depth: depthAround(items, at),
})

export const property = (name: string, of: Node | undefined, at: number): Property => ({
  kind: 'property',
  name,
  of,
  at,
  depth: depthAround(of ? [of] : [], at),
})

export const call = (name: string, args: readonly Node[], at: number): Call => ({
  kind: 'call',
  name,
  args,
  at,
  depth: depthAround(args, at),
})

/** An operand without links is itself. */
export function chain(first: Node, rest: readonly Link[], at: number): Node {
  if (rest.length === 0) return first
  return { kind: 'chain', first, rest, depth: depthAround([first, ...rest.map(link => link.operand)], at) }
}

export const letNode = (bindings: Let['bindings'], body: Node, at: number): Let => ({
  kind: 'let',
  bindings,
  body,
  depth: depthAround([body, ...bindings.map(binding => binding.value)], at),
})

function depthAround(parts: readonly Node[], at: number): number {
  const depth = 1 + parts.reduce((deepest, part) => Math.max(deepest, 'depth' in part ? part.depth : 1), 0)
  if (depth > MAX_DEPTH) throw new FormulaError(`expected at most ${MAX_DEPTH} things inside one another`, at)
  return depth
}
