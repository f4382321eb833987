// A row of a database: Notion's page, its cells by field, and the properties that set them.

import { z } from 'zod'
import type { CellValue } from './cells.ts'
import { writeCell } from './cells.ts'
import { Unsure } from './faults.ts'
import { type Column, plainId, type Schema } from './schema.ts'

export const Page = z.object({
  object: z.literal('page'),
  id: z.string(),
  url: z.string(),
  created_time: z.string(),
  last_edited_time: z.string(),
  in_trash: z.boolean().default(false),
  is_archived: z.boolean().default(false),
  parent: z.object({ data_source_id: z.string().optional() }).optional(),
  cover: z.object({ external: z.object({ url: z.string() }).optional() }).nullish(),
  properties: z.record(z.string(), z.object({ id: z.string() }).loose()),
})
export type Page = z.infer<typeof Page>

/** A row with its cells by field. */
export interface Row<F extends string> {
  page: Page
  cells: Partial<Record<F, unknown>>
}

/** What a row is to hold; fields without a column are left out. */
export type Values<F extends string> = Partial<Record<F, CellValue>>

export function toRow<F extends string>(answer: unknown, schema: Schema<F>): Row<F> {
  const page = expectForm(Page, answer)
  const byId = new Map(Object.values(page.properties).map(cell => [plainId(cell.id), cell]))
  const cells: Partial<Record<F, unknown>> = {}
  for (const field of Object.keys(schema.columns) as F[]) cells[field] = byId.get(schema.columns[field]?.id ?? '')
  return { page, cells }
}

/** Why the page does not have the columns as they are known; undefined: it has. Such a cell must not pass for an empty one. */
export function oddityOf<F extends string>(page: Page, { columns }: Schema<F>): string | undefined {
  const byId = new Map(Object.values(page.properties).map(cell => [plainId(cell.id), cell]))
  for (const column of Object.values<Column | undefined>(columns)) {
    if (!column) continue
    const cell = byId.get(column.id)
    if (!cell) return `it came without "${column.name}"`
    if (cell.type !== column.type) return `"${column.name}" came as ${String(cell.type)}, not as ${column.type}`
  }
  return undefined
}

/** Whether one of the columns is called otherwise now. */
export function isRenamed<F extends string>(page: Page, { columns }: Schema<F>): boolean {
  const names = new Map(Object.entries(page.properties).map(([name, { id }]) => [plainId(id), name]))
  return Object.values<Column | undefined>(columns).some(
    column => column && names.get(column.id) !== undefined && names.get(column.id) !== column.name,
  )
}

/** By property id: a person may rename a column at any time. */
export function propertiesOf<F extends string>(values: Values<F>, schema: Schema<F>): Record<string, never> {
  const properties: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(values) as [F, CellValue | undefined][]) {
    const column = schema.columns[field]
    if (column && value !== undefined) properties[column.id] = writeCell(column, value)
  }
  return properties as Record<string, never>
}

/** @throws Unsure in one line when an answer is not what Notion gives: a proxy or a login page stands between */
export function expectForm<T>(form: z.ZodType<T>, answer: unknown): T {
  const parsed = form.safeParse(answer)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new Unsure(`Notion’s answer has another form than expected (${issue?.path.join('.')}: ${issue?.message})`)
}
