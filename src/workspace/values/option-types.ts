// select, multi_select and status: their lists of options, and the values that point into them.

import { randomUUID } from 'node:crypto'
import { validationError } from '../api/api-error.ts'
import { arrayAt, isObject, type Json, objectAt, oneOfAt, stringAt } from '../api/check.ts'
import { findOption, type Group, type Option, type Property } from '../schema/schema.ts'
import type { ConfigContext, PropertyType, WriteContext } from './property-type.ts'

const COLORS = ['default', 'gray', 'brown', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink', 'red'] as const
const GROUPS = [
  { name: 'To-do', color: 'gray' },
  { name: 'In progress', color: 'blue' },
  { name: 'Complete', color: 'green' },
] as const
const DEFAULT_STATUS = [
  { name: 'Not started', group: 'To-do', color: 'default' },
  { name: 'In progress', group: 'In progress', color: 'blue' },
  { name: 'Done', group: 'Complete', color: 'green' },
]
const MAX_NAME = 100

export const select: PropertyType = {
  kind: 'option',
  configure: (config, context) => ({ options: optionsAt(config.options, context) }),
  showConfig: property => ({ options: property.options ?? [] }),
  write: (value, context) => (value === null ? undefined : writeOption(value, context).id),
  read: (stored, { property }) => showOption(stored, property),
  facet: stored => (typeof stored === 'string' ? stored : undefined),
}

export const multiSelect: PropertyType = {
  ...select,
  kind: 'options',
  write: (value, context) => {
    const ids = arrayAt(value, context.path).map(
      (item, index) => writeOption(item, { ...context, path: `${context.path}[${index}]` }).id,
    )
    return ids.length === 0 ? undefined : [...new Set(ids)]
  },
  read: (stored, { property }) => idList(stored).flatMap(id => showOption(id, property) ?? []),
  facet: idsFacet,
}

export const status: PropertyType = {
  ...select,
  configure: configureStatus,
  showConfig: property => ({ options: property.options ?? [], groups: property.groups ?? [] }),
  write: (value, context) => {
    if (value === null) return undefined
    const wanted = wantedOption(value, context.path)
    const option = findOption(context.property, wanted)
    if (option) return option.id
    throw validationError(`Invalid status option. Status option "${wanted.name ?? wanted.id}" does not exist".`)
  },
}

/** A list of ids as one text, so that "contains" is a search in it. */
export function idsFacet(stored: unknown): string | undefined {
  const ids = idList(stored)
  return ids.length === 0 ? undefined : `,${ids.join(',')},`
}

export const idList = (stored: unknown): string[] =>
  Array.isArray(stored) ? stored.filter(id => typeof id === 'string') : []

/** A new option of a column; colours follow one another. */
export function newOption(name: string, options: readonly Option[], color?: string): Option {
  return {
    id: randomUUID(),
    name,
    color: color ?? COLORS[options.length % COLORS.length] ?? 'default',
    description: null,
  }
}

function writeOption(value: unknown, context: WriteContext): Option {
  const wanted = wantedOption(value, context.path)
  const option = findOption(context.property, wanted)
  if (option) return option
  if (wanted.name === undefined) throw validationError(`Option "${wanted.id}" does not exist.`)
  return context.addOption(nameAt(wanted.name, `${context.path}.name`))
}

function wantedOption(value: unknown, path: string): { id: string; name?: string } | { id?: string; name: string } {
  const given = objectAt(value, path)
  if (given.id !== undefined) return { id: stringAt(given.id, `${path}.id`) }
  return { name: stringAt(given.name, `${path}.name`) }
}

function nameAt(value: unknown, path: string): string {
  const name = stringAt(value, path, MAX_NAME)
  if (name.includes(',')) throw validationError(`Invalid select option, commas not allowed: ${name}`)
  if (name.trim() === '') throw validationError(`${path} should not be empty.`)
  return name
}

function showOption(stored: unknown, property: Property): Json | null {
  const option = property.options?.find(each => each.id === stored)
  return option ? { id: option.id, name: option.name, color: option.color } : null
}

/** The new list replaces the old one; an option keeps its id and colour when its name or id is in it. */
function optionsAt(value: unknown, { path, before }: ConfigContext): Option[] {
  if (value === undefined) return before?.options ?? []
  const options: Option[] = []
  arrayAt(value, `${path}.options`).forEach((item, index) => {
    const place = `${path}.options[${index}]`
    const given = objectAt(item, place)
    const id = given.id === undefined ? undefined : stringAt(given.id, `${place}.id`)
    const name = given.name === undefined ? undefined : nameAt(given.name, `${place}.name`)
    const old = before && findOption(before, { id, name })
    const color = given.color === undefined ? undefined : oneOfAt(given.color, `${place}.color`, COLORS)
    if (old && color && color !== old.color)
      throw validationError(`Select option color doesn't match existing for option: ${old.name}`)
    const option = old ?? newOption(nameAt(name, `${place}.name`), options, color)
    if (!options.some(each => each.name.toLowerCase() === option.name.toLowerCase())) options.push(option)
  })
  return options
}

/** New options join the group they name, else To-do; groups themselves are fixed. */
function configureStatus(config: Json, context: ConfigContext): Partial<Property> {
  const given = config.options ?? (context.before ? undefined : DEFAULT_STATUS)
  const options = optionsAt(given, context)
  const wanted = new Map<string, string>()
  for (const item of Array.isArray(given) ? given : []) {
    if (isObject(item) && typeof item.group === 'string') wanted.set(String(item.name).toLowerCase(), item.group)
  }
  const before = context.before?.groups ?? GROUPS.map(group => ({ ...group, id: randomUUID(), option_ids: [] }))
  return { options, groups: before.map(group => ({ ...group, option_ids: membersOf(group) })) }

  function membersOf(group: Group): string[] {
    return options.filter(option => groupOf(option) === group.name).map(option => option.id)
  }
  function groupOf(option: Option): string {
    const named = wanted.get(option.name.toLowerCase())
    if (named !== undefined && !GROUPS.some(group => group.name === named))
      throw validationError(`Invalid status group "${named}".`)
    return named ?? before.find(group => group.option_ids.includes(option.id))?.name ?? GROUPS[0].name
  }
}
