// formatDate(): dates by pattern, with the tokens of moment.js. In UTC, where Notion takes the reader's time zone, so that
// a row reads the same on every machine.

import { isoWeek, weekday } from './calendar.ts'

const MONTHS = 'January February March April May June July August September October November December'.split(' ')
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')

/** `[…]` stands for itself. */
const TOKEN =
  /\[([^\]]*)\]|LLLL|LLL|LL|LT|L|YYYY|YY|Y|Qo|Q|MMMM|MMM|MM|Mo|M|DDDD|DDD|Do|DD|D|dddd|ddd|dd|d|E|WW|W|HH|H|hh|h|mm|m|ss|s|SSS|A|a|ZZ|Z/g

const PATTERNS: Record<string, string> = {
  L: 'MM/DD/YYYY',
  LL: 'MMMM D, YYYY',
  LLL: 'MMMM D, YYYY h:mm A',
  LLLL: 'dddd, MMMM D, YYYY h:mm A',
  LT: 'h:mm A',
}

/** Each reads the UTC fields of a date that was moved to the wanted time zone. */
const TOKENS: Record<string, (date: Date, offset: number) => string | number> = {
  YYYY: date => pad(date.getUTCFullYear(), 4),
  YY: date => pad(date.getUTCFullYear() % 100),
  Y: date => date.getUTCFullYear(),
  Q: quarter,
  Qo: date => ordinal(quarter(date)),
  MMMM: monthName,
  MMM: date => monthName(date).slice(0, 3),
  MM: date => pad(date.getUTCMonth() + 1),
  Mo: date => ordinal(date.getUTCMonth() + 1),
  M: date => date.getUTCMonth() + 1,
  DDDD: date => pad(dayOfYear(date), 3),
  DDD: dayOfYear,
  DD: date => pad(date.getUTCDate()),
  Do: date => ordinal(date.getUTCDate()),
  D: date => date.getUTCDate(),
  dddd: dayName,
  ddd: date => dayName(date).slice(0, 3),
  dd: date => dayName(date).slice(0, 2),
  d: date => date.getUTCDay(),
  E: date => weekday(date.getTime()),
  WW: date => pad(isoWeek(date.getTime())),
  W: date => isoWeek(date.getTime()),
  HH: date => pad(date.getUTCHours()),
  H: date => date.getUTCHours(),
  hh: date => pad(hourOfTwelve(date)),
  h: hourOfTwelve,
  mm: date => pad(date.getUTCMinutes()),
  m: date => date.getUTCMinutes(),
  ss: date => pad(date.getUTCSeconds()),
  s: date => date.getUTCSeconds(),
  SSS: date => pad(date.getUTCMilliseconds(), 3),
  A: date => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
  a: date => (date.getUTCHours() < 12 ? 'am' : 'pm'),
  Z: (_, offset) => offsetText(offset),
  ZZ: (_, offset) => offsetText(offset).replace(':', ''),
}

/** @param ms epoch milliseconds @param offset minutes that the wanted time zone is ahead of UTC */
export function formatDate(ms: number, pattern: string, offset = 0): string {
  const clock = new Date(ms + offset * 60_000)
  return pattern.replaceAll(TOKEN, (token, literal: string | undefined) => {
    if (literal !== undefined) return literal
    const longer = PATTERNS[token]
    return longer ? formatDate(ms, longer, offset) : String(TOKENS[token]?.(clock, offset))
  })
}

function monthName(date: Date): string {
  return MONTHS[date.getUTCMonth()] ?? ''
}

function dayName(date: Date): string {
  return DAYS[date.getUTCDay()] ?? ''
}

function quarter(date: Date): number {
  return Math.floor(date.getUTCMonth() / 3) + 1
}

function hourOfTwelve(date: Date): number {
  return date.getUTCHours() % 12 || 12
}

function dayOfYear(date: Date): number {
  const newYear = new Date(date)
  newYear.setUTCMonth(0, 0)
  return Math.floor((date.getTime() - newYear.getTime()) / 86_400_000)
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`
}

function pad(number: number, digits = 2): string {
  return String(number).padStart(digits, '0')
}

function ordinal(number: number): string {
  const isTeen = number % 100 > 10 && number % 100 < 20
  return number + ((isTeen ? undefined : ['th', 'st', 'nd', 'rd'][number % 10]) ?? 'th')
}
