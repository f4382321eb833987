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
import { findBeside } from './beside.ts'
import { choose } from './choose.ts'
import { finishTasks, type Ids, makeDatabases, namesOf, titlesOf, type Wanted } from './make-databases.ts'
import { ROLES } from './roles.ts'

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
  const beside = await findBeside(options, found, tables)
  const tableOf = (name: 'tasks' | 'tracks') => found.find(({ role }) => role.name === name)?.table
  const wanted = { tables: { tasks: tableOf('tasks'), tracks: tableOf('tracks') } }
  const isMaking = found.length < ROLES.length || (options.create && page !== undefined)
  const wantsIssues = isMaking && beside.ids.ISSUES_DB_ID === undefined && options.values.ISSUES_DB_ID === undefined
  const made = await makeMissing(options, { ...wanted, wantsIssues })
  await finishBegun(options, wanted.tables.tasks)
  const named = Object.fromEntries(found.map(({ role, table }) => [role.setting, table.databaseId]))
  return {
    connection,
    ids: { ...named, ...beside.ids, ...made.ids },
    said: [
      ...chosen.flatMap(({ role, choice }) => (choice.table ? [`${role.title}: ${choice.says}`] : [])),
      ...Object.values(beside.said),
      ...made.said,
    ],
    made: made.titles,
  }
}

/** With a page, those that stand on it; search may not know the newest yet. */
async function seenTables(notion: Notion, page: string | undefined): Promise<SeenTable[]> {
  if (page === undefined) return searchTables(notion)
  const there = await databasesOn(notion, page)
  const read = await Promise.all(there.map(({ id }) => readTableIfShared(notion, id)))
  return read.filter(table => table !== undefined)
}

/** What an earlier run had begun to set up before it was cut off: then no setting names it yet. */
async function finishBegun({ notion, values, dryRun }: InitOptions, tasks: SeenTable | undefined): Promise<void> {
  if (tasks && !dryRun && values.AGENT_TASKS_DB_ID === undefined) await finishTasks(notion, tasks)
}

interface MadeAndSaid {
  ids: Ids
  titles: string[]
  said: string[]
}

async function makeMissing({ notion, page, asker, dryRun, yes }: InitOptions, wanted: Wanted): Promise<MadeAndSaid> {
  const titles = titlesOf(wanted)
  if (titles.length === 0) return { ids: {}, titles, said: [] }
  const place = page ?? (yes ? undefined : await askForPage(notion, asker))
  if (place === undefined)
    throw new UsageFault(`${titles.join(', ')}: --page expects the page on which new databases are made`)
  if (dryRun) return { ids: {}, titles: await notThere(notion, place, titles), said: [] }
  const { ids, databases } = await makeDatabases(notion, place, wanted)
  return {
    ids,
    titles: databases.filter(({ isNew }) => isNew).map(({ title }) => title),
    said: databases.flatMap(({ title, id, isNew, hasSelects }) => [
      ...(isNew ? [] : [`${title}: "${title}" ${id} (it stands on that page)`]),
      ...(hasSelects ? [`${title}: its Status is a select, as this Notion makes no status columns`] : []),
    ]),
  }
}

async function notThere(notion: Notion, pageId: string, titles: readonly string[]): Promise<string[]> {
  const there = await databasesOn(notion, pageId)
  return titles.filter(name => !there.some(({ title }) => namesOf(name).includes(title)))
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
