// Formulas and mentions as inline Markdown.

import { isObject, type Json } from '../api/check.ts'
import { urlOf } from '../values/render.ts'
import { writeAttributes } from './attributes.ts'
import { escapeText } from './escape.ts'

/** `bare`: without backquotes where its characters allow it. */
export function formula({ equation }: Json, bare: boolean): string {
  const expression = isObject(equation) ? String(equation.expression).replaceAll(/[\r\n]+/g, ' ') : ''
  if (bare && /^[^\s$`](?:[^$`]*[^\s$`])?$/.test(expression)) return `$${expression}$`
  const fence = fenceFor(expression)
  return /^`|`$/.test(expression) ? `$${fence} ${expression} ${fence}$` : `$${fence}${expression}${fence}$`
}

const MENTION_TAGS = { page: 'mention-page', database: 'mention-database', data_source: 'mention-data-source' } as const

export function mention(given: Json, plainText: unknown): string {
  const words = typeof plainText === 'string' ? plainText : ''
  const person = idIn(given.user)
  if (person !== undefined) return tag('mention-user', { url: `user://${person}` }, words)
  for (const [kind, name] of Object.entries(MENTION_TAGS)) {
    const id = idIn(given[kind])
    if (id !== undefined) return tag(name, { url: urlOf(id) }, words)
  }
  if (isObject(given.date)) return `<mention-date${writeAttributes(dateAttributes(given.date))}/>`
  return escapeText(words)
}

function tag(name: string, attributes: Record<string, string>, words: string): string {
  const start = `<${name}${writeAttributes(attributes)}`
  return words === '' ? `${start}/>` : `${start}>${escapeText(words)}</${name}>`
}

/** A clock time is told by itself; one with seconds or an offset stays with its day. */
function dateAttributes({ start, end, time_zone: zone }: Json): Record<string, string | undefined> {
  const first = momentOf(start)
  const last = momentOf(end)
  return {
    start: first.day,
    startTime: first.time,
    end: last.day,
    endTime: last.time,
    timeZone: typeof zone === 'string' ? zone : undefined,
  }
}

function momentOf(value: unknown): { day?: string; time?: string } {
  if (typeof value !== 'string') return {}
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):00(?:\.0+)?$/.exec(value) ?? []
  return day === undefined ? { day: value } : { day, time }
}

const idIn = (value: unknown): string | undefined =>
  isObject(value) && typeof value.id === 'string' ? value.id : undefined

/** One backquote more than the text has in a row. */
export function fenceFor(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(run => run.length))
  return '`'.repeat(longest + 1)
}
