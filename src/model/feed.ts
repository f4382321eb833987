// When a list is looked at again that tells nobody of news, and how many requests of a day that may take.

export interface FeedTimes {
  /** Epoch ms. */
  lookedAt: number
  dueAt: number
  /** Looks in a row that brought nothing new. */
  quiet: number
  /** Looks in a row that came to nothing. */
  failures: number
}

/** After so many looks that brought nothing the time between two is doubled. */
const QUIET_LOOKS = 12
/** Where nothing changes it becomes so many times as long. */
const MOST_SELDOM = 4
/** Where looks come to nothing, it becomes no longer than this, unless it is anyway. */
const LONGEST_AFTER_FAULT_MS = 6 * 3600_000
/** So that many programs, and many lists, do not ask all at once. */
const JITTER_PART = 0.1
const DAY_MS = 86_400_000

/** Milliseconds until the next look. @param random from 0 to 1 */
export function waitOf({ quiet, failures }: Pick<FeedTimes, 'quiet' | 'failures'>, intervalMs: number, random: number) {
  const seldom = Math.min(MOST_SELDOM, 2 ** Math.floor(quiet / QUIET_LOOKS))
  const ms =
    failures > 0
      ? Math.max(intervalMs, Math.min(LONGEST_AFTER_FAULT_MS, intervalMs * 2 ** (failures - 1)))
      : intervalMs * seldom
  return Math.round(ms * (1 - JITTER_PART + 2 * JITTER_PART * random))
}

/** Missed looks are one look; a clock that was set back delays none by more than what a look is ever put off. */
export const isDue = (
  times: Pick<FeedTimes, 'lookedAt' | 'dueAt'> | undefined,
  now: number,
  intervalMs: number,
): boolean => !times || times.dueAt <= now || times.lookedAt > now || times.dueAt - now > longestWait(intervalMs)

/** The next midnight may be 25 hours away. */
const longestWait = (intervalMs: number) => Math.max(DAY_MS * 1.05, intervalMs * MOST_SELDOM * (1 + JITTER_PART))

/** Of a service's requests of a day looking gets a quarter, and none once three quarters are spent: people's own work needs them. */
const SHARE = 1 / 4
const UNTIL = 3 / 4

/** Requests that looking may spend a day. */
export const shareOf = (perDay: number): number => Math.floor(perDay * SHARE)

export interface Spending {
  /** What a day's requests are; undefined: as many as one likes. */
  perDay: number | undefined
  /** By everybody, today. */
  spent: number
  /** By looking, today. */
  byLooks: number
}

/** Why no `cost` requests may be spent on looking today. */
export function whyTooDear({ perDay, spent, byLooks }: Spending, cost: number): string | undefined {
  if (perDay === undefined) return undefined
  const share = shareOf(perDay)
  if (byLooks + cost > share) return `the ${share} of its ${perDay} requests a day that looking may spend are spent`
  return spent + cost > perDay * UNTIL
    ? `${spent} of its ${perDay} requests of today are spent: the others are for what is asked for`
    : undefined
}

export interface Wanted {
  intervalMs: number
  /** Requests of one look. */
  cost: number
}

export const looksADay = (intervalMs: number): number => DAY_MS / intervalMs

/** By how much longer the intervals must be for all of them to fit into the share; 1: they do. */
export function stretchOf(wanted: readonly Wanted[], perDay: number | undefined): number {
  if (perDay === undefined) return 1
  // a tenth of the share is for jitter and for looks that a change makes dearer
  const most = shareOf(perDay) * 0.9
  const asked = wanted.reduce((sum, { intervalMs, cost }) => sum + looksADay(intervalMs) * cost, 0)
  return Math.max(1, asked / most)
}

/** What a list held when it was looked at: the first of its entries, newest first. */
export interface Seen {
  entries: readonly string[]
  /** They are all it has. */
  isWhole: boolean
}

/** What is remembered of a list. */
export interface Remembered extends Seen {
  /** What it held once: an answer may have been cut short, and then all of it is back. */
  gone?: readonly string[]
}

/**
 * What came to a list whose newest stand first.
 * @returns undefined when nothing of it is known: it was read too short a way, or is another list by now
 */
export function newOnes(before: Remembered, now: Seen): string[] | undefined {
  const known = new Set(before.entries)
  const gone = new Set(before.gone)
  const first = now.entries.findIndex(entry => known.has(entry))
  // liked again, it stands in front of all that stayed
  const fresh = (entry: string, at: number) => !known.has(entry) && !(gone.has(entry) && at >= first)
  if (before.isWhole && (now.isWhole || first >= 0)) return now.entries.filter(fresh)
  const last = now.entries.findLastIndex(entry => known.has(entry))
  // what stands behind all that is known came up from below, because others went
  return last < 0 ? undefined : now.entries.slice(0, last).filter(fresh)
}

/** @param most entries that are kept. Of a list that had more it is never known again whether all of it is seen. */
export function remember(before: Remembered | undefined, now: Seen, most: number): Remembered {
  const there = new Set(now.entries)
  const gone = [...(before?.entries ?? []), ...(before?.gone ?? [])].filter(entry => !there.has(entry))
  const isWhole = now.isWhole && now.entries.length <= most && (before?.isWhole ?? true)
  return { entries: now.entries.slice(0, most), isWhole, ...(gone.length > 0 && { gone: gone.slice(0, 2 * most) }) }
}
