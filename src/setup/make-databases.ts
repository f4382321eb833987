// New databases on a page, each with the first column name of every field.

import type { Notion } from '../notion/client.ts'
import { addColumns, ensureDatabase, type MadeDatabase } from '../notion/setup/create-database.ts'
import type { SeenTable } from '../notion/setup/find-databases.ts'
import { AGENT_TASKS, TRACKS } from '../workspace/demo/default-databases.ts'
import { ARTISTS, ISSUES, PLAYLISTS, relationOneWay, relationTo } from '../workspace/demo/linked-databases.ts'
import type { Role } from './roles.ts'

/** By setting: the database's id. */
export type Ids = Partial<
  Record<
    | 'AGENT_TASKS_DB_ID'
    | 'TRACKS_DB_ID'
    | 'PLAYLISTS_DB_ID'
    | 'ARTISTS_DB_ID'
    | 'ISSUES_DB_ID'
    | 'EXECUTION_LOGS_DB_ID',
    string
  >
>

/** What there is, and what is to be made. */
export interface Wanted {
  /** Undefined: to be made. */
  tables: Record<Role['name'], SeenTable | undefined>
  wantsIssues: boolean
}

/** What one is called on a page, where it is there: as it is made, then as people call it. */
const ALSO_CALLED: Record<string, string> = { 'Music Playlists': 'Playlists', 'Music Artists': 'Artists' }
export const namesOf = (title: string): string[] => [title, ALSO_CALLED[title] ?? title]

export interface Made {
  ids: Ids
  databases: MadeDatabase[]
}

/** In the order in which they are made. */
export function titlesOf({ tables, wantsIssues }: Wanted): string[] {
  return [
    ...(tables.tracks ? [] : ['Music Playlists', 'Music Artists', 'Music Tracks']),
    ...(tables.tasks ? [] : ['Agent-Tasks']),
    ...(wantsIssues ? ['Issues+Questions'] : []),
  ]
}

export async function makeDatabases(notion: Notion, pageId: string, wanted: Wanted): Promise<Made> {
  const made = wanted.tables.tracks ? undefined : await makeTracks(notion, pageId)
  const tasks = wanted.tables.tasks ? undefined : await makeTasks(notion, pageId)
  const leadsTo = {
    tracks: made?.tracks.dataSourceId ?? wanted.tables.tracks?.source.id ?? '',
    tasks: tasks?.dataSourceId ?? wanted.tables.tasks?.source.id ?? '',
  }
  const issues = wanted.wantsIssues ? await makeIssues(notion, pageId, leadsTo) : undefined
  return {
    ids: {
      ...(tasks && { AGENT_TASKS_DB_ID: tasks.id }),
      ...(made && { TRACKS_DB_ID: made.tracks.id, PLAYLISTS_DB_ID: made.playlists.id, ARTISTS_DB_ID: made.artists.id }),
      ...(issues && { ISSUES_DB_ID: issues.id }),
    },
    databases: [made?.playlists, made?.artists, made?.tracks, tasks, issues].filter(each => each !== undefined),
  }
}

async function makeTracks(notion: Notion, pageId: string) {
  const newOne = (title: string, properties: Record<string, unknown>) => ({
    pageId,
    title,
    properties,
    names: namesOf(title),
  })
  const playlists = await ensureDatabase(notion, newOne('Music Playlists', PLAYLISTS))
  const artists = await ensureDatabase(notion, newOne('Music Artists', ARTISTS))
  const properties = { ...TRACKS, Playlists: relation(playlists), Artist: relation(artists) }
  const tracks = await ensureDatabase(notion, newOne('Music Tracks', properties))
  return { playlists, artists, tracks }
}

/** A relation that shows at both ends makes a column at the other one: not in a person's. */
const relation = ({ dataSourceId, isAsMade }: MadeDatabase) =>
  isAsMade ? relationTo(dataSourceId) : relationOneWay(dataSourceId)

async function makeTasks(notion: Notion, pageId: string): Promise<MadeDatabase> {
  const tasks = await ensureDatabase(notion, { pageId, title: 'Agent-Tasks', properties: AGENT_TASKS })
  if (tasks.isAsMade) await leadToItself(notion, tasks.dataSourceId)
  return tasks
}

/** A run that was cut off made it, and had not come to the column that leads to itself. */
export async function finishTasks(notion: Notion, { source }: SeenTable): Promise<void> {
  const names = Object.keys(AGENT_TASKS)
  if (names.length !== Object.keys(source.properties).length) return
  if (names.every(name => source.properties[name] !== undefined)) await leadToItself(notion, source.id)
}

const leadToItself = (notion: Notion, dataSourceId: string) =>
  addColumns(notion, dataSourceId, { 'Prerequisite Tasks': relationOneWay(dataSourceId) })

function makeIssues(notion: Notion, pageId: string, { tasks, tracks }: Record<'tasks' | 'tracks', string>) {
  const about = { 'Related Track': relationOneWay(tracks), 'Agent-Tasks': relationOneWay(tasks) }
  return ensureDatabase(notion, { pageId, title: 'Issues+Questions', properties: { ...ISSUES, ...about } })
}
