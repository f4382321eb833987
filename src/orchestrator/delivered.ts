// How work ends whose result is one write to its row.

import { done, failed, type Outcome, skipped } from '../model/outcome.ts'
import type { Delivery } from '../outbox/deliver.ts'

export function delivered(text: string, delivery: Delivery, notes: readonly string[]): Outcome {
  switch (delivery.kind) {
    case 'written':
      return done(text, {
        notes: [...notes, ...delivery.kept.map(({ field, theirs }) => `${field}: ${theirs} is kept`)],
      })
    case 'waits':
      return done(text, { notes, unwritten: delivery.reason })
    case 'outdated':
    case 'gone':
      return skipped(delivery.reason)
    case 'refused':
      return failed(`Notion does not take what was found: ${delivery.reason}`)
  }
}
