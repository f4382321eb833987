// What is kept of databases, data sources and pages.

import { z } from 'zod'
import { Property } from '../schema/schema.ts'

const Json = z.record(z.string(), z.unknown())
const RichText = z.array(Json)
const common = {
  id: z.string(),
  icon: Json.nullable(),
  cover: Json.nullable(),
  inTrash: z.boolean(),
  /** Epoch milliseconds, exact; answers round pages and data sources down to the minute. */
  created: z.number(),
  edited: z.number(),
}

export const DatabaseRecord = z.object({
  ...common,
  title: RichText,
  description: RichText,
  parent: Json,
  isInline: z.boolean(),
})
export type DatabaseRecord = z.infer<typeof DatabaseRecord>

export const DataSourceRecord = z.object({
  ...common,
  databaseId: z.string(),
  title: RichText,
  description: RichText,
  schema: z.array(Property),
})
export type DataSourceRecord = z.infer<typeof DataSourceRecord>

export const PageRecord = z.object({
  ...common,
  parent: Json,
  /** The table the page is a row of; null for a page of its own. */
  dataSourceId: z.string().nullable(),
  number: z.number(),
  isArchived: z.boolean(),
  isLocked: z.boolean(),
  /** Values by property id, so that they outlive a rename. */
  cells: Json,
})
export type PageRecord = z.infer<typeof PageRecord>
