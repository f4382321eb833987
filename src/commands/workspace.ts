// The local workspace: open it to other clients, look into it, add to it, bring it elsewhere and back, start anew.

import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openLocalWorkspace } from '../app.ts'
import { type Config, loadConfig } from '../config.ts'
import { ConfigFault, Environment, messageOf, UsageFault } from '../errors.ts'
import { canonicalLink } from '../model/url.ts'
import { findOrCreateTrack } from '../pipeline/find-or-create-track.ts'
import { lockInstance } from '../store/database.ts'
import { type GlobalFlags, print, type RunningApp, withApp } from './with-app.ts'
import { commandLine } from './workspace/command-line.ts'

export interface WorkspaceFlags extends GlobalFlags {
  action: 'serve' | 'show' | 'add' | 'task' | 'export' | 'import' | 'mirror' | 'reset'
  what: string
  port: number
  yes: boolean
  limit?: number
  rows?: string
  status?: string
  description?: string
  agent?: string
}

export async function workspace(flags: WorkspaceFlags): Promise<number> {
  const config = loadConfig({ varDir: flags.var })
  if (config.settings.NOTION_TOKEN && flags.action !== 'mirror') throw notInUse(flags)
  switch (flags.action) {
    case 'serve':
      return serve(flags, config)
    case 'show':
      return (await import('./workspace/show.ts')).showWorkspace(flags, config)
    case 'add':
      return add(flags)
    case 'task':
      return (await import('./workspace/task.ts')).addTask(flags)
    case 'export':
      return (await import('./workspace/export.ts')).exportWorkspace(flags, config)
    case 'import':
      return (await import('./workspace/import.ts')).importWorkspace(flags, config)
    case 'mirror':
      return (await import('./workspace/mirror.ts')).mirrorWorkspace(flags, config)
    case 'reset':
      return reset(flags, config)
  }
}

function notInUse(flags: WorkspaceFlags): ConfigFault {
  const args = ['workspace', flags.action, ...(flags.what === '' ? [] : [flags.what])]
  return new ConfigFault(
    `NOTION_TOKEN is set, so the local workspace is not in use. For one command: NOTION_TOKEN= ${commandLine(flags, args)}`,
  )
}

async function serve(flags: WorkspaceFlags, config: Config): Promise<number> {
  if (flags.dryRun) {
    print(flags, { would: 'serve', port: flags.port }, [`would serve the local workspace on 127.0.0.1:${flags.port}`])
    return 0
  }
  const { serveWorkspace } = await import('../workspace/serve.ts')
  const opened = await openLocalWorkspace(config, false)
  const server = await serveWorkspace(opened, { port: flags.port }).catch(error => {
    opened.close()
    throw new Environment(`port ${flags.port} cannot be used: ${messageOf(error)}`, { cause: error })
  })
  const { agentTasks, tracks } = opened.ids
  print(flags, { url: server.url, agentTasks, tracks }, [
    `The local workspace answers as a Notion API at ${server.url} (any token; Ctrl-C ends).`,
    `  Agent-Tasks   ${agentTasks}`,
    `  Music Tracks  ${tracks}`,
    `  curl -H 'Authorization: Bearer local' -H 'Notion-Version: 2025-09-03' ${server.url}/v1/databases/${tracks}`,
  ])
  await new Promise<void>(resolve => process.once('SIGINT', resolve).once('SIGTERM', resolve))
  await server.close()
  opened.close()
  return 0
}

/** A link becomes a row with that link; "Artist - Title" one with these. */
function add(flags: WorkspaceFlags): Promise<number> {
  const text = flags.what.trim()
  if (!text) throw new UsageFault('workspace add expects a link or "Artist - Title"')
  const named = /^(.+?)\s+[-–—]\s+(.+)$/.exec(text)
  if (!canonicalLink(text) && !named) throw new UsageFault(`"${text}" is neither a link nor "Artist - Title"`)
  const addRow = async ({ app }: RunningApp) => {
    if (flags.dryRun) {
      print(flags, { would: 'add', row: text }, [`would add a row for ${text}`])
      return 0
    }
    const tracks = await app.tools.tracks()
    const row =
      named && !canonicalLink(text)
        ? await tracks.create({ artist: named[1], title: named[2] ?? text })
        : await findOrCreateTrack(tracks, text)
    print(flags, { id: row.id }, [`Music Tracks: ${row.title} (${row.id})`])
    return 0
  }
  return withApp(flags, addRow, { beside: true })
}

/** Removes the workspace's rows, after a clear yes. Finished files stay. */
async function reset(flags: WorkspaceFlags, config: Config): Promise<number> {
  const file = join(config.varDir, 'workspace.db')
  const files = [file, `${file}-wal`, `${file}-shm`].filter(existsSync)
  if (!flags.yes || flags.dryRun) {
    print(flags, { would: 'remove', files }, [
      files.length > 0
        ? `This removes all rows of the local workspace (${file}); files in the library stay.`
        : 'There is no local workspace yet.',
      ...(flags.dryRun || files.length === 0 ? [] : ['To do it: orchestrator workspace reset --yes']),
    ])
    return flags.dryRun || files.length === 0 ? 0 : 3
  }
  const lock = lockInstance(config.varDir)
  try {
    for (const path of files) await rm(path)
  } finally {
    lock.release()
  }
  print(flags, { removed: files }, ['The local workspace is gone; the next run makes a new one with demo rows.'])
  return 0
}
