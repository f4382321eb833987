// The two databases of a new workspace, with the first column name of each field.

import type { Json } from '../api/check.ts'
import { BOT_ID } from '../api/identity.ts'
import type { Call } from '../api/route.ts'
import { updateDataSource } from '../routes/data-sources.ts'
import { createDatabase } from '../routes/databases.ts'
import { onlyDataSource } from '../routes/lookup.ts'
import type { Store } from '../store/store.ts'
import { textItems } from '../values/rich-text.ts'

export interface DefaultIds {
  agentTasks: string
  tracks: string
}

const options = (...names: string[]): Json[] => names.map(name => ({ name }))
const inGroup = (group: string, ...names: string[]): Json[] => names.map(name => ({ name, group }))
const text = { rich_text: {} }
const url = { url: {} }
const number = { number: {} }
const checkbox = { checkbox: {} }
const date = { date: {} }

const AGENT_TASKS: Json = {
  'Task Name': { title: {} },
  Status: {
    status: {
      options: [
        ...inGroup('To-do', 'Draft', 'Planning', 'Ready'),
        ...inGroup('In progress', 'In Progress', 'Review', 'Blocked'),
        ...inGroup('Complete', 'Completed', 'Failed', 'Archived'),
      ],
    },
  },
  Priority: { select: { options: options('Critical', 'High', 'Medium', 'Low') } },
  Description: text,
  'Next Required Step': text,
  'Success Criteria': text,
  'Task Type': { select: { options: options('Agent Handoff Task', 'Code Implementation', 'Validation') } },
  'Assigned-Agent': { select: { options: options('Claude MM1 Agent', 'Cursor MM1 Agent', 'Codex MM1 Agent') } },
  Archive: checkbox,
  'Execution-Result': text,
  'Blocking Reason': text,
}

const TRACKS: Json = {
  Title: { title: {} },
  'Artist Name': text,
  Album: text,
  'SoundCloud URL': url,
  'YouTube URL': url,
  'Spotify URL': url,
  URL: url,
  'Spotify ID': text,
  ISRC: text,
  Composer: text,
  Remixer: text,
  'Track Number': number,
  'Disc Number': number,
  Downloaded: checkbox,
  'M4A File Path': text,
  'WAV File Path': text,
  'AIFF File Path': text,
  Tempo: number,
  'Key ': text,
  Camelot: text,
  'Audio Duration (seconds)': number,
  'Audio LUFS Level': number,
  'Audio Peak Level': number,
  'Audio Loudness Range': number,
  'Tempo Confidence': number,
  'Key Confidence': number,
  'Audio Codec': text,
  BitRate: number,
  'Audio Sample Rate': number,
  'Audio Channels': number,
  'Audio Spectral Cutoff': number,
  Fingerprint: text,
  'Eagle File ID': text,
  'Audio Processing': { multi_select: {} },
  'Audio Processing Summary': text,
  'Download Source': { select: {} },
  'Processing Timestamp': date,
  Genre: { select: {} },
  Label: text,
  'Release Date': date,
}

/** Makes both databases unless they are there already; one transaction, so two processes make them once. */
export function ensureDefaults(store: Store, now: number): { ids: DefaultIds; made: boolean } {
  return store.transaction('write', () => {
    const there = defaultIds(store)
    if (there) return { ids: there, made: false }
    const agentTasks = make(store, now, { title: 'Agent-Tasks', properties: AGENT_TASKS })
    const source = onlyDataSource(store, agentTasks)
    const itself = { relation: { data_source_id: source.id, single_property: {} } }
    updateDataSource({
      ...systemCall(store, now),
      path: { data_source_id: source.id },
      body: { properties: { 'Prerequisite Tasks': itself } },
    })
    const tracks = make(store, now, { title: 'Music Tracks', properties: TRACKS })
    store.setSetting('agentTasks', agentTasks)
    store.setSetting('tracks', tracks)
    return { ids: { agentTasks, tracks }, made: true }
  })
}

export function defaultIds(store: Store): DefaultIds | undefined {
  const agentTasks = store.setting('agentTasks')
  const tracks = store.setting('tracks')
  return agentTasks && tracks ? { agentTasks, tracks } : undefined
}

function make(store: Store, now: number, { title, properties }: { title: string; properties: Json }): string {
  const body = {
    parent: { type: 'workspace', workspace: true },
    title: textItems(title),
    initial_data_source: { properties },
  }
  return String(createDatabase({ ...systemCall(store, now), body }).id)
}

const systemCall = (store: Store, now: number): Call => ({
  store,
  now,
  version: '2025-09-03',
  user: BOT_ID,
  origin: '',
  limits: { queryRows: 0 },
  path: {},
  query: new URLSearchParams(),
  body: {},
})
