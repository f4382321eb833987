import { createHash } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Environment } from '../../src/errors.ts'
import { addDemoRows } from '../../src/workspace/demo/demo-rows.ts'
import { serveWorkspace } from '../../src/workspace/serve.ts'
import { openWorkspace } from '../../src/workspace/workspace.ts'
import { at, openApi, refusal, type TestApi, title, titles } from '../unit/workspace/open-client.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workspace-'))
  file = join(folder, 'workspace.db')
})
afterEach(() => rm(folder, { recursive: true }))

const tracksOf = async (api: TestApi) =>
  String(at(await api.send('get', `databases/${api.workspace.ids.tracks}`), 'data_sources', 0, 'id'))

async function fingerprint(place = folder): Promise<Record<string, string>> {
  const prints: Record<string, string> = {}
  for (const name of (await readdir(place)).filter(name => name.startsWith('workspace')).sort()) {
    prints[name] = createHash('sha256')
      .update(await readFile(join(place, name)))
      .digest('hex')
  }
  return prints
}

describe('a file', () => {
  it('keeps its rows, and is new once', async () => {
    const api = openApi({ file })
    expect(api.workspace.isNew).toBe(true)
    const table = await tracksOf(api)
    await api.addRow(table, { Title: title('kept') })
    api.workspace.close()
    expect(await readdir(folder)).toEqual(['workspace.db'])
    const again = openApi({ file })
    expect(again.workspace.isNew).toBe(false)
    expect(again.workspace.ids).toEqual(api.workspace.ids)
    expect(titles(await again.query(table, {}), 'Title')).toEqual(['kept'])
    again.workspace.close()
  })

  it('is open twice at once', async () => {
    const one = openApi({ file })
    const two = openApi({ file })
    expect(two.workspace.isNew).toBe(false)
    const table = await tracksOf(one)
    await Promise.all(
      [one, two].flatMap(api => Array.from({ length: 20 }, (_, n) => api.addRow(table, { Title: title(`t${n}`) }))),
    )
    one.workspace.close()
    expect((await two.query(table, {})).results).toHaveLength(40)
    const third = openApi({ file, readOnly: true })
    expect((await third.query(table, {})).results).toHaveLength(40)
    third.workspace.close()
    two.workspace.close()
  })

  it('that is no workspace is an Environment fault that names it', async () => {
    await writeFile(file, 'this is not a database, it is a text that is long enough to be looked at')
    expect(() => openWorkspace({ file })).toThrow(Environment)
    expect(() => openWorkspace({ file })).toThrow(file)
  })
})

describe('read-only', () => {
  it('leaves the folder byte for byte as it was', async () => {
    const api = openApi({ file })
    const table = await tracksOf(api)
    const id = await api.addRow(table, { Title: title('x') })
    api.workspace.close()
    const before = await fingerprint()
    const still = openApi({ file, readOnly: true })
    expect(still.workspace.isNew).toBe(false)
    expect(titles(await still.query(table, {}), 'Title')).toEqual(['x'])
    expect(await refusal(still.send('patch', `pages/${id}`, { in_trash: true }))).toMatchObject({
      status: 403,
      code: 'restricted_resource',
    })
    expect(await fingerprint()).toEqual(before)
    still.workspace.close()
    expect(await fingerprint()).toEqual(before)
  })

  it('does so after a process was killed too, and beside one that is alive', async () => {
    const api = openApi({ file })
    const table = await tracksOf(api)
    await api.addRow(table, { Title: title('in the WAL') })
    const killed = join(folder, 'killed')
    await mkdir(killed)
    for (const name of ['workspace.db', 'workspace.db-wal', 'workspace.db-shm'])
      await copyFile(join(folder, name), join(killed, name))
    for (const place of [folder, killed]) {
      const before = await fingerprint(place)
      expect(Object.keys(before)).toContain('workspace.db-wal')
      const still = openApi({ file: join(place, 'workspace.db'), readOnly: true })
      expect(titles(await still.query(table, {}), 'Title')).toEqual(['in the WAL'])
      still.workspace.close()
      expect(await fingerprint(place)).toEqual(before)
    }
    api.workspace.close()
  })

  it('of a file that is not there is a workspace in memory', async () => {
    const api = openApi({ file, readOnly: true })
    expect(api.workspace.isNew).toBe(true)
    await addDemoRows(api.workspace, [])
    expect((await api.query(await tracksOf(api), {})).results).toHaveLength(1)
    api.workspace.close()
    expect(await readdir(folder)).toEqual([])
  })
})

