// Two orchestrators on one workspace: a mark in the row says who works on it.
// Notion has no compare-and-set, so a mark counts only after it has stood for as long as another's could be on its way.

import { setTimeout as sleep } from 'node:timers/promises'
import { Limited } from '../errors.ts'
import type { Log } from '../log.ts'
import type { FieldValue, RowNow, RowPort } from '../model/write.ts'
import { markText, readMark } from './mark.ts'

export type Target = 'tasks' | 'tracks'

export interface Claim {
  /** The row, or a query, shows the mark now: how late it does says how long others may not have seen it. */
  seen(text: string | undefined): void
  /**
   * Waits until nobody can have overlooked the mark, and looks whether it still stands.
   * @throws Limited when another orchestrator has the row
   */
  confirm(signal: AbortSignal): Promise<void>
}

export interface Claims {
  /**
   * Marks a row as ours.
   * @returns undefined when rows are not marked: this is the only orchestrator, or there is no place for a mark
   * @throws Limited when another orchestrator works on it
   */
  take(target: Target, page: string): Promise<Claim | undefined>
}

interface Written {
  remember(page: string, field: string, text: string): Promise<void>
  wrote(page: string, field: string): FieldValue | undefined
}

export interface ClaimDeps {
  ports: (target: Target) => Promise<RowPort>
  /** 8 hex digits. */
  instance: () => string
  /** Longest time from another's look at a row to its mark in it; 0: there is no other. */
  settleMs: number
  /** Epoch ms. */
  now: () => number
  log: Log
  /** What was written last, so that a mark gives way to the result, and a result to a mark. */
  written: Written
  monotonic?: () => number
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

interface Marked {
  port: RowPort
  page: string
  field: string
  /** What stood there before the mark. */
  before: string
}

/** A field a person reads that this program writes at the end anyway. */
const FIELDS = { tasks: 'result', tracks: 'summary' } as const
/** A mark of an orchestrator that died is passed over after this long. */
const MARK_MS = 2 * 3600_000
/** Reads that lag longer than this are not reckoned with. */
const LONGEST_LAG_MS = 60_000

const sleepWith = async (ms: number, signal: AbortSignal) => void (await sleep(ms, undefined, { signal }))

export function openClaims(deps: ClaimDeps): Claims {
  const { settleMs, now, log, written, monotonic = () => performance.now(), wait = sleepWith } = deps

  async function take(target: Target, page: string): Promise<Claim | undefined> {
    if (settleMs === 0) return undefined
    const field = FIELDS[target]
    const port = await deps.ports(target)
    for (;;) {
      const lookedAt = monotonic()
      const row = await port.read(page)
      if (row.inTrash) return undefined
      refuseOther(row, field)
      const text = markText({ instance: deps.instance(), until: now() + MARK_MS })
      if (!row.takes(field, text) || !isFree(page, field, row)) return undefined
      await written.remember(page, field, text)
      await port.write(page, { [field]: text })
      // Others reckon with marks that stand soon after the look they follow: a late one is made anew.
      if (monotonic() - lookedAt <= settleMs)
        return claimFrom(monotonic(), { port, page, field, before: row.shown(field) })
    }
  }

  function claimFrom(markedAt: number, { port, page, field, before }: Marked): Claim {
    /** How late our mark was seen at the latest: others may have overlooked it for so long. */
    let lag: number | undefined
    const elapsed = () => monotonic() - markedAt
    const note = (text: string | undefined) => {
      if (lag === undefined && readMark(text)?.instance === deps.instance()) lag = elapsed()
    }
    return {
      seen: note,
      async confirm(signal) {
        for (;;) {
          const lookedAt = elapsed()
          const row = await port.read(page)
          if (row.inTrash) return
          refuseOther(row, field)
          const text = row.shown(field)
          const isThere = readMark(text)?.instance === deps.instance()
          // neither our mark nor what stood there before it: the row was finished, or edited
          if (!isThere && (lag !== undefined || text !== before)) throw lostTo()
          note(text)
          const due = lag === undefined ? Number.POSITIVE_INFINITY : 2 * lag + settleMs
          if (isThere && lookedAt >= due) return
          if (lookedAt > LONGEST_LAG_MS) {
            if (!isThere) throw lostTo()
            return
          }
          await wait(Math.max(50, Math.min(due - elapsed(), settleMs)), signal)
        }
      },
    }
  }

  const lostTo = () => new Limited('the mark in the row is gone: somebody else has it', now() + settleMs)

  function refuseOther(row: RowNow, field: string): void {
    const mark = readMark(row.shown(field))
    if (!mark || mark.instance === deps.instance() || mark.until < now()) return
    log.info({ other: mark.instance, until: new Date(mark.until).toISOString() }, 'another orchestrator has a row')
    throw new Limited(`another orchestrator (${mark.instance}) works on it`, now() + settleMs * 5)
  }

  /** A person's own words stay: such a row is not marked. */
  function isFree(page: string, field: string, row: RowNow): boolean {
    const ours = written.wrote(page, field)
    return (
      row.isEmpty(field) || readMark(row.shown(field)) !== undefined || (ours !== undefined && row.holds(field, ours))
    )
  }

  return { take }
}
