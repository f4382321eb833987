// Columns of a database resolved to property ids, once per start.

import { z } from 'zod'
import { Environment } from '../errors.ts'
import type { ColumnRule, ColumnType } from './columns.ts'

/** A column found in the database. */
export interface Column {
  id: string
  name: string
  type: ColumnType
  /** Option names of select, multi-select and status. */
  options: readonly string[]
  /** The groups of a status, with the names of their options. */
  groups?: readonly { name: string; options: readonly string[] }[]
}

export interface Schema<F extends string> {
  dataSourceId: string
  databaseTitle: string
  columns: Partial<Record<F, Column>>
  /** Optional fields the database has no column for. */
  absent: readonly F[]
}

const Options = z
  .object({
    options: z.array(z.object({ id: z.string().optional(), name: z.string() })),
    groups: z.array(z.object({ name: z.string(), option_ids: z.array(z.string()) })),
  })
  .partial()
const Property = z.object({ id: z.string(), name: z.string(), type: z.string() }).loose()
export const DataSource = z.object({
  id: z.string(),
  title: z.array(z.object({ plain_text: z.string() })),
  properties: z.record(z.string(), Property),
})
type PropertyConfig = z.infer<typeof Property>

/** Ids of the columns that were found before, by field. */
export type KnownColumns = Partial<Record<string, string>>

/**
 * Finds each field's column by its list of names (blanks at the ends and case do not count) and types; where no name
 * fits, the column that was found before, which a person has renamed since.
 * @throws Environment when a needed column is missing or a column has a wrong type: what is expected, what is there.
 */
export function resolveSchema<F extends string>(
  source: z.infer<typeof DataSource>,
  rules: Record<F, ColumnRule>,
  known: KnownColumns = {},
): Schema<F> {
  const title = source.title.map(part => part.plain_text).join('') || 'untitled'
  const properties = Object.values(source.properties)
  if (properties.length === 0)
    throw new Environment(`the database "${title}" came without columns; nothing is done until it has some`)
  const columns: Partial<Record<F, Column>> = {}
  const absent: F[] = []
  const problems: string[] = []
  for (const field of Object.keys(rules) as F[]) {
    const rule = rules[field]
    const found = findProperty(properties, rule) ?? properties.find(property => isKnown(property, known[field], rule))
    if (found && isType(found.type, rule)) columns[field] = toColumn(found, found.type)
    else if (found) problems.push(`"${found.name}" should be ${rule.types.join(' or ')}, it is ${found.type}`)
    else if (rule.needed)
      problems.push(`a column "${rule.names[0] ?? 'title'}" (${rule.types.join(' or ')}) is missing`)
    else absent.push(field)
  }
  if (problems.length > 0) {
    const there = properties.map(property => `"${property.name}" ${property.type}`).join(', ')
    throw new Environment(`the database "${title}" does not fit: ${problems.join('; ')}. It has: ${there}`, {
      fields: { database: title },
    })
  }
  return { dataSourceId: source.id, databaseTitle: title, columns, absent }
}

/** A name of the right type first; else, to report it, one of a wrong type. */
function findProperty(properties: readonly PropertyConfig[], rule: ColumnRule): PropertyConfig | undefined {
  if (rule.names.length === 0) return properties.find(property => isType(property.type, rule))
  const named = rule.names.flatMap(name => properties.filter(property => sameName(property.name, name)))
  return named.find(property => isType(property.type, rule)) ?? named[0]
}

const isKnown = ({ id, type }: PropertyConfig, known: string | undefined, rule: ColumnRule): boolean =>
  known !== undefined && plainId(id) === known && isType(type, rule)
const sameName = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()
const isType = (type: string, rule: ColumnRule): type is ColumnType => rule.types.some(accepted => accepted === type)

/** Ids of columns come URL-encoded, in some answers and not in others: decoded, they can be compared. */
export function plainId(id: string): string {
  try {
    return decodeURIComponent(id)
  } catch {
    return id // a stray % is part of the id itself
  }
}

function toColumn(property: PropertyConfig, type: ColumnType): Column {
  const { options = [], groups } = Options.safeParse(property[type]).data ?? {}
  return {
    id: plainId(property.id),
    name: property.name,
    type,
    options: options.map(option => option.name),
    groups: groups?.map(group => ({ name: group.name, options: group.option_ids.flatMap(id => named(id)) })),
  }

  function named(id: string): string[] {
    return options.filter(option => option.id === id).map(option => option.name)
  }
}
