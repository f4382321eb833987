// Cells: one read and one write per column type.

import { z } from 'zod'
import type { Column } from './schema.ts'

export type CellValue = string | number | boolean | readonly string[] | null

const RichText = z.array(z.object({ plain_text: z.string() }))
const Named = z.object({ name: z.string() }).nullable()
const Cell = z.object({ type: z.string() }).loose()

/** Text items hold at most 2,000 characters and a list at most 100 items; longer text is split, not cut. */
const TEXT_PIECE = 2000

/** What a cell says, as text; undefined when empty. Rollups of one value give that value. */
export function readText(cell: unknown): string | undefined {
  const { success, data } = Cell.safeParse(cell)
  if (!success) return undefined
  const value = data[data.type]
  const text = textOf(data.type, value)
  return text?.trim() ? text : undefined
}

export function readNumber(cell: unknown): number | undefined {
  return z.object({ number: z.number() }).safeParse(cell).data?.number
}

export function readCheckbox(cell: unknown): boolean {
  return z.object({ checkbox: z.boolean() }).safeParse(cell).data?.checkbox ?? false
}

export function readNames(cell: unknown): string[] {
  const parsed = z.object({ multi_select: z.array(z.object({ name: z.string() })) }).safeParse(cell)
  return parsed.data?.multi_select.map(option => option.name) ?? []
}

function textOf(type: string, value: unknown): string | undefined {
  switch (type) {
    case 'title':
    case 'rich_text':
      return RichText.safeParse(value)
        .data?.map(part => part.plain_text)
        .join('')
    case 'select':
    case 'status':
      return Named.safeParse(value).data?.name
    case 'multi_select':
      return z
        .array(z.object({ name: z.string() }))
        .safeParse(value)
        .data?.map(option => option.name)
        .join(', ')
    case 'url':
      return z.string().safeParse(value).data
    case 'number':
      return z.number().safeParse(value).data?.toString()
    case 'rollup':
      return z
        .object({ array: z.array(z.unknown()) })
        .safeParse(value)
        .data?.array.flatMap(item => readText(item) ?? [])
        .join(', ')
    default:
      return undefined
  }
}

/** The property value that sets a cell; `null` empties it. */
export function writeCell(column: Column, value: CellValue): Record<string, unknown> {
  switch (column.type) {
    case 'title':
    case 'rich_text':
      return { [column.type]: splitText(asText(value)).map(content => ({ type: 'text', text: { content } })) }
    case 'number':
      return { number: typeof value === 'number' ? value : null }
    case 'checkbox':
      return { checkbox: value === true }
    case 'url':
      return { url: asText(value) || null }
    case 'select':
    case 'status':
      return { [column.type]: asText(value) ? { name: optionName(asText(value)) } : null }
    case 'multi_select':
      return { multi_select: (Array.isArray(value) ? value : []).map((name: string) => ({ name: optionName(name) })) }
    case 'date':
      return { date: asText(value) ? { start: asText(value) } : null }
    case 'relation':
    case 'rollup':
      throw new Error(`a ${column.type} column ("${column.name}") is not written`)
  }
}

/** Splits at 2,000 UTF-16 units, never inside a surrogate pair; at most 100 pieces, the last one ending in "…" if more is left. */
export function splitText(text: string): string[] {
  const pieces: string[] = []
  let rest = text
  while (rest.length > 0 && pieces.length < 100) {
    const end =
      rest.length > TEXT_PIECE && isHighSurrogate(rest.charCodeAt(TEXT_PIECE - 1)) ? TEXT_PIECE - 1 : TEXT_PIECE
    pieces.push(rest.slice(0, end))
    rest = rest.slice(end)
  }
  if (rest.length > 0) pieces[99] = `${pieces[99]?.slice(0, TEXT_PIECE - 1)}…`
  return pieces
}

/** Notion refuses commas in option names. */
const optionName = (name: string) => name.replaceAll(',', '‚').slice(0, 100)
const asText = (value: CellValue) => (value === null ? '' : String(value))
const isHighSurrogate = (code: number) => code >= 0xd800 && code <= 0xdbff
