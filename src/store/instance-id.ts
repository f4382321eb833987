// By which name this `var/` is known among others that work on the same workspace.

import { randomBytes } from 'node:crypto'
import type { Ledger } from './ledger.ts'

const INSTANCE = 'instance id'

/** Eight hex digits; made at first use. */
export function instanceId(ledger: Pick<Ledger, 'fact' | 'setFact'>): string {
  const known = ledger.fact(INSTANCE)
  if (known) return known
  const made = randomBytes(4).toString('hex')
  ledger.setFact(INSTANCE, made)
  return made
}
