// The program in this process over a workspace of its own, and a person who edits rows while they are worked on.

import { mkdtemp, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { vi } from 'vitest'
import { z } from 'zod'
import { createApp } from '../../../src/app.ts'
import { loadConfig } from '../../../src/config.ts'
import type { Handler } from '../../../src/handler.ts'
import { runCycle } from '../../../src/orchestrator/cycle.ts'
import { noView } from '../../../src/orchestrator/view.ts'
import { TRACK_STAGES } from '../../../src/pipeline/stages.ts'
import { openWorkspace, type Workspace } from '../../../src/workspace/workspace.ts'
import { filesIn, portOf, text, tinyWav } from '../../support/bench.ts'

const Cell = z.object({ type: z.string() }).loose()
const Row = z.object({ id: z.string(), in_trash: z.boolean(), properties: z.record(z.string(), Cell) })
const Source = z.object({ data_sources: z.array(z.object({ id: z.string() })).min(1) })
const Text = z.array(z.object({ plain_text: z.string() })).transform(parts => parts.map(p => p.plain_text).join(''))
const Names = z.array(z.object({ name: z.string() })).transform(options => options.map(({ name }) => name))
const Named = z.object({ name: z.string() }).transform(({ name }) => name)

interface CycleOptions {
  /** Asked before the program's own. */
  handlers?: readonly Handler[]
  signal?: AbortSignal
}

export type House = Awaited<ReturnType<typeof openHouse>>
export const STAGES = TRACK_STAGES.map(({ name }) => name)

export async function openHouse(environment: Record<string, string> = {}) {
  const varDir = await mkdtemp(join(tmpdir(), 'orchestrator-house-'))
  openWorkspace({ file: join(varDir, 'workspace.db') }).close() // without demo rows
  const media = await openMedia()
  const config = loadConfig({
    varDir,
    environment: {
      AUDIO_FORMATS: 'wav',
      FILE_ROOTS: varDir,
      ALLOW_PRIVATE_HOSTS: media.host,
      TRACK_CONCURRENCY: '2',
      ...environment,
    },
  })
  const open = () =>
    createApp(config, { logLevel: 'error', dryRun: false, signal: new AbortController().signal, print: () => {} })
  let app = await open()
  const hooks = openHooks()
  const call = (method: string, path: string, body?: object) => callWorkspace(app.workspace, method, path, body)
  const sourceOf = async (id = '') => Source.parse(await call('GET', `databases/${id}`)).data_sources[0]?.id
  const sources = {
    tracks: await sourceOf(app.workspace?.ids.tracks),
    tasks: await sourceOf(app.workspace?.ids.agentTasks),
  }
  let songs = 0

  const add = async (source: 'tracks' | 'tasks', properties: object) => {
    const parent = { type: 'data_source_id', data_source_id: sources[source] }
    return Row.parse(await call('POST', 'pages', { parent, properties })).id
  }

  return {
    hooks,
    /** To Notion, since it was opened. */
    requests: () => app.notion.requests,
    get tools() {
      return app.tools
    },
    /** Another recording than all before; its address. */
    async song() {
      songs += 1
      const path = join(varDir, `song ${songs}.wav`)
      await writeFile(path, tinyWav(0.5, 300 + 7 * songs))
      return pathToFileURL(path).href
    },
    /** One of the web; `/gone…` is not there. */
    webSong() {
      songs += 1
      return `http://${media.host}/song${songs}.wav`
    },
    media,
    add,
    addTrack: (title: string, url: string, more: object = {}) =>
      add('tracks', { Title: text('title', title), URL: { url }, ...more }),
    edit: (id: string, properties: object) => call('PATCH', `pages/${id}`, { properties }),
    setTrash: (id: string, isIn: boolean) => call('PATCH', `pages/${id}`, { in_trash: isIn }),
    async row(id: string) {
      const { in_trash, properties } = Row.parse(await call('GET', `pages/${id}`))
      return { inTrash: in_trash, cell: (name: string) => plain(properties[name]) }
    },
    /** @returns how each piece of work ended */
    async cycle({ handlers = [], signal = new AbortController().signal }: CycleOptions = {}) {
      const report = await runCycle({
        ...app,
        handlers: [...handlers, ...app.handlers.handlers],
        signal,
        view: noView,
        settings: { readyStatuses: ['Ready'], sync: 'off', syncRepeat: { intervalSeconds: 3600 }, concurrency: 2 },
      })
      return report.entries.map(({ id, outcome }) => ({ id, kind: outcome.kind, text: outcome.text }))
    },
    async restart() {
      await app[Symbol.asyncDispose]()
      app = await open()
    },
    library: () => filesIn(join(varDir, 'library')),
    libraryDir: join(varDir, 'library'),
    leftovers: () => filesIn(join(varDir, 'staging')),
    async [Symbol.asyncDispose]() {
      vi.restoreAllMocks()
      await app[Symbol.asyncDispose]()
      media.close()
    },
  }
}

async function openMedia() {
  let requests = 0
  const server = createServer((request, response) => {
    requests += 1
    const number = Number(/\d+/.exec(request.url ?? '')?.[0] ?? 0)
    if (request.url?.startsWith('/gone')) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': 'audio/wav' }).end(tinyWav(0.5, 300 + 7 * number))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    host: `127.0.0.1:${portOf(server)}`,
    requests: () => requests,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** A row for each stage, at whose start a person does something to it. */
export async function rowsFor(house: House, what: string, act: (id: string) => Promise<unknown>) {
  return Promise.all(
    STAGES.map(async (stage, index) => {
      const title = `${what} ${String.fromCharCode(65 + index)}`
      const id = await house.addTrack(title, await house.song())
      house.hooks.at(id, stage, () => act(id))
      return { id, title, stage, index }
    }),
  )
}

/** What happens to a row at the start of a stage, once. */
function openHooks() {
  const hooks = new Map<string, () => Promise<unknown>>()
  for (const stage of TRACK_STAGES) {
    const run = stage.run
    vi.spyOn(stage, 'run').mockImplementation(async (work, context) => {
      const key = `${work.row.id} ${stage.name}`
      const hook = hooks.get(key)
      hooks.delete(key)
      await hook?.()
      return run(work, context)
    })
  }
  return {
    at: (page: string, stage: string, work: () => Promise<unknown>) => void hooks.set(`${page} ${stage}`, work),
    left: () => [...hooks.keys()],
  }
}

async function callWorkspace(workspace: Workspace | undefined, method: string, path: string, body?: object) {
  if (!workspace) throw new Error('there is no workspace')
  const response = await workspace.fetch(`https://house.local/v1/${path}`, {
    method,
    headers: { authorization: 'Bearer local', 'notion-version': '2025-09-03', 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error(`the workspace refused: ${JSON.stringify(answer)}`)
  return answer
}

function plain(cell: z.infer<typeof Cell> | undefined): unknown {
  const value = cell?.[cell.type]
  if (Array.isArray(value)) return cell?.type === 'multi_select' ? Names.parse(value) : Text.parse(value)
  return Named.safeParse(value).data ?? value
}
