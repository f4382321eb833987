// An expression cut into its words. Blanks and /* comments */ fall away.

import { FormulaError } from './formula-error.ts'

export interface Token {
  kind: 'number' | 'text' | 'name' | 'property' | 'sign' | 'end'
  /** A text without quotes and escapes; a property's name or id. */
  text: string
  at: number
}

const BLANK = /(?:\s|\/\*[\s\S]*?\*\/)+/y
const SHAPES: readonly (readonly [Token['kind'], RegExp])[] = [
  ['number', /(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?/iy],
  ['text', /"((?:[^"\\]|\\[\s\S])*)"/y],
  ['name', /[\p{L}_][\p{L}\p{N}_]*/uy],
  // As the API answers a property inside an expression: its id, then the ids of the workspace and the table.
  ['property', /\{\{notion:block_property:(.+?)(?::[0-9a-f-]{36}){0,2}\}\}/iy],
  ['sign', /===|!==|==|!=|>=|<=|&&|\|\||[-+*/%^<>!?:.,()[\]]/y],
]

/** The last token is the end. @throws FormulaError */
export function tokenize(expression: string): Token[] {
  const tokens: Token[] = []
  let at = skipBlank(expression, 0)
  while (at < expression.length) {
    const { token, end } = tokenAt(expression, at)
    tokens.push(token)
    at = skipBlank(expression, end)
  }
  return [...tokens, { kind: 'end', text: '', at }]
}

function tokenAt(expression: string, at: number): { token: Token; end: number } {
  if (expression.startsWith('/*', at)) throw new FormulaError('expected "*/" at the end of the comment', at)
  for (const [kind, shape] of SHAPES) {
    shape.lastIndex = at
    const match = shape.exec(expression)
    if (match) return { token: { kind, text: textIn(kind, match), at }, end: shape.lastIndex }
  }
  throw new FormulaError(faultAt(expression, at), at)
}

function textIn(kind: Token['kind'], [whole, inner = '']: RegExpExecArray): string {
  if (kind === 'text') return unescaped(inner)
  return kind === 'property' ? decoded(inner) : whole
}

/** Any other `\` stays, so that "\d" is a pattern for digits just as "\\d" is. */
function unescaped(text: string): string {
  const meant: Record<string, string> = { n: '\n', t: '\t', '"': '"', '\\': '\\' }
  return text.replaceAll(/\\([nt"\\])/g, (_, letter: string) => meant[letter] ?? letter)
}

/** The API writes property ids as they stand in URLs. */
function decoded(id: string): string {
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}

function skipBlank(expression: string, at: number): number {
  BLANK.lastIndex = at
  return BLANK.test(expression) ? BLANK.lastIndex : at
}

function faultAt(expression: string, at: number): string {
  if (expression[at] === '"') return 'expected a closing quote'
  return `expected a value or an operator, found "${String.fromCodePoint(expression.codePointAt(at) ?? 0)}"`
}
