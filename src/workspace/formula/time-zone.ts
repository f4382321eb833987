// How far a time zone is ahead of UTC at a moment.

import { FormulaError } from './formula-error.ts'

/** `UTC-5`, `GMT+01:30` */
const FROM_UTC = /^(?:UTC|GMT)([+-])(\d{1,2})(?::?(\d\d))?$/i

/** @param zone `Europe/Vienna`, `EST`, `UTC-5` @returns minutes @throws FormulaError for an unknown zone */
export function offsetAt(ms: number, zone: string): number {
  const named = FROM_UTC.exec(zone)
  if (named) return (Number(named[2]) * 60 + Number(named[3] ?? 0)) * (named[1] === '-' ? -1 : 1)
  const parts = clockOf(zone).formatToParts(ms)
  const field = (type: string) => Number(parts.find(part => part.type === type)?.value)
  const there = Date.UTC(field('year'), field('month') - 1, field('day'), field('hour'), field('minute'))
  return Math.round((there - ms) / 60_000)
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    })
  } catch {
    throw new FormulaError(`expected a time zone, found "${timeZone}"`)
  }
}
