// The data source of a database the program works with: the one it knows, also when a person adds a second.

import { z } from 'zod'
import { ConfigFault, Environment } from '../errors.ts'
import { API_VERSION, type Notion } from './client.ts'
import { Misfit } from './faults.ts'
import { readJson } from './memory.ts'
import { expectForm } from './page.ts'
import { DataSource } from './schema.ts'

const Database = z.object({
  data_sources: z.array(z.object({ id: z.string(), name: z.string() })),
  in_trash: z.boolean().nullish(),
})
/** The data source that is worked with, and all there were when it was last looked at. */
const Known = z.object({ chosen: z.string(), all: z.array(z.string()) })

/**
 * @throws Environment when the database is in the trash, has no data source, or no longer has the one that was worked with
 * @throws ConfigFault when Notion does not speak our version of its API
 */
export async function chooseDataSource(notion: Notion, databaseId: string): Promise<string> {
  const answer = await notion
    .repeatable(client => client.databases.retrieve({ database_id: databaseId }), { endpoint: 'databases.retrieve' })
    .catch(askForVersion)
  const { data_sources: sources, in_trash: inTrash } = expectForm(Database, answer)
  if (inTrash) throw new Environment(`the database ${databaseId} is in the trash; nothing is done until it is back`)
  const name = `notion data source ${databaseId}`
  const known = readJson(Known, notion.memory.recall(name))
  const chosen = known ? sources.find(({ id }) => id === known.chosen) : sources[0]
  if (!chosen) throw new Environment(lossOf(databaseId, known?.chosen, sources))
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

/** The request holds nothing but an id that was checked: what is refused about it is the version it names. */
function askForVersion(error: unknown): never {
  if (!(error instanceof Misfit)) throw error
  throw new ConfigFault(
    `Notion refuses version ${API_VERSION} of its API, which this program speaks: update the program. ${error.message}`,
  )
}

function lossOf(
  databaseId: string,
  lost: string | undefined,
  sources: readonly { id: string; name: string }[],
): string {
  if (lost === undefined) return `the database ${databaseId} has no data source`
  const others = sources.map(({ id, name }) => `"${name}" ${id}`).join(', ') || 'none'
  return `the database ${databaseId} no longer has the data source ${lost}, which was worked with (moved, or in the trash?). It has: ${others}. Bring it back, or name its new database in the configuration`
}

export async function readDataSource(notion: Notion, id: string): Promise<z.infer<typeof DataSource>> {
  const answer = await notion.repeatable(client => client.dataSources.retrieve({ data_source_id: id }), {
    endpoint: 'dataSources.retrieve',
  })
  return expectForm(DataSource, answer)
}
