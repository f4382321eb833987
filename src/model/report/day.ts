// Days as a person has them: of their time zone, with 23 or 25 hours where the clocks are changed.

/** `2026-11-20`. */
export type Day = string

export const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)

/** Epoch ms of its first moment. */
export function startOf(day: Day, zone: string): number {
  const asUtc = Date.parse(`${day}T00:00:00Z`)
  const first = asUtc - offsetAt(asUtc, zone)
  const second = asUtc - offsetAt(first, zone)
  if (dayAt(second, zone) === day && dayAt(second - 1, zone) !== day) return second
  return Math.max(first, second) // there is no midnight where the clocks are changed at that hour
}

export function dayAt(at: number, zone: string): Day {
  const { year, month, day } = partsAt(at, zone)
  return `${year}-${month}-${day}`
}

export const hourAt = (at: number, zone: string): number => Number(partsAt(at, zone).hour)

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

function offsetAt(at: number, zone: string): number {
  const { year, month, day, hour, minute, second } = partsAt(at, zone)
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - Math.floor(at / 1000) * 1000
}

const formats = new Map<string, Intl.DateTimeFormat>()

function partsAt(at: number, zone: string): Record<string, string> {
  let format = formats.get(zone)
  if (!format) {
    const two = '2-digit'
    const fields = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const
    format = new Intl.DateTimeFormat('en-CA', { ...fields, timeZone: zone, hourCycle: 'h23' })
    formats.set(zone, format)
  }
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
}
