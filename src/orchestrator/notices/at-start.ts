// What happened while the program was not there to say it.

import { z } from 'zod'
import type { Cause } from '../../model/notices/cause.ts'
import type { Ledger } from '../../store/ledger.ts'

const BEGUN = 'notices: cycle begun'
const ALIVE = 'notices: last alive'
const LEAST_GAP_MS = 3_600_000

type Facts = Pick<Ledger, 'fact' | 'setFact'>

/** Milliseconds: of the loop, and of one cycle at a time. */
export interface Gaps {
  loop: number
  once: number
}
const Alive = z.object({ at: z.number(), mode: z.enum(['loop', 'once']) })

export interface StartDeps {
  ledger: Facts
  /** Epoch ms. */
  now: number
  /** Longest time between two cycles that is as it should be. */
  gaps: Gaps
  /** Why the state was mended at this start. */
  mended?: string
}

export function causesAtStart({ ledger, now, gaps, mended }: StartDeps): Cause[] {
  const begun = ledger.fact(BEGUN)
  return [
    ...(begun ? [cutOff(begun)] : []),
    ...gapCause(ledger, now, gaps),
    ...(mended === undefined ? [] : [mendedCause(mended)]),
  ]
}

/** The clock jumped between two cycles: the machine slept, or the program was not running. */
export function gapCause(ledger: Facts, now: number, gaps: Gaps): Cause[] {
  const last = Alive.safeParse(JSON.parse(ledger.fact(ALIVE) ?? 'null')).data
  if (!last || now - last.at < Math.max(gaps[last.mode], LEAST_GAP_MS)) return []
  const says = `the program was not running from ${minute(last.at)} to ${minute(now)}`
  return [{ key: 'not running', title: 'the program was not running', says, isEvent: true }]
}

export const noteBegin = (ledger: Facts, now: number): void => ledger.setFact(BEGUN, new Date(now).toISOString())
export const noteEnd = (ledger: Facts): void => ledger.setFact(BEGUN, '')
export const noteAlive = (ledger: Facts, alive: z.infer<typeof Alive>): void =>
  ledger.setFact(ALIVE, JSON.stringify(alive))

const cutOff = (begun: string): Cause => ({
  key: 'cut off',
  title: 'a cycle did not end',
  says: `the cycle of ${begun.slice(0, 16)}Z was cut off; what it did goes on now`,
  isEvent: true,
})

const mendedCause = (why: string): Cause => ({
  key: 'store mended',
  title: 'the program’s state was damaged and is mended',
  says: `${why}; what it lacks is looked up again (docs/reliability.md)`,
  isEvent: true,
})

const minute = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
