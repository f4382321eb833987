// A connection that Notion refuses: nobody hammers it. One request in a while tries whether it is let in again.

import type { Log } from '../log.ts'
import type { Barred } from './faults.ts'

export interface Bar {
  /** @throws Barred while the refusal holds, unless it is time to try */
  pass(): void
  refused(fault: Barred): void
  accepted(): void
  readonly fault: Barred | undefined
}

export function openBar(log: Log): Bar {
  let refusal: Barred | undefined
  let nextTry = 0
  const laterBy = (fault: Barred) => performance.now() + fault.tryAfterMs
  return {
    pass() {
      if (!refusal) return
      if (performance.now() < nextTry) throw refusal
      nextTry = laterBy(refusal)
    },
    refused(fault) {
      if (refusal?.message !== fault.message) log.error({ reason: fault.message }, 'Notion refuses this connection')
      refusal = fault
      nextTry = laterBy(fault)
    },
    accepted() {
      if (refusal) log.info({ reason: refusal.message }, 'Notion accepts this connection again')
      refusal = undefined
    },
    get fault() {
      return refusal
    },
  }
}
