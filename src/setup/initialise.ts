// Sets the program up with a person's Notion: finds or makes the databases, and writes `.env`.

import { UsageFault } from '../errors.ts'
import type { Notion } from '../notion/client.ts'
import { type Connection, readConnection } from '../notion/connection.ts'
import {
  databasesOn,
  readTableIfShared,
  requirePage,
  type SeenTable,
  searchTables,
} from '../notion/setup/find-databases.ts'
import type { Asker } from './asker.ts'
import { choose } from './choose.ts'
import { linkedIds } from './linked.ts'
import { type Ids, MADE_WITH, makeDatabases } from './make-databases.ts'
import { ROLES, type Role } from './roles.ts'

export interface InitOptions {
  notion: Notion
  /** What `.env` and the environment say already. */
  values: Readonly<Record<string, string>>
  /** Ids, as pages and databases have them. */
  page?: string
  tasks?: string
  tracks?: string
  /** Makes what is not there. */
  create: boolean
  /** Takes what is found without a question. */
  yes: boolean
  dryRun: boolean
  /** Undefined where nobody can be asked. */
  asker: Asker | undefined
}

export interface Initialised {
  connection: Connection
  ids: Ids
  /** How each was come by, for people. */
  said: readonly string[]
  /** Databases that were made, or would be. */
  made: readonly string[]
}

/** @throws UsageFault when it cannot be told which is meant, and nobody can be asked; nothing was made then */
export async function initialise(options: InitOptions): Promise<Initialised> {
  const { notion, page } = options
  const connection = await readConnection(notion)
  if (page !== undefined) await requirePage(notion, page)
  const tables = await seenTables(notion, page)
  const chosen = []
  for (const role of ROLES) chosen.push({ role, choice: await choose(role, tables, options) })
  const found = chosen.flatMap(({ role, choice }) => (choice.table ? [{ role, table: choice.table }] : []))
  const missing = chosen.flatMap(({ role, choice }) => (choice.table ? [] : [role]))
  const linked = await linkedIds(options, found)
  const made = missing.length > 0 ? await makeMissing(options, missing) : {}
  const named = Object.fromEntries(found.map(({ role, table }) => [role.setting, table.databaseId]))
  return {
    connection,
    ids: { ...named, ...linked, ...made },
    said: chosen.map(({ role, choice }) => `${role.title}: ${choice.says}`),
    made: missing.flatMap(({ name }) => MADE_WITH[name]),
  }
}

/** With a page, those that stand on it; search may not know the newest yet. */
async function seenTables(notion: Notion, page: string | undefined): Promise<SeenTable[]> {
  if (page === undefined) return searchTables(notion)
  const there = await databasesOn(notion, page)
  const read = await Promise.all(there.map(({ id }) => readTableIfShared(notion, id)))
  return read.filter(table => table !== undefined)
}

async function makeMissing({ notion, page, asker, dryRun, yes }: InitOptions, roles: readonly Role[]): Promise<Ids> {
  const titles = roles.map(({ title }) => title).join(' and ')
  const place = page ?? (yes ? undefined : await askForPage(notion, asker))
  if (place === undefined) throw new UsageFault(`${titles}: --page expects the page on which new databases are made`)
  return dryRun ? {} : makeDatabases(notion, place, roles)
}

async function askForPage(notion: Notion, asker: Asker | undefined): Promise<string | undefined> {
  if (!asker) return undefined
  const { toPageId } = await import('../model/page-id.ts')
  for (;;) {
    const answer = await asker.ask('The page for the new databases (share it: ••• → Connections), its URL: ')
    const id = toPageId(answer)
    const fault = id === undefined ? 'that is no Notion URL' : await whyNotThere(notion, id)
    if (id !== undefined && fault === undefined) return id
    asker.say(`  ${fault}`)
  }
}

const whyNotThere = (notion: Notion, id: string) =>
  requirePage(notion, id).then(
    () => undefined,
    (error: Error) => error.message,
  )
