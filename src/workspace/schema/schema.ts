// The columns of a data source as they are stored, and how to find one.

import { z } from 'zod'

export const PROPERTY_TYPES = [
  'title',
  'rich_text',
  'number',
  'select',
  'multi_select',
  'status',
  'date',
  'people',
  'files',
  'checkbox',
  'url',
  'email',
  'phone_number',
  'relation',
  'unique_id',
  'created_time',
  'created_by',
  'last_edited_time',
  'last_edited_by',
] as const
export type PropertyTypeName = (typeof PROPERTY_TYPES)[number]

const Option = z.object({ id: z.string(), name: z.string(), color: z.string(), description: z.string().nullable() })
export type Option = z.infer<typeof Option>

const Group = z.object({ id: z.string(), name: z.string(), color: z.string(), option_ids: z.array(z.string()) })
export type Group = z.infer<typeof Group>

export const Property = z.object({
  id: z.string(),
  name: z.string(),
  type: z.enum(PROPERTY_TYPES),
  description: z.string().nullable(),
  /** select, multi_select, status */
  options: z.array(Option).optional(),
  /** status */
  groups: z.array(Group).optional(),
  /** number */
  format: z.string().optional(),
  /** unique_id */
  prefix: z.string().nullable().optional(),
  /** relation */
  target: z.object({ dataSourceId: z.string(), databaseId: z.string() }).optional(),
})
export type Property = z.infer<typeof Property>

/** By name or id; an id may come URL-encoded, as Notion writes it. */
export function findProperty(schema: readonly Property[], nameOrId: string): Property | undefined {
  return (
    schema.find(property => property.name === nameOrId) ??
    schema.find(property => property.id === nameOrId || encodeURIComponent(property.id) === nameOrId)
  )
}

/** Option names are unique ignoring case. */
export function findOption(property: Property, nameOrId: { name?: string; id?: string }): Option | undefined {
  const folded = nameOrId.name?.toLowerCase()
  return property.options?.find(
    option => option.id === nameOrId.id || (folded !== undefined && option.name.toLowerCase() === folded),
  )
}
