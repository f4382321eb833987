// A database and its tables as Notion answers them, for who wants to know all of their columns.

import { z } from 'zod'
import { isFault } from '../errors.ts'
import type { Notion } from './client.ts'
import { expectForm } from './page.ts'

const Database = z.looseObject({
  id: z.string(),
  data_sources: z.array(z.looseObject({ id: z.string(), name: z.string() })),
})
const DataSource = z.looseObject({
  id: z.string(),
  properties: z.record(z.string(), z.looseObject({ id: z.string(), name: z.string(), type: z.string() })),
})

/** The answers, whole. */
export interface ReadDatabase {
  database: z.infer<typeof Database>
  dataSources: readonly z.infer<typeof DataSource>[]
}

/** @throws Environment when the connection does not see it */
export async function readDatabase(notion: Notion, id: string): Promise<ReadDatabase> {
  const answer = await notion.repeatable(client => client.databases.retrieve({ database_id: id }))
  const database = expectForm(Database, answer)
  const dataSources = []
  for (const { id: source } of database.data_sources) {
    const table = await notion.repeatable(client => client.dataSources.retrieve({ data_source_id: source }))
    dataSources.push(expectForm(DataSource, table))
  }
  return { database, dataSources }
}

/** @returns undefined when the connection does not see the database */
export async function readDatabaseIfShared(notion: Notion, id: string): Promise<ReadDatabase | undefined> {
  try {
    return await readDatabase(notion, id)
  } catch (error) {
    if (isFault(error) && (error.fields.status === 404 || error.fields.status === 403)) return undefined
    throw error
  }
}
