// The rules of a running program: read anew for each cycle, the last good ones kept while a file is broken.

import { existsSync } from 'node:fs'
import { ConfigFault, messageOf } from '../errors.ts'
import type { Log } from '../log.ts'
import { type RuleBook, type RulePlaces, readRules, shadowOf } from './read-rules.ts'

export type { RuleBook }

export interface Rules {
  readonly now: RuleBook
  /** What the files say by now. A broken one is said once, and changes nothing. */
  refresh(): RuleBook
}

/** @throws ConfigFault when a file is broken: which, and what was expected */
export function openRules(places: RulePlaces, log: Log): Rules {
  let now = readFirst(places)
  let said: string | undefined
  const seen = () => [places.classify.path, shadowOf(places.classify.path), places.agents.path].filter(existsSync)
  let there = seen()
  return {
    get now() {
      return now
    },
    refresh() {
      const problem = attempt()
      if (problem !== undefined && problem !== said)
        log.warn({ reason: problem }, 'a file of rules is broken: the last good rules stay')
      said = problem
      return now
    },
  }

  function attempt(): string | undefined {
    const gone = there.find(path => !existsSync(path))
    if (gone) return `${gone} is gone; it counts as taken away from the next start on`
    try {
      now = readRules(places)
      there = seen()
      return undefined
    } catch (error) {
      return messageOf(error)
    }
  }
}

function readFirst(places: RulePlaces): RuleBook {
  try {
    return readRules(places)
  } catch (error) {
    throw new ConfigFault(messageOf(error), { cause: error })
  }
}
