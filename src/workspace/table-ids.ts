// Which databases and which page the program works with.

import type { Config } from '../config.ts'
import type { Workspace } from './workspace.ts'

/** A local workspace knows its own; the control page is the one that is set. */
export function tableIds({ settings }: Pick<Config, 'settings'>, workspace: Pick<Workspace, 'ids'> | undefined) {
  const { AGENT_TASKS_DB_ID, TRACKS_DB_ID, PLAYLISTS_DB_ID, ARTISTS_DB_ID, ISSUES_DB_ID: issues } = settings
  const { EXECUTION_LOGS_DB_ID: runLogs, CONTROL_PAGE_ID: control } = settings
  if (workspace)
    return {
      ...workspace.ids,
      tasks: workspace.ids.agentTasks,
      issues: issues ?? workspace.ids.issues,
      runLogs,
      control,
    }
  return {
    tasks: AGENT_TASKS_DB_ID,
    tracks: TRACKS_DB_ID,
    playlists: PLAYLISTS_DB_ID,
    artists: ARTISTS_DB_ID,
    issues,
    runLogs,
    control,
  }
}
