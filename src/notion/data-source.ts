// The data source of a database the program works with: the one it knows, also when a person adds a second.

import { z } from 'zod'
import { Environment } from '../errors.ts'
import type { Notion } from './client.ts'
import { readJson } from './memory.ts'
import { expectForm } from './page.ts'
import { DataSource } from './schema.ts'

const Database = z.object({ data_sources: z.array(z.object({ id: z.string(), name: z.string() })) })
/** The data source that is worked with, and all there were when it was last looked at. */
const Known = z.object({ chosen: z.string(), all: z.array(z.string()) })

/** @throws Environment when the database has none */
export async function chooseDataSource(notion: Notion, databaseId: string): Promise<string> {
  const answer = await notion.repeatable(client => client.databases.retrieve({ database_id: databaseId }), {
    endpoint: 'databases.retrieve',
  })
  const sources = expectForm(Database, answer).data_sources
  const name = `notion data source ${databaseId}`
  const known = readJson(Known, notion.memory.recall(name))
  const chosen = sources.find(({ id }) => id === known?.chosen) ?? sources[0]
  if (!chosen) throw new Environment(`the database ${databaseId} has no data source`)
  const now = { chosen: chosen.id, all: sources.map(({ id }) => id) }
  if (JSON.stringify(now) === JSON.stringify(known)) return chosen.id
  if (sources.length > 1)
    notion.log.warn(
      { database: databaseId, chosen: chosen.name, all: sources.map(source => source.name).join(', ') },
      'a database has several data sources; one is worked with',
    )
  notion.memory.remember(name, JSON.stringify(now))
  return chosen.id
}

export async function readDataSource(notion: Notion, id: string): Promise<z.infer<typeof DataSource>> {
  const answer = await notion.repeatable(client => client.dataSources.retrieve({ data_source_id: id }), {
    endpoint: 'dataSources.retrieve',
  })
  return expectForm(DataSource, answer)
}
