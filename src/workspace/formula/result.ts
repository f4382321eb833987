// What a formula came to, as the API answers it.

import type { Json } from '../api/check.ts'
import { type TitleOf, textOf } from './text.ts'
import { type FormulaDate, isDate, type Value } from './value.ts'

/** Lists, pages and people are answered as a text; so is nothing, since an empty value has no type here. */
export function formulaAnswer(value: Value, titleOf: TitleOf): Json {
  if (typeof value === 'number') return { type: 'number', number: value }
  if (typeof value === 'boolean') return { type: 'boolean', boolean: value }
  if (isDate(value)) return { type: 'date', date: dateAnswer(value) }
  return { type: 'string', string: value === undefined ? null : textOf(value, titleOf) }
}

/** A day as `2026-07-04`, a time as `2026-07-04T10:00:00.000+00:00`. */
export function dateAnswer({ start, end, isDay }: FormulaDate): Json {
  const written = (ms: number) => {
    const iso = new Date(ms).toISOString()
    return isDay ? iso.slice(0, iso.indexOf('T')) : iso.replace('Z', '+00:00')
  }
  return { start: written(start), end: end === undefined ? null : written(end), time_zone: null }
}
