// A list that stays sorted while a few of its lines change: one pass over it, when it is asked for.

export interface Order<T> {
  /** `line` undefined: it is gone. */
  change(id: string, line: T | undefined): void
  sorted(): readonly T[]
  /** How many lines changed since. */
  readonly changes: number
}

export function openOrder<T extends { id: string }>(compare: (one: T, other: T) => number): Order<T> {
  const byAll = (one: T, other: T) => compare(one, other) || (one.id < other.id ? -1 : Number(one.id > other.id))
  let lines: T[] = []
  let changed = new Map<string, T | undefined>()

  function merge(): void {
    const news = [...changed.values()].filter(line => line !== undefined).sort(byAll)
    const merged: T[] = []
    let next = 0
    for (const line of lines) {
      if (changed.has(line.id)) continue
      for (let first = news[next]; first && byAll(first, line) < 0; first = news[next]) {
        merged.push(first)
        next += 1
      }
      merged.push(line)
    }
    for (; next < news.length; next += 1) merged.push(...news.slice(next, next + 1))
    lines = merged
    changed = new Map()
  }

  return {
    change: (id, line) => void changed.set(id, line),
    sorted() {
      if (changed.size > 0) merge()
      return lines
    },
    get changes() {
      return changed.size
    },
  }
}