describe('demo rows', () => {
  it('are tracks, one that cannot be found, and four tasks', async () => {
    const api = openApi()
    const track = { title: 'One', artist: 'Two', album: 'Three', url: 'file:///demo/one.wav' }
    await addDemoRows(api.workspace, [track])
    const rows = await api.query(await tracksOf(api), {})
    expect(rows.results.map(row => at(row, 'properties', 'URL', 'url'))).toEqual([
      track.url,
      'file:///demo/missing.wav',
    ])
    expect(at(rows.results[0], 'properties', 'Artist Name', 'rich_text', 0, 'plain_text')).toBe('Two')
    const database = await api.send('get', `databases/${api.workspace.ids.agentTasks}`)
    const tasks = await api.query(String(at(database, 'data_sources', 0, 'id')), {})
    const seen = tasks.results.map(row => [
      at(row, 'properties', 'Task Name', 'title', 0, 'plain_text'),
      at(row, 'properties', 'Status', 'status', 'name'),
      at(row, 'properties', 'Assigned-Agent', 'select', 'name'),
    ])
    expect(seen).toEqual([
      ['Sync the new music tracks', 'Ready', undefined],
      ['Review the set list for Friday', 'Ready', 'Claude MM1 Agent'],
      ['Buy new headphones', 'Ready', undefined],
      ['Write the spring newsletter', 'Draft', undefined],
    ])
    api.workspace.close()
  })
})

describe('over HTTP', () => {
  it('answers a plain fetch, and refuses what is too large', async () => {
    const { workspace } = openApi({ tokens: ['t'] })
    const served = await serveWorkspace(workspace, { port: 0 })
    const headers = { authorization: 'Bearer t', 'notion-version': '2026-03-11', 'content-type': 'application/json' }
    const me = await fetch(`${served.url}/v1/users/me`, { headers })
    expect(me.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(await me.json()).toMatchObject({ object: 'user', type: 'bot' })
    expect((await fetch(`${served.url}//v1/users/me`, { headers })).status).toBe(200)
    expect((await fetch(`${served.url}/v1/users/me`)).status).toBe(401)

    const database = await (await fetch(`${served.url}/v1/databases/${workspace.ids.tracks}`, { headers })).json()
    const table = String(at(database, 'data_sources', 0, 'id'))
    const made = await fetch(`${served.url}/v1/pages`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ parent: { data_source_id: table }, properties: { Title: title('over HTTP') } }),
    })
    expect(await made.json()).toMatchObject({
      object: 'page',
      properties: { Title: { title: [{ plain_text: 'over HTTP' }] } },
    })

    const large = await fetch(`${served.url}/v1/pages`, { method: 'POST', headers, body: 'x'.repeat(1024 * 1024 + 1) })
    expect(large.status).toBe(413)
    await served.close()
    await expect(fetch(`${served.url}/v1/users/me`, { headers })).rejects.toThrow()
    workspace.close()
  })

  it('outlives a client that goes away in the middle', async () => {
    const { workspace } = openApi()
    const served = await serveWorkspace(workspace, { port: 0 })
    const socket = createConnection(Number(new URL(served.url).port), '127.0.0.1')
    await new Promise(resolve => socket.once('connect', resolve))
    socket.write('POST /v1/pages HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"a"')
    await new Promise(resolve => setTimeout(resolve, 50))
    socket.destroy()
    expect((await fetch(`${served.url}/v1/users/me`)).status).toBe(401)
    await served.close()
    workspace.close()
  })
})
