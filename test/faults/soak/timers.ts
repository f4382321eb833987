// Timers in the order of their time, and of their making where that is the same.

export class VirtualTimer {
  readonly order: number
  at: number
  work: (() => void) | undefined
  /** Ms from one time to the next; undefined: once. */
  readonly every: number | undefined
  constructor({ at, order, work, every }: { at: number; order: number; work: () => void; every?: number }) {
    this.at = at
    this.order = order
    this.work = work
    this.every = every
  }
  close(): this {
    this.work = undefined
    return this
  }
  ref(): this {
    return this
  }
  unref(): this {
    return this
  }
  hasRef(): boolean {
    return true
  }
  [Symbol.dispose](): void {
    this.close()
  }
}

export function openTimers(now: () => number) {
  let heap: VirtualTimer[] = []
  let made = 0

  function put(timer: VirtualTimer): VirtualTimer {
    let index = heap.push(timer) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!isBefore(index, parent)) break
      swap(index, parent)
      index = parent
    }
    return timer
  }

  function take(): VirtualTimer | undefined {
    const first = heap[0]
    const last = heap.pop()
    if (!first || !last || first === last) return first
    heap[0] = last
    for (let index = 0; ; ) {
      const least = [2 * index + 1, 2 * index + 2].reduce(
        (best, child) => (child < heap.length && isBefore(child, best) ? child : best),
        index,
      )
      if (least === index) return first
      swap(index, least)
      index = least
    }
  }

  function isBefore(a: number, b: number): boolean {
    const [first, second] = [heap[a], heap[b]]
    if (!first || !second) return false
    return first.at < second.at || (first.at === second.at && first.order < second.order)
  }

  function swap(a: number, b: number): void {
    const [first, second] = [heap[a], heap[b]]
    if (!first || !second) return
    heap[a] = second
    heap[b] = first
  }

  /** The first that was not closed, at the head. */
  function head(): VirtualTimer | undefined {
    while (heap[0] && heap[0].work === undefined) take()
    return heap[0]
  }

  const add = (work: () => void, ms: number, every?: number) =>
    put(new VirtualTimer({ at: now() + Math.max(1, Number(ms) || 1), order: made++, work, every }))

  return {
    add,
    next: () => head()?.at,
    /** All whose time has come; those they make come later. */
    fire(): void {
      const newest = made
      for (let timer = head(); timer && timer.at <= now() && timer.order < newest; timer = head()) {
        take()
        const { work, every } = timer
        if (every === undefined) timer.close()
        work?.()
        if (every !== undefined && timer.work) {
          timer.at = now() + every
          put(timer)
        }
      }
    },
    clear(): void {
      for (const timer of heap) timer.close()
      heap = []
    },
  }
}
