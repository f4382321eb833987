// Going through the words of an expression, and what was seen on the way.

import { FormulaError } from './formula-error.ts'
import { MAX_DEPTH } from './nodes.ts'
import type { Token } from './tokens.ts'

export interface Reader {
  tokens: readonly Token[]
  next: number
  /** How many expressions the next word stands inside of. */
  nesting: number
  /** Names that mean something here: of let(), `current`, `index`. */
  names: readonly string[]
  /** Properties of this page. */
  properties: Set<string>
  usesNow: boolean
}

export const openReader = (tokens: readonly Token[]): Reader => ({
  tokens,
  next: 0,
  nesting: 0,
  names: [],
  properties: new Set(),
  usesNow: false,
})

export function peek(reader: Reader, ahead = 0): Token {
  return reader.tokens[reader.next + ahead] ?? { kind: 'end', text: '', at: 0 }
}

export function take(reader: Reader): Token {
  const token = peek(reader)
  reader.next += 1
  return token
}

/** True when the next word is this sign or name, which a text of the same letters is not. */
export function isNext(reader: Reader, sign: string, ahead = 0): boolean {
  const { kind, text } = peek(reader, ahead)
  return (kind === 'sign' || kind === 'name') && text === sign
}

export function takeIf(reader: Reader, sign: string): boolean {
  if (!isNext(reader, sign)) return false
  reader.next += 1
  return true
}

export function expectSign(reader: Reader, sign: string): void {
  if (!takeIf(reader, sign)) throw unexpected(`"${sign}"`, peek(reader))
}

export function expectKind(reader: Reader, kind: Token['kind'], described: string): Token {
  const token = take(reader)
  if (token.kind !== kind) throw unexpected(described, token)
  return token
}

/** The function of the operator that comes next, which is taken. */
export function takeOperator(
  reader: Reader,
  operators: Readonly<Record<string, string>>,
): { name: string; at: number } | undefined {
  const { at } = peek(reader)
  const found = Object.entries(operators).find(([sign]) => takeIf(reader, sign))
  return found && { name: found[1], at }
}

/** Reads something inside of what is being read. @throws FormulaError when that goes too deep */
export function inside<T>(reader: Reader, read: (reader: Reader) => T): T {
  if (reader.nesting >= MAX_DEPTH) {
    throw new FormulaError(`expected at most ${MAX_DEPTH} things inside one another`, peek(reader).at)
  }
  reader.nesting += 1
  const result = read(reader)
  reader.nesting -= 1
  return result
}

/** Reads something in which further names mean something. */
export function withNames<T>(reader: Reader, names: readonly string[], read: (reader: Reader) => T): T {
  const before = reader.names
  reader.names = [...before, ...names]
  const result = read(reader)
  reader.names = before
  return result
}

export function unexpected(expected: string, { kind, text, at }: Token): FormulaError {
  const found = kind === 'end' ? 'the end' : kind === 'text' ? 'a text' : `"${text}"`
  return new FormulaError(`expected ${expected}, found ${found}`, at)
}
