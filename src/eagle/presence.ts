// Whether Eagle runs, asked beside the lane and beside the work: whoever wants to know gets the last answer.

export interface Presence {
  /** As it was seen last; only the first to ask waits, and not for long. */
  isThere(signal: AbortSignal): Promise<boolean>
  /** It did not answer: until the next look it counts as away. */
  missed(): void
}

const LOOK_AGAIN_MS = 60_000

export function openPresence(look: (signal: AbortSignal) => Promise<boolean>, now: () => number): Presence {
  let seen: { isThere: boolean; until: number } | undefined
  let looking: Promise<boolean> | undefined

  const keep = (isThere: boolean): boolean => {
    seen = { isThere, until: now() + LOOK_AGAIN_MS }
    return isThere
  }

  /** One look answers all, so none of their signals ends it; it is bounded by itself. */
  function lookOnce(): Promise<boolean> {
    looking ??= look(new AbortController().signal)
      .then(keep, () => keep(false))
      .finally(() => {
        looking = undefined
      })
    return looking
  }

  return {
    async isThere(signal) {
      if (!seen) {
        const isThere = await lookOnce()
        signal.throwIfAborted()
        return isThere
      }
      if (now() >= seen.until) void lookOnce()
      return seen.isThere
    },
    missed: () => void keep(false),
  }
}
