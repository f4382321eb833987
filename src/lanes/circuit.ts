// Whether a service is there: after failures in a row nothing is sent for a while, then one request tries.

export interface CircuitRules {
  /** Failures in a row, of different things, after which it opens. */
  failures: number
  openMs: number
  longestMs: number
}

export interface Circuit {
  /** How often it opened since the last success; 0 while it is closed. */
  readonly openings: number
  /**
   * @param openingsAtStart what `openings` was when the request began: a late answer to an earlier one says nothing new
   * @param about what failed; the same again does not count
   * @returns how long it is open from now on; undefined when it does not open
   */
  failed(openingsAtStart: number, about?: string): number | undefined
  /** @returns whether it was open */
  succeeded(): boolean
}

export function openCircuit(rules: CircuitRules, openingsBefore = 0): Circuit {
  let openings = openingsBefore
  const failed = new Set<string | symbol>()

  function open(): number {
    openings += 1
    failed.clear()
    return Math.min(rules.longestMs, rules.openMs * 2 ** (openings - 1))
  }

  return {
    get openings() {
      return openings
    },
    failed(openingsAtStart, about) {
      if (openingsAtStart !== openings) return undefined
      if (openings > 0) return open()
      failed.add(about ?? Symbol('another'))
      return failed.size >= rules.failures ? open() : undefined
    },
    succeeded() {
      const wasOpen = openings > 0
      openings = 0
      failed.clear()
      return wasOpen
    },
  }
}
