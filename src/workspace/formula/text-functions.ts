// Functions of text. Whatever they are given is written out first, as Notion does: a list with commas, a date in words.

import { listIn, numberIn, textIn } from './arguments.ts'
import type { FunctionTable } from './function-table.ts'
import { type Match, matchesOf, replaceMatches } from './patterns.ts'
import { textOf } from './text.ts'
import { isList, type Value } from './value.ts'
import { checkLength, type Work } from './work.ts'

const MANY = Number.POSITIVE_INFINITY

export const TEXT_FUNCTIONS: FunctionTable = {
  length: { arity: [1, 1], run: ([value], work) => (isList(value) ? value.length : written(value, work).length) },
  substring: { arity: [2, 3], run: substring },
  contains: { arity: [2, 2], run: ([text, part], work) => written(text, work).includes(written(part, work)) },
  test: { arity: [2, 2], run: (args, work) => found(args, work).length > 0 },
  match: { arity: [2, 2], run: (args, work) => found(args, work).map(({ text }) => text) },
  replace: { arity: [3, 3], run: (args, work) => replaced(args, found(args, work).slice(0, 1), work) },
  replaceAll: { arity: [3, 3], run: (args, work) => replaced(args, found(args, work), work) },
  lower: { arity: [1, 1], run: ([text], work) => written(text, work).toLowerCase() },
  upper: { arity: [1, 1], run: ([text], work) => written(text, work).toUpperCase() },
  trim: { arity: [1, 1], run: ([text], work) => written(text, work).trim() },
  repeat: { arity: [2, 2], run: repeat },
  padStart: { arity: [3, 3], run: (args, work) => padding(args, work) + written(args[0], work) },
  padEnd: { arity: [3, 3], run: (args, work) => written(args[0], work) + padding(args, work) },
  // The API answers results as plain text, so looks and links have nowhere to go.
  link: { arity: [2, 2], run: ([text], work) => written(text, work) },
  style: { arity: [2, MANY], run: ([text], work) => written(text, work) },
  unstyle: { arity: [1, MANY], run: ([text], work) => written(text, work) },
  format: { arity: [1, 1], run: ([value], work) => written(value, work) },
  split: { arity: [2, 2], run: ([text, separator], work) => written(text, work).split(textIn(separator)) },
  join: { arity: [2, 2], run: join },
}

const written = (value: Value, { scope }: Work): string => textOf(value, scope.titleOf)

function substring([text, from, to]: readonly Value[], work: Work): string {
  return written(text, work).substring(numberIn(from), to === undefined ? undefined : numberIn(to))
}

function found([text, pattern]: readonly Value[], work: Work): Match[] {
  return matchesOf(written(text, work), textIn(pattern), work)
}

function replaced([text, , replacement]: readonly Value[], matches: readonly Match[], work: Work): string {
  return replaceMatches(written(text, work), matches, written(replacement, work))
}

function repeat([text, times]: readonly Value[], work: Work): string {
  const part = written(text, work)
  const count = Math.max(0, Math.trunc(numberIn(times)))
  checkLength(part.length * count)
  return part.repeat(count)
}

/** What is missing to the wanted length. */
function padding([text, length, filler]: readonly Value[], work: Work): string {
  const wanted = Math.trunc(numberIn(length))
  checkLength(wanted)
  const missing = Math.max(0, wanted - written(text, work).length)
  const part = written(filler, work)
  return part === '' ? '' : part.repeat(Math.ceil(missing / part.length)).slice(0, missing)
}

function join([list, separator]: readonly Value[], work: Work): string {
  const parts = listIn(list).map(item => written(item, work))
  const between = textIn(separator)
  checkLength(parts.reduce((length, part) => length + part.length + between.length, 0) - between.length)
  return parts.join(between)
}
