// A new database on a page, made once. Only setting up makes any, and only new ones: a person's own stay as they are.

import type { Client } from '@notionhq/client'
import { z } from 'zod'
import { Transient } from '../../errors.ts'
import type { Notion } from '../client.ts'
import { expectForm } from '../page.ts'
import { databasesOn, readTable } from './find-databases.ts'

export interface NewDatabase {
  pageId: string
  title: string
  /** By name, as Notion's API describes columns. */
  properties: Record<string, unknown>
}

export interface MadeDatabase {
  id: string
  dataSourceId: string
  /** False: it was there under that name. */
  isNew: boolean
}

type Properties = NonNullable<
  NonNullable<Parameters<Client['databases']['create']>[0]['initial_data_source']>['properties']
>
type NewColumns = Parameters<Client['dataSources']['update']>[0]['properties']
const Made = z.object({ id: z.string(), data_sources: z.array(z.object({ id: z.string() })).min(1) })

/** One of that name which stands on the page is taken: an earlier run made it, or a person did. */
export async function ensureDatabase(notion: Notion, wanted: NewDatabase): Promise<MadeDatabase> {
  const there = await takenFrom(notion, wanted)
  if (there) return { ...there, isNew: false }
  try {
    const { id, data_sources: sources } = expectForm(
      Made,
      await notion.once(client => client.databases.create(bodyOf(wanted))),
    )
    return { id, dataSourceId: sources[0]?.id ?? '', isNew: true }
  } catch (error) {
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

async function takenFrom(notion: Notion, { pageId, title }: NewDatabase) {
  const found = (await databasesOn(notion, pageId)).find(database => database.title === title)
  if (!found) return undefined
  const { source } = await readTable(notion, found.id)
  return { id: found.id, dataSourceId: source.id }
}

const bodyOf = ({ pageId, title, properties }: NewDatabase): Parameters<Client['databases']['create']>[0] => ({
  parent: { type: 'page_id', page_id: pageId },
  title: [{ text: { content: title } }],
  // the SDK's types do not know the groups of a status yet
  initial_data_source: { properties: properties as Properties },
})
