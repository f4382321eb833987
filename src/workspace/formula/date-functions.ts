// Functions of dates. Everything is reckoned in UTC; Notion takes the time zone of whoever looks.

import { floorToMinute, parseMoment } from '../values/date-value.ts'
import { numberIn, optionalDate, textIn } from './arguments.ts'
import { addUnits, isoWeek, isWholeDays, unitNamed, unitsBetween, weekday } from './calendar.ts'
import { formatDate } from './format-date.ts'
import type { FunctionTable } from './function-table.ts'
import { offsetAt } from './time-zone.ts'
import { type FormulaDate, isDate, type Value } from './value.ts'

export const DATE_FUNCTIONS: FunctionTable = {
  now: { arity: [0, 0], run: (_, { scope }) => moment(floorToMinute(scope.now)) },
  today: { arity: [0, 0], run: (_, { scope }) => moment(new Date(scope.now).setUTCHours(0, 0, 0, 0), true) },
  minute: field(date => date.getUTCMinutes()),
  hour: field(date => date.getUTCHours()),
  day: field(date => weekday(date.getTime())),
  date: field(date => date.getUTCDate()),
  week: field(date => isoWeek(date.getTime())),
  month: field(date => date.getUTCMonth() + 1),
  year: field(date => date.getUTCFullYear()),
  dateAdd: { arity: [3, 3], run: ([date, amount, unit]) => added(date, numberIn(amount), unit) },
  dateSubtract: { arity: [3, 3], run: ([date, amount, unit]) => added(date, -numberIn(amount), unit) },
  dateBetween: { arity: [3, 3], run: dateBetween },
  dateRange: { arity: [2, 2], run: dateRange },
  dateStart: { arity: [1, 1], run: dateStart },
  dateEnd: { arity: [1, 1], run: dateEnd },
  start: { arity: [1, 1], run: dateStart },
  end: { arity: [1, 1], run: dateEnd },
  timestamp: { arity: [1, 1], run: ([date]) => optionalDate(date)?.start },
  fromTimestamp: { arity: [1, 1], run: ([ms]) => (ms === undefined ? undefined : moment(numberIn(ms))) },
  formatDate: { arity: [2, 3], run: formatted },
  parseDate: { arity: [1, 1], run: parsed },
}

/** Of a range only the start is moved, as Notion does. Hours and less make a time of a day. */
function added(date: Value, amount: number, unit: Value): Value {
  const from = optionalDate(date)
  const name = unitNamed(textIn(unit))
  return from && moment(addUnits(from.start, amount, name), from.isDay && isWholeDays(name))
}

/** Above 0 when the first is the later one. */
function dateBetween([first, second, unit]: readonly Value[]): Value {
  const [to, from] = [optionalDate(first), optionalDate(second)]
  const name = unitNamed(textIn(unit))
  return to && from && unitsBetween(from.start, to.start, name)
}

function dateRange([first, last]: readonly Value[]): Value {
  const [from, to] = [optionalDate(first), optionalDate(last)]
  return from && to && { kind: 'date', start: from.start, end: to.start, isDay: from.isDay && to.isDay }
}

function dateStart([value]: readonly Value[]): Value {
  const date = optionalDate(value)
  return date && moment(date.start, date.isDay)
}

function dateEnd([value]: readonly Value[]): Value {
  const date = optionalDate(value)
  return date && moment(date.end ?? date.start, date.isDay)
}

function formatted([value, pattern, zone]: readonly Value[]): Value {
  const date = optionalDate(value)
  if (!date) return undefined
  return formatDate(date.start, textIn(pattern), zone === undefined ? 0 : offsetAt(date.start, textIn(zone)))
}

/** ISO 8601, of which Notion also takes a year, a month, and all of it without dashes and colons. */
const ISO =
  /^(\d{4})(?:-?(\d\d)(?:-?(\d\d))?)?(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d(?:\.\d{1,9})?))?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i

/** What is no date is empty, so that lists can be searched for dates. */
function parsed([value]: readonly Value[]): Value {
  if (isDate(value)) return value
  const match = typeof value === 'string' ? ISO.exec(value.trim()) : null
  if (!match) return undefined
  const [, year, month = '01', day = '01', hour, minute = '00', second = '00', zone = 'Z'] = match
  const clock = hour === undefined ? '' : `T${hour}:${minute}:${second}${zone.length === 3 ? `${zone}:00` : zone}`
  const found = parseMoment(`${year}-${month}-${day}${clock}`)
  return found && moment(found.ms, found.isDay)
}

/** Nothing for a moment too far away for the calendar. */
function moment(ms: number, isDay = false): FormulaDate | undefined {
  const start = new Date(ms).getTime()
  return Number.isNaN(start) ? undefined : { kind: 'date', start, end: undefined, isDay }
}

function field(read: (date: Date) => number) {
  return {
    arity: [1, 1] as const,
    run: ([value]: readonly Value[]) => {
      const date = optionalDate(value)
      return date && read(new Date(date.start))
    },
  }
}
