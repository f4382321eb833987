// Rows of an answer in our words: one that cannot be read holds up no other.

import { isFault } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Row } from './page.ts'

/**
 * Rows that cannot be read are left out, and said.
 * @throws the fault of the first when none can be read: then it is the answer that is broken
 */
export function readable<F extends string, T>(rows: readonly Row<F>[], read: (row: Row<F>) => T, log: Log): T[] {
  const values: T[] = []
  const faults: { page: string; fault: Error }[] = []
  for (const row of rows) {
    try {
      values.push(read(row))
    } catch (fault) {
      if (!isFault(fault)) throw fault
      faults.push({ page: row.page.id, fault })
    }
  }
  const [first] = faults
  if (first && values.length === 0) throw first.fault
  for (const { page, fault } of faults)
    log.warn({ page, reason: fault.message }, 'a row is left out: it cannot be read')
  return values
}
