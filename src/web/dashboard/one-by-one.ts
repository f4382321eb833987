// Dear questions, answered one after the other: many at once would take each turn of the program's own work.

import { setImmediate as turn } from 'node:timers/promises'

/** It is answered with 429. */
export class TooMany extends Error {
  override name = 'TooMany'
  readonly statusCode = 429
}

/** Of more that wait nobody has the patience. */
const MOST_WAITING = 20

/** @throws TooMany when many wait already */
export function oneByOne<Q, A>(answer: (question: Q) => Promise<A>, most = MOST_WAITING): (question: Q) => Promise<A> {
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()
  return question => {
    if (waiting >= most) return Promise.reject(new TooMany('too much is asked at once'))
    waiting += 1
    const mine = last
      .then(() => turn())
      .then(() => answer(question))
      .finally(() => {
        waiting -= 1
      })
    last = mine.catch(() => {})
    return mine
  }
}
