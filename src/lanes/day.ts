// How many requests a lane spent today, by the calendar of the place the machine is in.

export interface Spent {
  /** `2026-11-21` */
  day: string
  count: number
}

export interface DayCount {
  /** @param now epoch ms */
  add(now: number): Spent
  readonly spent: Spent | undefined
  today(now: number): number
}

export function openDayCount(before: Spent | undefined): DayCount {
  let spent = before
  const on = (now: number): Spent => (spent?.day === dayOf(now) ? spent : { day: dayOf(now), count: 0 })
  return {
    add(now) {
      const { day, count } = on(now)
      spent = { day, count: count + 1 }
      return spent
    },
    get spent() {
      return spent
    },
    today: now => on(now).count,
  }
}

export function dayOf(now: number): string {
  const date = new Date(now)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** The next local midnight in epoch ms, however long the day is. */
export function nextMidnight(now: number): number {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime()
}
