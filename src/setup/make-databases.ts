// New databases on a page, each with the first column name of every field.

import type { Notion } from '../notion/client.ts'
import { addColumns, ensureDatabase, type MadeDatabase } from '../notion/setup/create-database.ts'
import { AGENT_TASKS, TRACKS } from '../workspace/demo/default-databases.ts'
import { ARTISTS, ISSUES, PLAYLISTS, relationOneWay, relationTo } from '../workspace/demo/linked-databases.ts'
import type { Role } from './roles.ts'

/** By setting: the database's id. */
export type Ids = Partial<
  Record<'AGENT_TASKS_DB_ID' | 'TRACKS_DB_ID' | 'PLAYLISTS_DB_ID' | 'ARTISTS_DB_ID' | 'ISSUES_DB_ID', string>
>

/** What making one brings with it, for people. */
export const MADE_WITH: Record<Role['name'], readonly string[]> = {
  tasks: ['Agent-Tasks'],
  tracks: ['Music Playlists', 'Music Artists', 'Music Tracks'],
}

export async function makeDatabases(notion: Notion, pageId: string, roles: readonly Role[]): Promise<Ids> {
  const wants = (name: Role['name']) => roles.some(role => role.name === name)
  const tracks = wants('tracks') ? await makeTracks(notion, pageId) : undefined
  const tasks = wants('tasks') ? await makeTasks(notion, pageId) : undefined
  const issues = tasks && tracks ? await makeIssues(notion, pageId, { tasks, tracks: tracks.tracks }) : undefined
  return {
    ...(tasks && { AGENT_TASKS_DB_ID: tasks.id }),
    ...(tracks && {
      TRACKS_DB_ID: tracks.tracks.id,
      PLAYLISTS_DB_ID: tracks.playlists.id,
      ARTISTS_DB_ID: tracks.artists.id,
    }),
    ...(issues && { ISSUES_DB_ID: issues.id }),
  }
}

async function makeTracks(notion: Notion, pageId: string) {
  const playlists = await ensureDatabase(notion, { pageId, title: 'Music Playlists', properties: PLAYLISTS })
  const artists = await ensureDatabase(notion, { pageId, title: 'Music Artists', properties: ARTISTS })
  const properties = { ...TRACKS, Playlists: relation(playlists), Artist: relation(artists) }
  const tracks = await ensureDatabase(notion, { pageId, title: 'Music Tracks', properties })
  return { playlists, artists, tracks }
}

/** A relation that shows at both ends makes a column at the other one: not in a database that was there. */
const relation = ({ dataSourceId, isNew }: MadeDatabase) =>
  isNew ? relationTo(dataSourceId) : relationOneWay(dataSourceId)

async function makeTasks(notion: Notion, pageId: string): Promise<MadeDatabase> {
  const tasks = await ensureDatabase(notion, { pageId, title: 'Agent-Tasks', properties: AGENT_TASKS })
  if (tasks.isNew)
    await addColumns(notion, tasks.dataSourceId, { 'Prerequisite Tasks': relationOneWay(tasks.dataSourceId) })
  return tasks
}

function makeIssues(notion: Notion, pageId: string, { tasks, tracks }: Record<'tasks' | 'tracks', MadeDatabase>) {
  const about = {
    'Related Track': relationOneWay(tracks.dataSourceId),
    'Agent-Tasks': relationOneWay(tasks.dataSourceId),
  }
  return ensureDatabase(notion, { pageId, title: 'Issues+Questions', properties: { ...ISSUES, ...about } })
}
