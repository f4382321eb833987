// Functions of people and pages.

import { mismatch } from './arguments.ts'
import type { FunctionTable } from './function-table.ts'
import { isPage, isPerson, type PersonValue, type Value } from './value.ts'

export const PAGE_FUNCTIONS: FunctionTable = {
  name: { arity: [1, 1], run: ([person]) => personIn(person)?.name },
  email: { arity: [1, 1], run: ([person]) => personIn(person)?.email },
  id: { arity: [0, 1], run: (args, { scope }) => pageId(args, scope.pageId) },
}

function personIn(value: Value): PersonValue | undefined {
  if (value === undefined || isPerson(value)) return value
  throw mismatch('a person', value)
}

/** Without dashes, as in a page's address. */
function pageId(args: readonly Value[], here: string): Value {
  const [page] = args
  if (args.length > 0 && page === undefined) return undefined
  if (page !== undefined && !isPage(page)) throw mismatch('a page', page)
  return (page?.id ?? here).replaceAll('-', '')
}
