// A local workspace of a test's own: rows put in and read back through its Notion API.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { workspaceTables } from '../../src/workspace/show.ts'
import { openWorkspace } from '../../src/workspace/workspace.ts'

export interface TestRow {
  title?: string
  artist?: string
  url?: string
  soundcloud?: string
  tags?: readonly string[]
  tempo?: number
}

const headers = { authorization: 'Bearer local', 'notion-version': '2025-09-03', 'content-type': 'application/json' }

/** Works on the workspace in `varDir`, making it when it is not there, without demo rows. */
export async function withWorkspace<T>(
  varDir: string,
  work: (
    call: (method: string, path: string, body?: object) => Promise<unknown>,
    ids: { agentTasks: string; tracks: string; playlists?: string; artists?: string },
  ) => Promise<T>,
): Promise<T> {
  await mkdir(varDir, { recursive: true })
  const workspace = openWorkspace({ file: join(varDir, 'workspace.db') })
  try {
    return await work(async (method, path, body) => {
      const answer = await workspace.fetch(`http://workspace/v1/${path}`, {
        method,
        headers,
        body: body && JSON.stringify(body),
      })
      const json: unknown = await answer.json()
      if (!answer.ok) throw new Error(JSON.stringify(json))
      return json
    }, workspace.ids)
  } finally {
    workspace.close()
  }
}

const Ids = z.object({ id: z.string() })
const Sources = z.object({ data_sources: z.array(Ids).min(1) })

/** Returns the page ids, in order. */
export function addTracks(varDir: string, rows: readonly TestRow[]): Promise<string[]> {
  return withWorkspace(varDir, async (call, ids) => {
    const source = Sources.parse(await call('GET', `databases/${ids.tracks}`)).data_sources[0]?.id
    const made: string[] = []
    for (const row of rows)
      made.push(
        Ids.parse(
          await call('POST', 'pages', {
            parent: { type: 'data_source_id', data_source_id: source },
            properties: propertiesOf(row),
          }),
        ).id,
      )
    return made
  })
}

export const changeTrack = (varDir: string, id: string, row: TestRow) =>
  withWorkspace(varDir, call => call('PATCH', `pages/${id}`, { properties: propertiesOf(row) }))

function propertiesOf({ title, artist, url, soundcloud, tags, tempo }: TestRow): object {
  return {
    ...(title === undefined ? {} : { Title: { title: [{ text: { content: title } }] } }),
    ...(artist === undefined ? {} : { 'Artist Name': { rich_text: [{ text: { content: artist } }] } }),
    ...(url === undefined ? {} : { URL: { url } }),
    ...(soundcloud === undefined ? {} : { 'SoundCloud URL': { url: soundcloud } }),
    ...(tags === undefined ? {} : { 'Audio Processing': { multi_select: tags.map(name => ({ name })) } }),
    ...(tempo === undefined ? {} : { Tempo: { number: tempo } }),
  }
}

/** The rows of Music Tracks as text, oldest first. */
export async function trackRows(varDir: string): Promise<readonly Record<string, string>[]> {
  const workspace = openWorkspace({ file: join(varDir, 'workspace.db') })
  try {
    return (await workspaceTables(workspace))[1]?.rows ?? []
  } finally {
    workspace.close()
  }
}
