// Once a day by itself: yesterday's tracks, and of all others one in a hundred, so that each has its turn in a hundred days.
// A slice at a time: whatever else there is to do never waits for long.

import { createHash } from 'node:crypto'
import { z } from 'zod'
import { InputFault, isFault } from '../errors.ts'
import { dayOf } from '../lanes/day.ts'
import type { Log } from '../log.ts'
import { type Elsewhere, openElsewhere } from '../pipeline/verify/elsewhere.ts'
import type { Tools } from '../tools.ts'
import { keepLastVerification } from './last-verification.ts'
import { verifyRows } from './verify-rows.ts'

export interface DayDeps {
  tools: Tools
  log: Log
  signal: AbortSignal
  /** Findings get rows in Issues+Questions. */
  tell: boolean
}

const Day = z.object({
  day: z.string(),
  left: z.array(z.string()),
  checked: z.number(),
  findings: z.number(),
})
type Day = z.infer<typeof Day>

const FACT = 'verification of the day'
const SLICE_MS = 10_000
const MOST_A_DAY = 2000
const TURNS = 100
const DAY_MS = 86_400_000

export async function verifySome(deps: DayDeps): Promise<void> {
  const { tools, signal } = deps
  const today = dayNow(tools) ?? beginDay(tools)
  const until = performance.now() + SLICE_MS
  const elsewhere = openElsewhere(tools)
  while (today.left.length > 0 && !signal.aborted && performance.now() < until) {
    if (!(await verifyNext({ ...deps, elsewhere }, today))) return // another time
    tools.ledger.setFact(FACT, JSON.stringify(today))
    if (today.left.length === 0) endDay(deps, today)
  }
}

function dayNow(tools: Tools): Day | undefined {
  const today = readDay(tools)
  return today?.day === dayOf(tools.now().getTime()) ? today : undefined
}

function readDay({ ledger }: Tools): Day | undefined {
  const text = ledger.fact(FACT)
  return text === undefined ? undefined : Day.safeParse(JSON.parse(text)).data
}

/** What was made while the program stood still for days counts as of yesterday. */
function beginDay(tools: Tools): Day {
  const { verified, ledger } = tools
  const now = tools.now()
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime()
  const last = readDay(tools)
  const from = last ? Date.parse(`${last.day}T00:00`) : midnight - DAY_MS
  const made = verified.madeBetween(Math.min(from, midnight - DAY_MS), midnight)
  const tooNew = new Set([...made, ...verified.madeBetween(midnight, Number.MAX_SAFE_INTEGER)])
  const turn = Math.floor(midnight / DAY_MS) % TURNS
  const others: string[] = []
  for (const page of verified.known()) if (turnOf(page) === turn && !tooNew.has(page)) others.push(page)
  const day = {
    day: dayOf(now.getTime()),
    left: [...made, ...others].slice(0, MOST_A_DAY),
    checked: 0,
    findings: 0,
  }
  ledger.setFact(FACT, JSON.stringify(day))
  return day
}

/** The same for ever, and evenly over all pages. */
export const turnOf = (page: string): number => createHash('sha256').update(page).digest().readUInt32BE(0) % TURNS

/** @returns false when nothing can be looked at now */
async function verifyNext(
  { tools, log, signal, tell, elsewhere }: DayDeps & { elsewhere: Elsewhere },
  today: Day,
): Promise<boolean> {
  const [page = ''] = today.left
  const wish = { pages: [page], full: false, repair: false, tell: tell && tools.issues !== undefined, readOnly: false }
  try {
    const { checked, left, rows } = await verifyRows({ tools, log, signal, elsewhere, view: { progress() {} } }, wish)
    if (left > 0)
      log.warn({ track: page, findings: rows.flatMap(row => row.findings) }, 'a finished track is not as it should be')
    today.checked += checked
    today.findings += left
  } catch (error) {
    if (signal.aborted || !isFault(error)) throw error
    if (!(error instanceof InputFault)) {
      log.info({ reason: error.message }, 'finished tracks are verified later')
      return false
    }
    log.debug({ track: page, reason: error.message }, 'a row that was finished is gone')
  }
  today.left.shift()
  return true
}

function endDay({ tools, log }: DayDeps, { checked, findings }: Day): void {
  log.info({ checked, findings }, 'finished tracks of yesterday, and some others, were verified')
  keepLastVerification(tools, { scope: 'day', checked, findings })
}
