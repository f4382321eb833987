// Which finished tasks ask for somebody to look at them.

import { compilePhrase, findAny } from './phrases/phrase.ts'
import { wordsOf } from './phrases/words.ts'
import { isReview } from './ready.ts'
import type { Task } from './task.ts'

const ASKS = [
  'needs <a>* review',
  'needs to be reviewed',
  'requires <a>* review',
  'review <is>* required',
  'review <is>* needed',
  'please review',
  'to be reviewed',
  'review when done',
].map(phrase => compilePhrase(phrase, { a: ['a', 'an', 'code', 'human', 'final'], is: ['is'] }))

/** @returns what asks for it, for people; undefined: nothing does */
export function reviewAsked(task: Task): string | undefined {
  if (isReview(task)) return undefined
  if (task.wantsReview) return 'its box for a review is ticked'
  for (const text of [task.successCriteria, task.description, task.nextStep]) {
    const found = findAny(ASKS, wordsOf(text ?? ''))
    if (found !== undefined) return `it says “${found}”`
  }
  return undefined
}
