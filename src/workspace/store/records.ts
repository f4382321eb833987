// What is kept of databases, data sources, pages, blocks, comments and uploads.

import { z } from 'zod'
import { BOT_ID } from '../api/identity.ts'
import { Property } from '../schema/schema.ts'

const Json = z.record(z.string(), z.unknown())
const RichText = z.array(Json)
/** Epoch milliseconds, exact (answers round most of them down to the minute), and who did it: ids of users. */
const stamps = {
  created: z.number(),
  edited: z.number(),
  createdBy: z.string().default(BOT_ID),
  editedBy: z.string().default(BOT_ID),
}
const looks = { icon: Json.nullable(), cover: Json.nullable() }
const common = { id: z.string(), inTrash: z.boolean(), ...stamps }

export const DatabaseRecord = z.object({
  ...common,
  ...looks,
  title: RichText,
  description: RichText,
  parent: Json,
  isInline: z.boolean(),
  isLocked: z.boolean().default(false),
})
export type DatabaseRecord = z.infer<typeof DatabaseRecord>

export const DataSourceRecord = z.object({
  ...common,
  ...looks,
  databaseId: z.string(),
  title: RichText,
  description: RichText,
  schema: z.array(Property),
})
export type DataSourceRecord = z.infer<typeof DataSourceRecord>

export const PageRecord = z.object({
  ...common,
  ...looks,
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

export const BlockRecord = z.object({
  ...common,
  /** A page or a block. */
  parentId: z.string(),
  parentType: z.enum(['page_id', 'block_id', 'database_id']),
  type: z.string(),
  /** What stands under the type's name in an answer. */
  content: Json,
})
export type BlockRecord = z.infer<typeof BlockRecord>

export const CommentRecord = z.object({
  ...common,
  parentId: z.string(),
  parentType: z.enum(['page_id', 'block_id']),
  discussionId: z.string(),
  richText: RichText,
  attachments: z.array(Json),
  displayName: Json,
})
export type CommentRecord = z.infer<typeof CommentRecord>

export const UploadRecord = z.object({
  ...common,
  status: z.enum(['pending', 'uploaded', 'expired', 'failed']),
  /** Epoch milliseconds; null once it is attached to something. */
  expires: z.number().nullable(),
  filename: z.string().nullable(),
  contentType: z.string().nullable(),
  contentLength: z.number().nullable(),
})
export type UploadRecord = z.infer<typeof UploadRecord>

/** Something a webhook tells of. */
export const ChangeRecord = z.object({
  type: z.string(),
  entity: z.object({ id: z.string(), type: z.string() }),
  author: z.string(),
  data: Json,
})
export type ChangeRecord = z.infer<typeof ChangeRecord>
