// Columns of a database resolved to property ids.

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
  /** The data source that a relation leads to. */
  relatedTo?: string
  /** All of its entries are read. */
  readWhole?: boolean
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
    data_source_id: z.string(),
  })
  .partial()
const Property = z.object({ id: z.string(), name: z.string(), type: z.string() }).loose()
export const DataSource = z.object({
  id: z.string(),
  title: z.array(z.object({ plain_text: z.string() })),
  properties: z.record(z.string(), Property),
  in_trash: z.boolean().nullish(),
})
type PropertyConfig = z.infer<typeof Property>

/** A column that was found before. */
export interface KnownColumn {
  id: string
  name?: string
  type?: string
}

/** By field. */
export type KnownColumns = Partial<Record<string, KnownColumn>>

/**
 * Finds each field's column: by the id it had before, whatever it is called now; else by its list of names (blanks at the ends
 * and case do not count), among columns no other field has. Only a field that never had a column may be without one.
 * @throws Environment when a column that is needed, or was there before, is missing or has a wrong type: what is expected,
 * what is there.
 */
export function resolveSchema<F extends string>(
  source: z.infer<typeof DataSource>,
  rules: Record<F, ColumnRule>,
  known: KnownColumns = {},
): Schema<F> {
  const title = source.title.map(part => part.plain_text).join('') || 'untitled'
  const properties = Object.values(source.properties)
  if (source.in_trash)
    throw new Environment(`the database "${title}" is in the trash; nothing is done until it is back`)
  if (properties.length === 0)
    throw new Environment(`the database "${title}" came without columns; nothing is done until it has some`)
  const fields = Object.keys(rules) as F[]
  const byId = new Map(fields.map(field => [field, properties.find(({ id }) => plainId(id) === known[field]?.id)]))
  const taken = new Set(fields.map(field => byId.get(field)).filter(property => property !== undefined))
  const free = properties.filter(property => !taken.has(property))
  const columns: Partial<Record<F, Column>> = {}
  const absent: F[] = []
  const problems: string[] = []
  for (const field of fields) {
    const rule = rules[field]
    const found = fitting([byId.get(field), ...free], rule)
    const isOthers = rule.ignoresOtherTypes === true && !known[field]
    if (found && isType(found.type, rule)) columns[field] = toColumn(found, found.type, rule)
    else if ((found && !isOthers) || rule.needed || known[field]) problems.push(problemOf(rule, found, known[field]))
    else absent.push(field)
  }
  if (problems.length > 0) throw unfit(title, problems, properties)
  return { dataSourceId: source.id, databaseTitle: title, columns, absent }
}

/** The column it was, then one of an accepted name and type; else, to report it, the first of a wrong type. */
function fitting(
  [before, ...free]: readonly (PropertyConfig | undefined)[],
  rule: ColumnRule,
): PropertyConfig | undefined {
  const others = free.filter(property => property !== undefined)
  if (rule.names.length === 0) return before ?? others.find(property => isType(property.type, rule))
  const named = rule.names.flatMap(name => others.filter(property => sameName(property.name, name)))
  const candidates = before ? [before, ...named] : named
  return candidates.find(property => isType(property.type, rule)) ?? candidates[0]
}

function problemOf(rule: ColumnRule, found: PropertyConfig | undefined, was: KnownColumn | undefined): string {
  const types = rule.types.join(' or ')
  if (found) return `"${found.name}" should be ${types}, it is ${found.type}`
  const name = was?.name ?? rule.names[0] ?? 'title'
  return `a column "${name}" (${types}) is missing${was ? WAS_THERE : ''}`
}

function unfit(title: string, problems: readonly string[], properties: readonly PropertyConfig[]): Environment {
  const there = properties.map(property => `"${property.name}" ${property.type}`).join(', ')
  const wayOut = problems.some(problem => problem.endsWith(WAS_THERE))
    ? '. If a column is meant to be gone: orchestrator retry --columns'
    : ''
  return new Environment(`the database "${title}" does not fit: ${problems.join('; ')}. It has: ${there}${wayOut}`, {
    fields: { database: title, problems },
  })
}

const WAS_THERE = ', which was there before'

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

function toColumn(property: PropertyConfig, type: ColumnType, { readWhole }: ColumnRule): Column {
  const { options = [], groups, data_source_id: relatedTo } = Options.safeParse(property[type]).data ?? {}
  return {
    id: plainId(property.id),
    name: property.name,
    type,
    options: options.map(option => option.name),
    groups: groups?.map(group => ({ name: group.name, options: group.option_ids.flatMap(id => named(id)) })),
    ...(relatedTo && { relatedTo }),
    ...(readWhole && type === 'relation' && { readWhole }),
  }

  function named(id: string): string[] {
    return options.filter(option => option.id === id).map(option => option.name)
  }
}
