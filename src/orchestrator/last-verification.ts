// The last look at finished tracks, for people.

import { z } from 'zod'
import { counted } from '../model/counted.ts'
import { moment } from '../model/moment.ts'
import type { Tools } from '../tools.ts'

const Last = z.object({
  /** ISO time. */
  at: z.string(),
  /** All rows, some that a person named, or those of a day. */
  scope: z.enum(['all', 'some', 'day']),
  checked: z.number(),
  findings: z.number(),
})
type Last = z.infer<typeof Last>

const LAST = 'last verification'

export function keepLastVerification({ ledger, now }: Pick<Tools, 'ledger' | 'now'>, last: Omit<Last, 'at'>): void {
  ledger.setFact(LAST, JSON.stringify({ at: now().toISOString(), ...last }))
}

/** When it was, how many were looked at, what was found, and how many findings stand. */
export function lastVerification({ ledger, verified }: Pick<Tools, 'ledger' | 'verified'>) {
  const text = ledger.fact(LAST)
  const last = text === undefined ? undefined : Last.safeParse(JSON.parse(text)).data
  return last && { ...last, standing: verified.standing() }
}

const SCOPES = { all: 'all finished tracks', some: 'some that were named', day: 'those of the day' }

export function verificationLines(last: ReturnType<typeof lastVerification> | null): string[] {
  if (!last) return []
  const { at, scope, checked, findings, standing } = last
  const stands =
    standing.findings > 0
      ? `; ${counted(standing.findings, 'finding stands', 'findings stand')} in ${counted(standing.rows, 'track')} (orchestrator verify)`
      : ''
  return [
    `Last verification: ${moment(at)}, ${SCOPES[scope]}: ${checked} looked at, ${counted(findings, 'finding')}${stands}`,
  ]
}
