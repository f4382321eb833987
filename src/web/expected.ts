// What was expected of a request that is wrong, in words of our own: `days: expected a number from 1 to 365`.

import type { z } from 'zod'
import { counted } from '../model/counted.ts'

type Issue = z.core.$ZodIssue

/** One line about the first thing that is wrong. */
export function expectedOf({ issues: [issue] }: z.ZodError): string {
  if (!issue) return 'expected something else'
  const [name] = issue.path
  return `${name === undefined ? 'the body' : String(name)}: ${wordsOf(issue)}`
}

const NOUNS: Record<string, string> = {
  string: 'one text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

function wordsOf(issue: Issue): string {
  switch (issue.code) {
    case 'custom':
      return issue.message
    case 'invalid_value':
      return `expected ${oneOf(issue.values)}`
    case 'invalid_union':
      return 'options' in issue && issue.options ? `expected ${oneOf(issue.options)}` : 'expected another form'
    case 'invalid_type':
      return `expected ${NOUNS[issue.expected] ?? issue.expected}`
    case 'too_big':
      return `expected at most ${amount(issue.maximum, issue.origin)}`
    case 'too_small':
      return `expected at least ${amount(issue.minimum, issue.origin)}`
    case 'unrecognized_keys':
      return `expected no ${issue.keys.join(', ')}`
    default:
      return 'expected another form'
  }
}

function amount(many: number | bigint, of: string): string {
  if (of === 'string') return counted(Number(many), 'character')
  return of === 'array' ? counted(Number(many), 'entry', 'entries') : String(many)
}

const oneOf = (values: readonly unknown[]) =>
  values.length === 1 ? String(values[0]) : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
