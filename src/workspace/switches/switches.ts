// What can be switched on a running workspace to try a client out: limits, lag, faults, how webhooks are sent.

import type { Store } from '../store/store.ts'
import { faultAnswer } from './fault-answers.ts'
import { openFaults } from './faults.ts'
import { type Asked, openRateLimits } from './rate-limits.ts'
import { openReadLag, trailing } from './read-lag.ts'
import { type FaultRule, readSettings, type SwitchInput, type SwitchSettings } from './settings.ts'
import { untilAborted } from './until-aborted.ts'

export interface Switches {
  /** As they are now: faults and overload with the requests they are still good for. */
  settings(): SwitchSettings
  /**
   * Sets them all anew, budgets are full again; what is left out is off.
   * @throws ApiError that names each wrong field, Environment for a lag without a file
   */
  set(settings: SwitchInput): void
  addFaults(rules: readonly FaultRule[]): void
  /** Answers a request, through the fault it meets. Rejects when its signal is aborted. */
  send(request: Request, answer: (request: Request) => Promise<Response>): Promise<Response>
  /** @throws ApiError 429 or 529 */
  admit(asked: Asked): void
  /** What a query of that table, or search, answers from. */
  indexed(fresh: Store, tableId: string | undefined): Store
  close(): void
}

interface SwitchOptions {
  given: SwitchInput
  /** `:memory:` for one that has no snapshots. */
  file: string
  /** Epoch milliseconds. */
  now: () => number
  random?: () => number
}

export function openSwitches({ given, file, now, random = Math.random }: SwitchOptions): Switches {
  const closed = new AbortController()
  let on = openAll(readSettings(given))

  function openAll(settings: SwitchSettings) {
    return {
      settings,
      lag: settings.lagMs > 0 ? openReadLag({ file, lagMs: settings.lagMs, now }) : undefined,
      faults: openFaults(settings.faults, random),
      limits: openRateLimits(settings.rateLimits, settings.overload, random),
    }
  }

  return {
    settings: () => ({
      ...on.settings,
      overload: { ...on.settings.overload, next: on.limits.overloads() },
      faults: on.faults.rules(),
    }),
    set(settings) {
      const before = on
      on = openAll(readSettings(settings))
      before.lag?.close()
    },
    addFaults: rules => on.faults.add(rules),
    send: (request, answer) =>
      untilAborted(request.signal, () =>
        on.faults.pass(request, {
          fault: (fault, cursor) =>
            faultAnswer(fault, { request, cursor, closed: closed.signal, answer: () => answer(request) }),
          plain: () => answer(request),
        }),
      ),
    admit: asked => on.limits.admit(asked),
    indexed: (fresh, tableId) => (on.lag ? trailing(on.lag.past(), fresh, tableId) : fresh),
    close() {
      closed.abort()
      on.lag?.close()
    },
  }
}
