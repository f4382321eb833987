// The databases the program works with, each opened at its first use.

import { Environment } from '../errors.ts'
import { onceOpen } from '../once-open.ts'
import type { ArtistTable } from './artists.ts'
import type { Notion } from './client.ts'
import type { IssueTable } from './issues.ts'
import type { PagePort } from './page-port.ts'
import type { PlaylistTable } from './playlists.ts'
import type { RunLogTable } from './run-logs.ts'
import type { TaskTable } from './tasks.ts'
import type { TrackLink, TrackTable } from './tracks.ts'

/** Database ids; without one a table cannot be opened, and those of playlists and artists are not there. */
export interface TableIds {
  tasks?: string
  tracks?: string
  playlists?: string
  artists?: string
  issues?: string
  runLogs?: string
  /** Of the control page. */
  control?: string
}

export interface Tables {
  tasks(): Promise<TaskTable>
  tracks(): Promise<TrackTable>
  /** Absent: it is not set. @throws Environment when it does not fit, or the rows of Music Tracks lead to another */
  playlists?: () => Promise<PlaylistTable>
  artists?: () => Promise<ArtistTable>
  issues?: () => Promise<IssueTable>
  runLogs?: () => Promise<RunLogTable>
  /** Where people see how it stands, and give orders; absent: it is not set. */
  controlPage?: () => Promise<PagePort>
}

export function notionTables(notion: Notion, ids: TableIds): Tables {
  const tracks = onceOpen(async () => {
    const table = await (await import('./tracks.ts')).openTracks(notion, idOf(ids.tracks, 'TRACKS_DB_ID'))
    if (!ids.playlists) sayOff(notion, table.playlists, 'PLAYLISTS_DB_ID')
    if (!ids.artists) sayOff(notion, table.artists, 'ARTISTS_DB_ID')
    return table
  })
  const tasks = onceOpen(async () =>
    (await import('./tasks.ts')).openTasks(notion, idOf(ids.tasks, 'AGENT_TASKS_DB_ID')),
  )
  const { playlists, artists, issues, runLogs, control } = ids
  return {
    tasks,
    tracks,
    playlists: playlists
      ? onceOpen(async () => {
          const table = await (await import('./playlists.ts')).openPlaylists(notion, playlists)
          return ledTo(table, (await tracks()).playlists, 'PLAYLISTS_DB_ID')
        })
      : undefined,
    artists: artists
      ? onceOpen(async () => {
          const table = await (await import('./artists.ts')).openArtists(notion, artists)
          return ledTo(table, (await tracks()).artists, 'ARTISTS_DB_ID')
        })
      : undefined,
    issues: issues
      ? onceOpen(async () => {
          const { openIssues } = await import('./issues.ts')
          return openIssues(notion, issues, {
            tracks: async () => (await tracks()).dataSourceId,
            tasks: async () => (await tasks()).dataSourceId,
          })
        })
      : undefined,
    controlPage: control
      ? onceOpen(async () => (await import('./page-port.ts')).openPagePort(notion, control))
      : undefined,
    runLogs: runLogs ? onceOpen(async () => (await import('./run-logs.ts')).openRunLogs(notion, runLogs)) : undefined,
  }
}

function idOf(id: string | undefined, name: string): string {
  if (!id) throw new Environment(`${name} is not set`)
  return id
}

/** Once, as long as it stays so. */
function sayOff({ memory, log }: Notion, link: TrackLink | undefined, name: string): void {
  const fact = `said that ${name} is not set`
  if (link?.kind !== 'pages' || memory.recall(fact) === link.column) return
  log.info({ column: link.column }, `${name} is not set: rows are not led to pages of that database`)
  memory.remember(fact, link.column)
}

/** Notion takes no page of another database, and would refuse everything that is written with it. */
function ledTo<T extends { dataSourceId: string; databaseTitle: string }>(
  table: T,
  link: TrackLink | undefined,
  name: string,
): T {
  const leadsTo = link?.kind === 'pages' ? link.dataSourceId : undefined
  if (leadsTo === undefined || leadsTo === table.dataSourceId) return table
  throw new Environment(
    `the rows of Music Tracks lead to another database than "${table.databaseTitle}" by their column "${link?.column}": give ${name} the database it leads to`,
  )
}
