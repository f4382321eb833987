// What a rollup's function makes of the related rows' cells: a figure, a date, or the list of them.

import { type FormulaDate, isDate, type Value } from '../formula/value.ts'
import type { Property, Rollup } from '../schema/schema.ts'
import { type Place, type RollupCell, rollupCells, valueOfCell } from './computed.ts'

export type RollupResult =
  | { type: 'number'; number: number | undefined }
  | { type: 'date'; date: { start: number; end: number | undefined; isDay: boolean } | undefined }
  | { type: 'array'; cells: readonly RollupCell[] }
  | { type: 'unsupported' }

/** `limit`: over so many related rows at most. */
export function rollupResult(property: Property, place: Place, limit?: number): RollupResult {
  const cells = rollupCells(property, place, limit)
  const wanted = property.rollup?.function ?? 'show_original'
  if (wanted === 'show_original') return { type: 'array', cells }
  const values = cells.map(cell => valueOfCell(cell.property, cell.place))
  if (wanted === 'show_unique') return { type: 'array', cells: cells.filter(isFirst(values)) }
  if (wanted === 'count_per_group' || wanted === 'percent_per_group') return { type: 'unsupported' }
  if (wanted === 'earliest_date' || wanted === 'latest_date' || wanted === 'date_range')
    return { type: 'date', date: dateFigure(wanted, values.flatMap(datesIn)) }
  return { type: 'number', number: figure(wanted, values) }
}

type FigureName = Exclude<
  Rollup['function'],
  'show_original' | 'show_unique' | 'count_per_group' | 'percent_per_group' | DateFigureName
>
type DateFigureName = 'earliest_date' | 'latest_date' | 'date_range'

function figure(name: FigureName, values: readonly Value[]): number | undefined {
  const filled = values.filter(value => !isEmpty(value))
  const checked = values.filter(value => value === true).length
  switch (name) {
    case 'count':
      return values.length
    case 'count_values':
      return filled.flat().length
    case 'unique':
      return new Set(filled.flat().map(keyOf)).size
    case 'empty':
      return values.length - filled.length
    case 'not_empty':
      return filled.length
    case 'percent_empty':
      return share(values.length - filled.length, values.length)
    case 'percent_not_empty':
      return share(filled.length, values.length)
    case 'checked':
      return checked
    case 'unchecked':
      return values.length - checked
    case 'percent_checked':
      return share(checked, values.length)
    case 'percent_unchecked':
      return share(values.length - checked, values.length)
    default:
      return ofNumbers(
        name,
        values.flat().filter(value => typeof value === 'number'),
      )
  }
}

function ofNumbers(name: string, numbers: readonly number[]): number | undefined {
  const sum = numbers.reduce((total, number) => total + number, 0)
  if (name === 'sum') return sum
  const sorted = numbers.toSorted((a, b) => a - b)
  const [least] = sorted
  const most = sorted.at(-1)
  if (least === undefined || most === undefined) return undefined
  switch (name) {
    case 'average':
      return sum / numbers.length
    case 'median':
      return ((sorted[(sorted.length - 1) >> 1] ?? least) + (sorted[sorted.length >> 1] ?? most)) / 2
    case 'min':
      return least
    case 'max':
      return most
    default:
      return most - least
  }
}

function dateFigure(name: DateFigureName, dates: readonly FormulaDate[]) {
  const sorted = dates.toSorted((a, b) => a.start - b.start)
  const [first] = sorted
  const last = sorted.toSorted((a, b) => (a.end ?? a.start) - (b.end ?? b.start)).at(-1)
  if (!first || !last) return undefined
  const end = last.end ?? last.start
  if (name === 'earliest_date') return { start: first.start, end: undefined, isDay: first.isDay }
  if (name === 'latest_date') return { start: end, end: undefined, isDay: last.isDay }
  return { start: first.start, end, isDay: first.isDay && last.isDay }
}

function datesIn(value: Value): FormulaDate[] {
  if (Array.isArray(value)) return value.flatMap(datesIn)
  return isDate(value) ? [value] : []
}

const isEmpty = (value: Value) => value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)
const keyOf = (value: Value) => JSON.stringify(value)

function isFirst(values: readonly Value[]) {
  const keys = values.map(keyOf)
  return (_cell: RollupCell, index: number) => keys.indexOf(keys[index] ?? '') === index
}
