// A new database on a page, made once. Only setting up makes any, and only new ones: a person's own stay as they are.

import type { Client } from '@notionhq/client'
import { z } from 'zod'
import { Transient } from '../../errors.ts'
import type { Notion } from '../client.ts'
import { Misfit } from '../faults.ts'
import { expectForm } from '../page.ts'
import { databasesOn, readTable } from './find-databases.ts'

export interface NewDatabase {
  pageId: string
  title: string
  /** By name, as Notion's API describes columns. */
  properties: Record<string, unknown>
  /** What it may be called where it is there, the first ones first; default: its title. */
  names?: readonly string[]
}

export interface MadeDatabase {
  id: string
  dataSourceId: string
  title: string
  /** False: it was there under that name. */
  isNew: boolean
  /** It has the columns it is made with and no other: it is new, or an earlier run was cut off behind it. */
  isAsMade: boolean
  /** This Notion makes no column of the type `status`: it has selects in their place. */
  hasSelects: boolean
}

type Properties = NonNullable<
  NonNullable<Parameters<Client['databases']['create']>[0]['initial_data_source']>['properties']
>
type NewColumns = Parameters<Client['dataSources']['update']>[0]['properties']
const Made = z.object({ id: z.string(), data_sources: z.array(z.object({ id: z.string() })).min(1) })

/** One of that name which stands on the page is taken: an earlier run made it, or a person did. */
export async function ensureDatabase(notion: Notion, wanted: NewDatabase): Promise<MadeDatabase> {
  const there = await takenFrom(notion, wanted, wanted.names)
  if (there) return { ...there, isNew: false }
  try {
    return await create(notion, wanted)
  } catch (error) {
    if (error instanceof Misfit && hasStatus(wanted.properties)) return createWithSelects(notion, wanted)
    if (!(error instanceof Transient)) throw error
    const made = await takenFrom(notion, wanted) // whether it was made is not known otherwise
    if (made) return { ...made, isNew: true }
    throw error
  }
}

/** Of a database that was made just now. */
export async function addColumns(
  notion: Notion,
  dataSourceId: string,
  properties: Record<string, unknown>,
): Promise<void> {
  await notion.repeatable(client =>
    client.dataSources.update({ data_source_id: dataSourceId, properties: properties as NewColumns }),
  )
}

async function create(notion: Notion, wanted: NewDatabase): Promise<MadeDatabase> {
  const answer = await notion.once(client => client.databases.create(bodyOf(wanted)))
  const { id, data_sources: sources } = expectForm(Made, answer)
  return {
    id,
    dataSourceId: sources[0]?.id ?? '',
    title: wanted.title,
    isNew: true,
    isAsMade: true,
    hasSelects: false,
  }
}

async function takenFrom(
  notion: Notion,
  { pageId, title, properties }: NewDatabase,
  names: readonly string[] = [title],
) {
  const there = await databasesOn(notion, pageId)
  const [found] = names.flatMap(name => there.filter(each => each.title === name))
  if (!found) return undefined
  const { source } = await readTable(notion, found.id)
  const columns = Object.keys(properties)
  const isAsMade =
    Object.keys(source.properties).length === columns.length && columns.every(name => source.properties[name])
  return { id: found.id, dataSourceId: source.id, title: found.title, isAsMade, hasSelects: false }
}

/** Notion learned to make a status in 2026; an older workspace refuses it. */
async function createWithSelects(notion: Notion, wanted: NewDatabase): Promise<MadeDatabase> {
  const columns = Object.entries(wanted.properties).map(([name, column]) => [name, selectFor(column)])
  return { ...(await ensureDatabase(notion, { ...wanted, properties: Object.fromEntries(columns) })), hasSelects: true }
}

const Status = z.object({ status: z.object({ options: z.array(z.looseObject({ name: z.string() })) }) })

const hasStatus = (properties: NewDatabase['properties']): boolean =>
  Object.values(properties).some(column => Status.safeParse(column).success)

function selectFor(column: unknown): unknown {
  const { data } = Status.safeParse(column)
  return data ? { select: { options: data.status.options.map(({ name }) => ({ name })) } } : column
}

const bodyOf = ({ pageId, title, properties }: NewDatabase): Parameters<Client['databases']['create']>[0] => ({
  parent: { type: 'page_id', page_id: pageId },
  title: [{ text: { content: title } }],
  // the SDK's types do not know the groups of a status yet
  initial_data_source: { properties: properties as Properties },
})
