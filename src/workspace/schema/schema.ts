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
  'formula',
  'rollup',
  'button',
  'place',
  'verification',
] as const
export type PropertyTypeName = (typeof PROPERTY_TYPES)[number]

/** Every table's title has this id. */
export const TITLE_ID = 'title'

const Option = z.object({ id: z.string(), name: z.string(), color: z.string(), description: z.string().nullable() })
export type Option = z.infer<typeof Option>

const Group = z.object({ id: z.string(), name: z.string(), color: z.string(), option_ids: z.array(z.string()) })
export type Group = z.infer<typeof Group>

/** Where a relation leads; a two-way one has its other side there. */
const RelationTarget = z.object({
  dataSourceId: z.string(),
  databaseId: z.string(),
  /** Id of the column on the other side. */
  synced: z.string().optional(),
  /** The other side is wanted, by this name if any, and not made yet. */
  wanted: z.object({ name: z.string().optional() }).optional(),
})
export type RelationTarget = z.infer<typeof RelationTarget>

export const ROLLUP_FUNCTIONS = [
  'average',
  'checked',
  'count',
  'count_per_group',
  'count_values',
  'date_range',
  'earliest_date',
  'empty',
  'latest_date',
  'max',
  'median',
  'min',
  'not_empty',
  'percent_checked',
  'percent_empty',
  'percent_not_empty',
  'percent_per_group',
  'percent_unchecked',
  'range',
  'show_original',
  'show_unique',
  'sum',
  'unchecked',
  'unique',
] as const
const Rollup = z.object({ relation: z.string(), target: z.string(), function: z.enum(ROLLUP_FUNCTIONS) })
export type Rollup = z.infer<typeof Rollup>

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
  target: RelationTarget.optional(),
  /** formula: names in it are replaced by property ids, so that a rename does not break it */
  expression: z.string().optional(),
  /** rollup: ids of the relation here and of the column there */
  rollup: Rollup.optional(),
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
