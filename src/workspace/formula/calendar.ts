// Reckoning with dates: adding units, counting whole units between, weeks. Everything is UTC.

import { FormulaError } from './formula-error.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Units of a fixed length, in milliseconds. */
const LENGTHS: Record<string, number> = {
  weeks: 7 * DAY,
  days: DAY,
  hours: HOUR,
  minutes: MINUTE,
  seconds: 1000,
  milliseconds: 1,
}

/** Units of whole months. */
const MONTHS: Record<string, number> = { years: 12, quarters: 3, months: 1 }

/** `days` for "day" and "days". @throws FormulaError for a word that is no unit of time */
export function unitNamed(word: string): string {
  const unit = word.endsWith('s') ? word : `${word}s`
  const units = [...Object.keys(MONTHS), ...Object.keys(LENGTHS)]
  if (!units.includes(unit)) throw new FormulaError(`expected one of ${units.join(', ')}, found "${word}"`)
  return unit
}

/** True for units that leave a day a day. */
export const isWholeDays = (unit: string): boolean => unit in MONTHS || (LENGTHS[unit] ?? 0) >= DAY

/** Days and longer units are added as wholes; a day that a month does not have becomes its last. */
export function addUnits(ms: number, amount: number, unit: string): number {
  const months = MONTHS[unit]
  if (months) return addMonths(ms, Math.round(amount) * months)
  const wholes = isWholeDays(unit) ? Math.round(amount) : Math.trunc(amount * (LENGTHS[unit] ?? 1))
  return ms + wholes * (isWholeDays(unit) ? (LENGTHS[unit] ?? DAY) : 1)
}

/** Whole units from one moment to another; below 0 when the second is earlier. */
export function unitsBetween(from: number, to: number, unit: string): number {
  const months = MONTHS[unit]
  const exact = months ? monthsBetween(from, to) / months : (to - from) / (LENGTHS[unit] ?? 1)
  return Math.trunc(exact) + 0 // no -0
}

/** 1 is Monday, 7 Sunday. */
export const weekday = (ms: number): number => new Date(ms).getUTCDay() || 7

/** The ISO week: week 1 holds the year's first Thursday. */
export function isoWeek(ms: number): number {
  const thursday = ms + (4 - weekday(ms)) * DAY
  const newYear = new Date(thursday)
  newYear.setUTCMonth(0, 1)
  return Math.floor((thursday - newYear.getTime()) / (7 * DAY)) + 1
}

function monthsBetween(from: number, to: number): number {
  const [first, last] = [new Date(from), new Date(to)]
  const months = (last.getUTCFullYear() - first.getUTCFullYear()) * 12 + last.getUTCMonth() - first.getUTCMonth()
  const reached = addMonths(from, months)
  if (to >= from) return reached > to ? months - 1 : months
  return reached < to ? months + 1 : months
}

function addMonths(ms: number, months: number): number {
  const date = new Date(ms)
  const day = date.getUTCDate()
  date.setUTCMonth(date.getUTCMonth() + months, 1)
  const lastDay = new Date(date.getTime())
  lastDay.setUTCMonth(date.getUTCMonth() + 1, 0)
  date.setUTCDate(Math.min(day, lastDay.getUTCDate()))
  return date.getTime()
}
