// Numbers of rows for programs that want no more than 31 bits: the same row has the same one in every export.

export interface TrackIds {
  /** The row's number; the first of two rows that want one has it, the other the next. */
  take(page: string): number
  /** The row is the track that another row is. */
  share(page: string, number: number): void
  of(page: string): number | undefined
}

const LARGEST = 2 ** 31 - 1

/** @param prefer a whole number from 1 to 2³¹ − 1 that is a row's own in most cases */
export function openTrackIds(prefer: (page: string) => number = ownNumber): TrackIds {
  const ids = new Map<string, number>()
  const taken = new Set<number>()
  return {
    take(page) {
      let number = prefer(page)
      while (taken.has(number)) number = (number % LARGEST) + 1
      taken.add(number)
      ids.set(page, number)
      return number
    },
    share: (page, number) => void ids.set(page, number),
    of: page => ids.get(page),
  }
}

/** Out of the id's random digits; those of one period begin alike. */
function ownNumber(page: string): number {
  const digits = page.replaceAll('-', '')
  const last = Number.parseInt(digits.slice(-8), 16)
  const before = Number.parseInt(digits.slice(-16, -8), 16)
  return (((last ^ Math.imul(before, 0x9e3779b1)) >>> 0) % LARGEST) + 1
}
