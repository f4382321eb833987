// workspace mirror: the columns of a person's own Notion databases in the local workspace, to rehearse against.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../config.ts'
import { ConfigFault } from '../../errors.ts'
import { type ReadDatabase, readDatabase, readDatabaseIfShared } from '../../notion/read-schema.ts'
import { lockInstance } from '../../store/instance-lock.ts'
import {
  type Mirror,
  type MirroredRows,
  mirrorContent,
  mirrorTables,
  openMirroredRows,
} from '../../workspace/transfer/mirror.ts'
import { openSpool } from '../../workspace/transfer/row-spool.ts'
import { type RunningApp, withApp } from '../with-app.ts'
import type { WorkspaceFlags } from '../workspace.ts'
import { copyRows, rowLimit } from './mirror-rows.ts'
import { printMirror, printPlannedMirror } from './print-mirror.ts'
import { askFirst, needsYes, presentCounts, replaceLocked } from './replace.ts'

export async function mirrorWorkspace(flags: WorkspaceFlags, config: Config): Promise<number> {
  if (!config.settings.NOTION_TOKEN)
    throw new ConfigFault(
      'workspace mirror reads your own Notion: NOTION_TOKEN is missing; set it and both database ids (README, “Your Notion workspace”)',
    )
  const limit = rowLimit(flags.rows)
  const present = presentCounts(config)
  if (!flags.dryRun && present && needsYes(present, flags)) {
    const rows = flags.rows === undefined ? [] : ['--rows', flags.rows]
    return askFirst(flags, present, ['workspace', 'mirror', ...rows])
  }
  if (!flags.dryRun) lockInstance(config.varDir)[Symbol.dispose]() // better now than when all is read
  return withApp(flags, running => mirror(flags, running, limit).catch(orStopped(running)), { readOnly: true })
}

/** A signal ends the reading; nothing was written then. */
function orStopped({ signal }: RunningApp): (error: unknown) => number {
  return error => {
    if (!signal.aborted) throw error
    return 1
  }
}

async function mirror(flags: WorkspaceFlags, running: RunningApp, limit: number): Promise<number> {
  const { config } = running.app
  const read = await readAll(running)
  if (flags.dryRun) return printPlannedMirror(flags, { ...read, present: presentCounts(config) })
  mkdirSync(config.varDir, { recursive: true })
  const rows = limit === 0 ? undefined : openMirroredRows(openSpool(join(config.varDir, `mirror.${process.pid}.new`)))
  try {
    if (rows) await copyRows(flags, running, { mirror: read.mirror, rows, limit })
    const { backup } = write(flags, config, { ...read, rows })
    return printMirror(flags, { ...read, rows, backup })
  } finally {
    rows?.spool.close()
  }
}

export interface ReadMirror {
  mirror: Mirror
  /** Databases that columns point at, as far as the connection sees them. */
  shared: ReadonlyMap<string, ReadDatabase>
}

async function readAll({ app }: RunningApp): Promise<ReadMirror> {
  const answers: ReadDatabase[] = []
  for (const id of new Set(Object.values(databasesOf(app.config)))) answers.push(await readDatabase(app.notion, id))
  const mirror = mirrorTables(answers)
  const shared = new Map<string, ReadDatabase>()
  for (const id of mirror.strangers) {
    const stranger = await readDatabaseIfShared(app.notion, id)
    if (stranger) shared.set(id, stranger)
  }
  return { mirror, shared }
}

/** Ids of the databases that are set, by their names in a workspace. */
function databasesOf({ settings }: Config): Record<string, string> {
  const { AGENT_TASKS_DB_ID = '', TRACKS_DB_ID = '', PLAYLISTS_DB_ID, ARTISTS_DB_ID, ISSUES_DB_ID } = settings
  return {
    agentTasks: AGENT_TASKS_DB_ID,
    tracks: TRACKS_DB_ID,
    ...(PLAYLISTS_DB_ID && { playlists: PLAYLISTS_DB_ID }),
    ...(ARTISTS_DB_ID && { artists: ARTISTS_DB_ID }),
    ...(ISSUES_DB_ID && { issues: ISSUES_DB_ID }),
  }
}

function write(flags: WorkspaceFlags, config: Config, read: ReadMirror & { rows: MirroredRows | undefined }) {
  const settings = databasesOf(config)
  return replaceLocked(flags, config, mirrorContent({ ...read, settings, now: Date.now() }))
}
