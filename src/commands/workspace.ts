// The local workspace: open it to other clients, look into it, add to it, bring it elsewhere and back, start anew.

import { loadConfig } from '../config.ts'
import { ConfigFault, UsageFault } from '../errors.ts'
import { trackLabel } from '../model/track.ts'
import { spotifyIdIn } from '../model/url/spotify.ts'
import { canonicalLink } from '../model/url/url.ts'
import { knownRow } from '../pipeline/find-or-create-track.ts'
import { requireTrackLink, rowOfLink } from '../pipeline/row-of-link.ts'
import { type GlobalFlags, print, type RunningApp, withApp } from './with-app.ts'
import { commandLine } from './workspace/command-line.ts'

export interface WorkspaceFlags extends GlobalFlags {
  action: 'serve' | 'show' | 'add' | 'task' | 'page' | 'export' | 'import' | 'mirror' | 'reset'
  what: string
  port?: number
  yes?: boolean
  limit?: number
  rows?: string
  ids?: boolean
  status?: string
  description?: string
  agent?: string
  rateLimit?: number
  spaceLimit?: number
  lag?: number
  webhook?: string
  webhookDelay?: number
}

export async function workspace(flags: WorkspaceFlags): Promise<number> {
  const config = loadConfig({ varDir: flags.var })
  if (config.settings.NOTION_TOKEN && flags.action !== 'mirror') throw notInUse(flags)
  switch (flags.action) {
    case 'serve':
      return (await import('./workspace/serve.ts')).serve(flags, config)
    case 'show':
      return (await import('./workspace/show.ts')).showWorkspace(flags, config)
    case 'add':
      return add(flags)
    case 'task':
      return (await import('./workspace/task.ts')).addTask(flags)
    case 'page':
      return (await import('./workspace/page.ts')).addPage(flags, config)
    case 'export':
      return (await import('./workspace/export.ts')).exportWorkspace(flags, config)
    case 'import':
      return (await import('./workspace/import.ts')).importWorkspace(flags, config)
    case 'mirror':
      return (await import('./workspace/mirror.ts')).mirrorWorkspace(flags, config)
    case 'reset':
      return (await import('./workspace/reset.ts')).resetWorkspace(flags, config)
  }
}

function notInUse(flags: WorkspaceFlags): ConfigFault {
  const args = ['workspace', flags.action, ...(flags.what === '' ? [] : [flags.what])]
  return new ConfigFault(
    `NOTION_TOKEN is set, so the local workspace is not in use. For one command: NOTION_TOKEN= ${commandLine(flags, args)}`,
  )
}

/** A link becomes a row with that link; "Artist - Title" one with these. */
function add(flags: WorkspaceFlags): Promise<number> {
  const text = flags.what.trim()
  if (!text) throw new UsageFault('workspace add expects a link or "Artist - Title"')
  const named = /^(.+?)\s+[-–—]\s+(.+)$/.exec(text)
  if (!canonicalLink(text) && !named)
    throw new UsageFault(`"${text}" is neither a link (https://…, file:///…) nor "Artist - Title"`)
  if (canonicalLink(text)) requireTrackLink(text)
  const addRow = async ({ app, signal }: RunningApp) => {
    if (flags.dryRun) {
      print(flags, { would: 'add', row: text }, [`would add a row for ${text}`])
      return 0
    }
    const tracks = await app.tools.tracks()
    const link = canonicalLink(text)
    const names = link || !named ? undefined : { artist: named[1], title: named[2] ?? text }
    const spotifyId = spotifyIdIn('track', text)
    const known = await knownRow(tracks, names ?? (spotifyId ? { spotifyIds: [spotifyId] } : { link }))
    const row = known ?? (names ? await tracks.create(names) : await rowOfLink(app.tools, text, signal))
    const label = row.title ? trackLabel(row) : text
    print(flags, { id: row.id, isNew: !known }, [
      `Music Tracks: ${label}${known ? ' is there already' : ''} (${row.id})`,
    ])
    return 0
  }
  return withApp(flags, addRow, { beside: true })
}
