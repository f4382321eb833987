// The files that say where tasks go, and the handlers they speak of.

import { existsSync } from 'node:fs'
import { messageOf } from '../errors.ts'
import { type RuleBook, type RulePlaces, readRules } from '../rules/read-rules.ts'
import { type Check, failed, ok, type Seen } from './check.ts'

export interface RuleDeps {
  book: RuleBook | { why: string }
  places: RulePlaces
  refused: readonly { file: string; reason: string }[]
}

/** As a run would read them, or why it would not begin. */
export function readBook(places: RulePlaces): RuleBook | { why: string } {
  try {
    return readRules(places)
  } catch (error) {
    return { why: messageOf(error) }
  }
}

export const ruleChecks = ({ book, places, refused }: RuleDeps): Check[] => [
  { name: 'rules for tasks', look: () => [rulesSeen(book, places)] },
  {
    name: 'handlers',
    look: () =>
      refused.length > 0
        ? refused.map(({ file, reason }) =>
            failed(`${file} is refused: ${reason}`, `mend handlers/${file}, or take it away`),
          )
        : [ok(places.handlers.join(', '))],
  },
]

function rulesSeen(book: RuleDeps['book'], { classify, agents }: RulePlaces): Seen {
  if ('why' in book) return failed(book.why, 'mend the file (docs/tasks.md)')
  const found = [classify.path, agents.path].filter(existsSync)
  return ok(
    found.length > 0 ? `${found.join(', ')}: read and understood` : 'the shipped ones: there is no file of your own',
  )
}
