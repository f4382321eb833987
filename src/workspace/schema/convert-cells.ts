// Rows after their columns changed: values of another type are converted, those of removed options and columns go.

import { textOf } from '../formula/text.ts'
import type { Value } from '../formula/value.ts'
import type { PageRecord } from '../store/records.ts'
import { parseMoment } from '../values/date-value.ts'
import { formulaValue } from '../values/formula-value.ts'
import { idList, newOption } from '../values/option-types.ts'
import { richTextAt, textItems } from '../values/rich-text.ts'
import { findOption, type Property } from './schema.ts'

const MAX_TEXT = 2000

/** True when rows hold something the new columns no longer mean the same by. */
export function needsConversion(before: readonly Property[], after: readonly Property[]): boolean {
  return before.some(old => {
    const now = after.find(each => each.id === old.id)
    return !now || now.type !== old.type || leadsElsewhere(old, now) || removedOptions(old, now).length > 0
  })
}

/** The columns with the options that texts of converted columns make. */
export function withOptionsOf(pages: Iterable<PageRecord>, before: readonly Property[], after: Property[]): Property[] {
  const schema = [...after]
  for (const page of pages) {
    for (const [index, now] of schema.entries()) {
      const old = before.find(each => each.id === now.id)
      if (!old || old.type === now.type || (now.type !== 'select' && now.type !== 'multi_select')) continue
      const options = [...(now.options ?? [])]
      for (const name of namesIn(old, page, now.type))
        if (!findOption({ ...now, options }, { name })) options.push(newOption(name, options))
      schema[index] = { ...now, options }
    }
  }
  return schema
}

export function convertCells(page: PageRecord, before: readonly Property[], after: readonly Property[]): PageRecord {
  const cells: PageRecord['cells'] = {}
  for (const now of after) {
    const old = before.find(each => each.id === now.id)
    const value = old ? converted(page, old, now) : undefined
    if (value !== undefined) cells[now.id] = value
  }
  return { ...page, cells }
}

function converted(page: PageRecord, old: Property, now: Property): unknown {
  const stored = page.cells[now.id]
  if (leadsElsewhere(old, now)) return undefined
  if (old.type === now.type) return withoutOptions(stored, removedOptions(old, now))
  const text = writtenOut(formulaValue(old, page))
  switch (now.type) {
    case 'title':
    case 'rich_text':
      return text === '' ? undefined : richTextAt(textItems(text.slice(0, MAX_TEXT)), 'cell')
    case 'number':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined
    case 'checkbox':
      return /^(true|yes|1)$/i.test(text) || undefined
    case 'date':
      return parseMoment(text) ? { start: text, end: null, time_zone: null } : undefined
    case 'url':
    case 'email':
    case 'phone_number':
      return text === '' ? undefined : text
    case 'select':
    case 'status':
      return findOption(now, { name: namesIn(old, page, now.type)[0] ?? '' })?.id
    case 'multi_select':
      return namesIn(old, page, now.type).flatMap(name => findOption(now, { name })?.id ?? [])
    default:
      return undefined
  }
}

/** Names a value comes to as an option: commas part the names of a multi-select. */
function namesIn(old: Property, page: PageRecord, type: string): string[] {
  const value = formulaValue(old, page)
  const names = type === 'multi_select' || Array.isArray(value) ? writtenOut(value).split(',') : [writtenOut(value)]
  return names.map(name => name.replaceAll(',', ' ').trim().slice(0, 100)).filter(name => name !== '')
}

/** A relation to another table than before: what it held are no pages of that one. */
const leadsElsewhere = (old: Property, now: Property): boolean =>
  old.target !== undefined && now.target !== undefined && old.target.dataSourceId !== now.target.dataSourceId

function removedOptions(old: Property, now: Property): string[] {
  return (old.options ?? []).map(option => option.id).filter(id => !now.options?.some(option => option.id === id))
}

function withoutOptions(stored: unknown, removed: readonly string[]): unknown {
  if (removed.length === 0) return stored
  if (typeof stored === 'string') return removed.includes(stored) ? undefined : stored
  const left = idList(stored).filter(id => !removed.includes(id))
  return left.length === 0 ? undefined : left
}

/** Related pages have no text to become. */
const writtenOut = (value: Value): string => textOf(value, () => '')
