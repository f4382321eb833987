// A workspace with the columns of people's own databases, served over HTTP as Notion would be: to be mirrored.

import { join } from 'node:path'
import type { Property } from '../../src/workspace/schema/schema.ts'
import { serveWorkspace } from '../../src/workspace/serve.ts'
import { type Json, openApi, type TestApi } from '../unit/workspace/open-client.ts'
import { orchestrator } from './cli.ts'

export type RealWorkspace = Awaited<ReturnType<typeof openReal>>

const column = (id: string, name: string, type: Property['type'], more: Partial<Property> = {}): Property => ({
  id,
  name,
  type,
  description: null,
  ...more,
})
const option = (id: string, name: string, color = 'blue') => ({ id, name, color, description: null })

/** Blanks in names, odd ids, many options, columns that speak of others, a database that is not shared. */
export async function openReal() {
  const api = openApi({ file: ':memory:' })
  const { store, ids } = api.workspace
  const databaseOf = (source: string) => store.dataSource(source)?.databaseId ?? ''
  const [tasks = '', tracks = ''] = [ids.agentTasks, ids.tracks].map(id => store.dataSourcesOf(id)[0]?.id)
  const playlists = await api.table({ Listenname: { title: {} }, 'Key ': { rich_text: {} } })
  const hidden = await api.table({ Secret: { title: {} } })
  const target = (source: string, synced: string) => ({
    target: { dataSourceId: source, databaseId: databaseOf(source), synced },
  })
  add(api, tracks, [
    ...oddColumns(),
    column('pl%3A', 'Playlists', 'relation', target(playlists, 'back')),
    column('hid', 'Owner', 'relation', target(hidden, 'owns')),
    column('tsk', 'Tasks', 'relation', target(tasks, 'trk')),
  ])
  add(api, tasks, [column('trk', 'Tracks', 'relation', target(tracks, 'tsk'))])
  add(api, hidden, [column('owns', 'Owned songs', 'relation', target(tracks, 'hid'))])
  add(api, playlists, [
    column('len', 'Länge', 'number', { format: 'percent' }),
    column('back', 'Songs ', 'relation', target(tracks, 'pl%3A')),
  ])
  const { server, requests } = await serve(api, databaseOf(hidden))
  const environment = {
    NOTION_TOKEN: 'ntn_notASecret',
    NOTION_BASE_URL: server.url,
    NOTION_REQUESTS_PER_MINUTE: '6000',
    AGENT_TASKS_DB_ID: ids.agentTasks,
    TRACKS_DB_ID: ids.tracks,
  }
  return {
    api,
    /** `GET /v1/…`, as they came. */
    requests,
    /** Ids of data sources. */
    tasks,
    tracks,
    playlists,
    hidden,
    environment,
    mirror: (varDir: string, ...args: string[]) =>
      orchestrator(['workspace', 'mirror', '--var', varDir, ...args], environment),
    close: () => server.close(),
  }
}

function oddColumns(): Property[] {
  const many = Array.from({ length: 30 }, (_, index) => option(`o${index}`, `Option ${index}`, 'pink'))
  return [
    column('%', 'Percent %', 'number', { format: 'euro' }),
    column('a"\\b', 'Quote "x" \\', 'number', { format: 'dollar' }),
    column('t;=', 'Rating‚ stars ', 'select', { options: many }),
    column('Z{~}', 'Mood', 'select', { options: [option('m1', 'dark‚ slow'), option('m2', 'Light ')] }),
    column('rol', 'Lengths', 'rollup', { rollup: { relation: 'pl%3A', target: 'len', function: 'sum' } }),
    column('rel', 'List names', 'rollup', {
      rollup: { relation: 'pl%3A', target: 'title', function: 'show_original' },
    }),
    column('tas', 'Task states', 'rollup', { rollup: { relation: 'tsk', target: 'trk', function: 'count' } }),
    column('for', 'Twice', 'formula', { expression: 'prop("a\\"\\\\b") * 2 + prop("%")' }),
    column('bad', 'Odd', 'formula', { expression: 'thisIsNoFunction(prop("%"))' }),
    column('uid', 'No', 'unique_id', { prefix: 'TRK' }),
    column('own', 'People', 'people'),
    column('fil', 'Covers', 'files'),
    column('plc', 'Place', 'place'),
    column('btn', 'Press', 'button'),
    column('who', 'By', 'created_by'),
  ]
}

function add({ workspace: { store } }: TestApi, source: string, columns: readonly Property[]): void {
  const kept = store.dataSource(source)
  const isReplaced = ({ name }: Property) => name === 'Artist' || columns.some(column => column.name === name)
  const schema = kept?.schema.filter(property => !isReplaced(property)) ?? []
  if (kept) store.saveDataSource({ ...kept, schema: [...schema, ...columns] })
}

const NOWHERE = 'http://real/v1/databases/00000000-0000-4000-8000-000000000000'

async function serve({ workspace }: TestApi, hidden: string) {
  const requests: string[] = []
  const server = await serveWorkspace(
    {
      fetch(input, init) {
        const { pathname } = new URL(String(input))
        requests.push(`${init?.method ?? 'GET'} ${pathname}`)
        return workspace.fetch(pathname.endsWith(hidden) ? NOWHERE : input, init)
      },
    },
    { port: 0 },
  )
  return { server, requests }
}

/** Works with what was made in the folder. */
export async function withMirror<T>(varDir: string, work: (api: TestApi) => Promise<T>): Promise<T> {
  const api = openApi({ file: join(varDir, 'workspace.db') })
  try {
    return await work(api)
  } finally {
    api.workspace.close()
  }
}

/** An answer without what differs from one asking to the next. */
export const withoutTimes = ({ request_id: _id, url: _url, ...answer }: Json): Json => answer
