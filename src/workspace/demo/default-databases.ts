// The databases of a new workspace, with the first column name of each field.

import { KNOWN_AGENTS } from '../../model/agents/known-agents.ts'
import type { Json } from '../api/check.ts'
import { BOT_ID } from '../api/identity.ts'
import type { Call } from '../api/route.ts'
import { updateDataSource } from '../routes/data-sources.ts'
import { createDatabase } from '../routes/databases.ts'
import { onlyDataSource } from '../routes/lookup.ts'
import type { Store } from '../store/store.ts'
import { textItems } from '../values/rich-text.ts'
import { ARTISTS, ISSUES, PLAYLISTS, relationOneWay, relationTo } from './linked-databases.ts'

export interface DefaultIds {
  agentTasks: string
  tracks: string
  /** Absent in a workspace that was made before there were any. */
  playlists?: string
  artists?: string
  issues?: string
}

const options = (...names: string[]): Json[] => names.map(name => ({ name }))
const inGroup = (group: string, ...names: string[]): Json[] => names.map(name => ({ name, group }))
const text = { rich_text: {} }
const url = { url: {} }
const number = { number: {} }
const checkbox = { checkbox: {} }
const date = { date: {} }

export const AGENT_TASKS: Json = {
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
  'Assigned-Agent': { select: { options: options(...KNOWN_AGENTS.map(({ name }) => name)) } },
  Archive: checkbox,
  'Dependency Status': { select: { options: options('Ready', 'Blocked') } },
  'Not Before': date,
  'Review Wanted': checkbox,
  'Execution-Result': text,
  'Blocking Reason': text,
}

export const TRACKS: Json = {
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
  Rating: number,
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

/** Makes the databases unless they are there already; one transaction, so two processes make them once. */
export function ensureDefaults(store: Store, now: number): { ids: DefaultIds; made: boolean } {
  return store.transaction('write', () => {
    const there = defaultIds(store)
    if (there) return { ids: there, made: false }
    const agentTasks = make(store, now, { title: 'Agent-Tasks', properties: AGENT_TASKS })
    const itself = relationOneWay(onlyDataSource(store, agentTasks).id)
    addColumns(store, now, { database: agentTasks, properties: { 'Prerequisite Tasks': itself } })
    const tracks = make(store, now, { title: 'Music Tracks', properties: TRACKS })
    const playlists = make(store, now, { title: 'Music Playlists', properties: PLAYLISTS })
    const artists = make(store, now, { title: 'Music Artists', properties: ARTISTS })
    const relations = {
      Playlists: relationTo(onlyDataSource(store, playlists).id),
      Artist: relationTo(onlyDataSource(store, artists).id),
    }
    addColumns(store, now, { database: tracks, properties: relations })
    const issues = make(store, now, { title: 'Issues+Questions', properties: ISSUES })
    const about = { 'Related Track': relationOneWay(onlyDataSource(store, tracks).id), 'Agent-Tasks': itself }
    addColumns(store, now, { database: issues, properties: about })
    const ids = { agentTasks, tracks, playlists, artists, issues }
    for (const [name, id] of Object.entries(ids)) store.setSetting(name, id)
    return { ids, made: true }
  })
}

export function defaultIds(store: Store): DefaultIds | undefined {
  const agentTasks = store.setting('agentTasks')
  const tracks = store.setting('tracks')
  if (!agentTasks || !tracks) return undefined
  const [playlists, artists, issues] = ['playlists', 'artists', 'issues'].map(name => store.setting(name))
  return { agentTasks, tracks, playlists, artists, issues }
}

function addColumns(store: Store, now: number, { database, properties }: { database: string; properties: Json }): void {
  const path = { data_source_id: onlyDataSource(store, database).id }
  updateDataSource({ ...systemCall(store, now), path, body: { properties } })
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
