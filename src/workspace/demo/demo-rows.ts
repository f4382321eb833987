// The rows of a new workspace: tracks to process, one that must fail, and tasks of each kind. Written through the API.

import { z } from 'zod'
import { Environment } from '../../errors.ts'
import type { Json } from '../api/check.ts'
import { textItems } from '../values/rich-text.ts'
import type { Workspace } from '../workspace.ts'

export interface DemoTrack {
  title: string
  artist: string
  album: string
  /** A file:// or http link. */
  url: string
}

const Answer = z.object({ data_sources: z.array(z.object({ id: z.string() })).optional() })
const VERSION = '2025-09-03'

const text = (content: string): Json => ({ rich_text: textItems(content) })
const title = (content: string): Json => ({ title: textItems(content) })
const select = (name: string): Json => ({ select: { name } })

const TASKS: readonly Json[] = [
  {
    'Task Name': title('Sync the new music tracks'),
    Status: { status: { name: 'Ready' } },
    Priority: select('High'),
    Description: text('Process every row of Music Tracks that is not downloaded yet.'),
  },
  {
    'Task Name': title('Review the set list for Friday'),
    Status: { status: { name: 'Ready' } },
    Priority: select('Medium'),
    'Task Type': select('Agent Handoff Task'),
    'Assigned-Agent': select('Claude MM1 Agent'),
    Description: text(
      'The set on Friday is 90 minutes, from 22:00. The draft order goes from slow to fast but was made without looking at keys.',
    ),
    'Next Required Step': text(
      'Read the tempo and key of the tracks in Music Tracks and propose an order for the set, with a reason for each change of more than two places.',
    ),
    'Success Criteria': text(
      'Every track stands once in the order; neighbours differ by at most 6 BPM and one Camelot step, and the exceptions are named; the whole is 85 to 95 minutes long.',
    ),
  },
  {
    'Task Name': title('Buy new headphones'),
    Status: { status: { name: 'Ready' } },
    Priority: select('Low'),
  },
  {
    'Task Name': title('Write the spring newsletter'),
    Status: { status: { name: 'Draft' } },
  },
]

/** @throws Environment when the workspace does not take a row */
export async function addDemoRows(workspace: Workspace, tracks: readonly DemoTrack[]): Promise<void> {
  const tracksTable = await tableOf(workspace, workspace.ids.tracks)
  const tasksTable = await tableOf(workspace, workspace.ids.agentTasks)
  for (const track of [...tracks, missingTrack(tracks)]) await addRow(workspace, tracksTable, trackCells(track))
  for (const task of TASKS) await addRow(workspace, tasksTable, task)
}

/** A link that leads nowhere, so that a failure is seen. */
function missingTrack(tracks: readonly DemoTrack[]): DemoTrack {
  const url = new URL('missing.wav', tracks[0]?.url ?? 'file:///').href
  return { title: 'Lost Tape', artist: 'Nobody', album: 'Unreleased', url }
}

const trackCells = (track: DemoTrack): Json => ({
  Title: title(track.title),
  'Artist Name': text(track.artist),
  Album: text(track.album),
  URL: { url: track.url },
})

async function tableOf(workspace: Workspace, databaseId: string): Promise<string> {
  const database = await call(workspace, 'GET', `databases/${databaseId}`)
  const table = database.data_sources?.[0]?.id
  if (!table) throw new Environment(`the database ${databaseId} of the local workspace has no data source`)
  return table
}

const addRow = (workspace: Workspace, table: string, properties: Json) =>
  call(workspace, 'POST', 'pages', { parent: { type: 'data_source_id', data_source_id: table }, properties })

async function call({ fetch }: Workspace, method: string, path: string, body?: Json) {
  const response = await fetch(`https://workspace.local/v1/${path}`, {
    method,
    headers: { authorization: 'Bearer local', 'notion-version': VERSION, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  const said = await response.text()
  if (!response.ok) throw new Environment(`the local workspace refused a demo row: ${said}`)
  return Answer.parse(JSON.parse(said))
}
