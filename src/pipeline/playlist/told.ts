// What is said of many entries in few words.

/** An entry, and why it is as it is. */
export interface Told {
  name: string
  why: string
}

/** Of more with one reason the first ones are named. */
const MOST_NAMED = 3
/** So many reasons are told. */
const MOST_LINES = 50

/** A line for each reason. */
export function byReason(told: readonly Told[]): string[] {
  const reasons = [...Map.groupBy(told, ({ why }) => why)].map(([why, same]) => `${namesOf(same)}: ${why}`)
  const more = reasons.length - MOST_LINES
  return more > 0 ? [...reasons.slice(0, MOST_LINES), `and ${more} reasons more`] : reasons
}

function namesOf(told: readonly Told[]): string {
  const more = told.length - MOST_NAMED
  const names = told
    .slice(0, MOST_NAMED)
    .map(({ name }) => name)
    .join('; ')
  return more > 0 ? `${names} and ${more} more` : names
}

/** How many, and the words for one and for more. */
type Count = readonly [count: number, one: string, more?: string]

/** `12 entries, 1 row made`: the first is always said, of the others those that are not none. */
export function spoken(counts: readonly Count[]): string {
  return counts.flatMap((count, at) => (at === 0 || count[0] > 0 ? [counted(...count)] : [])).join(', ')
}

export const counted = (...[count, one, more = one]: Count): string => `${count} ${count === 1 ? one : more}`
