// What is known about one property type: how it is read, written and compared.

import { z } from 'zod'
import { InputFault, Transient } from '../../errors.ts'
import type { CellValue } from './values.ts'

export interface CellType<T> {
  /** What a person is told about reading it. */
  reads: string
  /** What a person is told about writing it; absent: it is read only. */
  writes?: string
  /** `value` stands under the type's name in `cell`. @returns undefined when the cell is empty */
  read(value: unknown, cell: Cell): T | undefined
  /** The value as one text; '' when it says nothing to a person. */
  text(value: T): string
  /**
   * What stands under the type's name in a request.
   * @throws InputFault, naming the column, for a value that does not fit
   */
  write?(value: CellValue, column: string): unknown
  /** Whether an answer holds what was meant. Without it: when both read the same. */
  same?(meant: CellValue, answered: unknown, cell: Cell): boolean
}

/** A cell of an answer. */
export const Cell = z.object({ type: z.string() }).loose()
export type Cell = z.infer<typeof Cell>

/** @throws Transient when an answer has another form than Notion gives: it must not pass for an empty cell */
export function expectValue<T>(form: z.ZodType<T>, value: unknown, type: string): T {
  const parsed = form.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const place = [type, ...(issue?.path ?? [])].join('.')
  throw new Transient(`Notion’s answer has another form than expected (${place}: ${issue?.message})`)
}

/** The fault for a value that a column cannot hold. */
export const unfit = (column: string, why: string): InputFault =>
  new InputFault(`"${column}" cannot be written: ${why}`, 'Unknown_Error')

const LONGEST_SHOWN = 80

/** A value in a message. */
export function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing')
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN).toWellFormed()}…` : text
}
