// The forms of a real workspace's answers, as far as a mirror needs them, and what is kept of them.

import { z } from 'zod'
import { InputFault } from '../../errors.ts'
import { isObject, type Json } from '../api/check.ts'
import { BOT_ID } from '../api/identity.ts'
import type { DatabaseRecord, DataSourceRecord } from '../store/records.ts'

const RichText = z.array(z.record(z.string(), z.unknown()))
const Look = z.record(z.string(), z.unknown()).nullish()
const User = z.object({ id: z.string() }).nullish()
const common = {
  id: z.string(),
  created_time: z.iso.datetime({ offset: true }),
  last_edited_time: z.iso.datetime({ offset: true }),
  in_trash: z.boolean().default(false),
  icon: Look,
  cover: Look,
}

const Database = z.object({
  ...common,
  title: RichText,
  description: RichText.default([]),
  parent: z.record(z.string(), z.unknown()),
  is_inline: z.boolean().default(false),
  is_locked: z.boolean().default(false),
})
const DataSource = z.object({
  ...common,
  title: RichText,
  description: RichText.default([]),
  created_by: User,
  last_edited_by: User,
  properties: z.record(z.string(), z.record(z.string(), z.unknown())),
})
export const Row = z.object({
  ...common,
  created_by: User,
  last_edited_by: User,
  is_archived: z.boolean().default(false),
  is_locked: z.boolean().default(false),
  properties: z.record(z.string(), z.looseObject({ id: z.string(), type: z.string() })),
})

/** A database and its tables, as the API answers them. */
export interface Answers {
  database: unknown
  dataSources: readonly unknown[]
}

export interface Mirrored {
  database: DatabaseRecord
  sources: readonly { kept: DataSourceRecord; properties: readonly Json[] }[]
}

/** The database and its tables, these without their columns yet. @throws InputFault when an answer has another form */
export function mirroredObjects(answers: Answers): Mirrored {
  const database = read(Database, answers.database, 'database')
  const sources = answers.dataSources.map(answer => read(DataSource, answer, 'data source'))
  return {
    database: {
      ...commonOf(database),
      title: database.title,
      description: database.description,
      parent: database.parent,
      isInline: database.is_inline,
      isLocked: database.is_locked,
    },
    sources: sources.map(source => ({
      properties: Object.values(source.properties),
      kept: {
        ...commonOf(source),
        databaseId: database.id,
        title: source.title,
        description: source.description,
        schema: [],
      },
    })),
  }
}

/** What any object has: id, times, who made and changed it, icon and cover. */
export function commonOf(
  object: z.infer<z.ZodObject<typeof common>> & Partial<Record<'created_by' | 'last_edited_by', z.infer<typeof User>>>,
) {
  return {
    id: object.id,
    created: Date.parse(object.created_time),
    edited: Date.parse(object.last_edited_time),
    createdBy: object.created_by?.id ?? BOT_ID,
    editedBy: object.last_edited_by?.id ?? BOT_ID,
    inTrash: object.in_trash,
    icon: lookOf(object.icon),
    cover: lookOf(object.cover),
  }
}

/** Pictures that Notion holds are left out: their links end after an hour. */
export function lookOf(look: Json | null | undefined): Json | null {
  if (!look) return null
  if (typeof look.emoji === 'string') return { emoji: look.emoji }
  if (isObject(look.custom_emoji)) return { custom_emoji: look.custom_emoji }
  return isObject(look.external) ? { external: { url: look.external.url } } : null
}

export function read<T>(shape: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new InputFault(
    `a ${what} has another form than expected (${issue?.path.join('.')}: ${issue?.message})`,
    'Unknown_Error',
  )
}
