// A place to break things in: a Notion on a loopback port (the local workspace behind faults of the test's choice), a
// server of media, and the program in its own process between them.

import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { z } from 'zod'
import { serveWorkspace } from '../../src/workspace/serve.ts'
import { openWorkspace } from '../../src/workspace/workspace.ts'
import { newVar, orchestrator, startOrchestrator } from './cli.ts'

export const TOKEN = 'ntn_benchTokenThatNobodyMaySee42'

const Cell = z.object({ type: z.string() }).loose()
const Row = z.object({ id: z.string(), in_trash: z.boolean(), properties: z.record(z.string(), Cell) })
const Source = z.object({ data_sources: z.array(z.object({ id: z.string() })) })
const Report = z.object({
  exitCode: z.number(),
  entries: z.array(
    z.object({
      kind: z.string(),
      id: z.string(),
      label: z.string(),
      outcome: z.object({ kind: z.string(), text: z.string(), tag: z.string().optional() }),
    }),
  ),
  problems: z.array(z.object({ step: z.string(), reason: z.string() })),
  waiting: z.array(z.object({ id: z.string(), because: z.string() })),
  leftAlone: z.array(z.object({ title: z.string() })),
})
export type BenchReport = z.infer<typeof Report>

export type Cells = Record<string, unknown>
type Fault = (method: string, path: string) => Response | undefined | Promise<Response | undefined>

export type Bench = Awaited<ReturnType<typeof openBench>>

export async function openBench(environment: Record<string, string> = {}) {
  const varDir = await newVar()
  const workspace = openWorkspace({ file: ':memory:' })
  const media = await openMedia()
  let fault: Fault = () => undefined
  const writes: string[] = []
  const notion = await serveWorkspace(
    {
      async fetch(input, init) {
        const { pathname } = new URL(String(input))
        const method = init?.method ?? 'GET'
        const refused = await fault(method, pathname)
        if (refused) return refused
        if (method !== 'GET' && !pathname.endsWith('/query')) writes.push(`${method} ${pathname}`)
        return workspace.fetch(input, init)
      },
    },
    { port: 0 },
  )
  const env = {
    NOTION_TOKEN: TOKEN,
    CLAIM_SETTLE: '0',
    NOTION_BASE_URL: notion.url,
    NOTION_REQUESTS_PER_MINUTE: '6000',
    AGENT_TASKS_DB_ID: workspace.ids.agentTasks,
    TRACKS_DB_ID: workspace.ids.tracks,
    ALLOW_PRIVATE_HOSTS: media.host,
    AUDIO_FORMATS: 'm4a,wav',
    ...environment,
  }

  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await workspace.fetch(`https://bench.local/v1/${path}`, {
      method,
      headers: {
        authorization: 'Bearer bench',
        'notion-version': '2025-09-03',
        'content-type': 'application/json',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const answer: unknown = await response.json()
    if (!response.ok) throw new Error(`the workspace refused: ${JSON.stringify(answer)}`)
    return answer
  }
  const sourceOf = async (database: string) =>
    Source.parse(await call('GET', `databases/${database}`)).data_sources[0]?.id ?? ''
  const sources = { tracks: await sourceOf(workspace.ids.tracks), tasks: await sourceOf(workspace.ids.agentTasks) }
  const add = async (source: string, properties: Cells) =>
    Row.parse(await call('POST', 'pages', { parent: { type: 'data_source_id', data_source_id: source }, properties }))
      .id

  return {
    varDir,
    env,
    media,
    writes,
    sources,
    notionUrl: notion.url,
    libraryDir: join(varDir, 'library'),
    setFault: (next: Fault = () => undefined) => {
      fault = next
    },
    addTrack: (title: string, url: string, more: Cells = {}) =>
      add(sources.tracks, { Title: text('title', title), ...(url ? { URL: { url } } : {}), ...more }),
    addTask: (title: string, more: Cells = {}) =>
      add(sources.tasks, { 'Task Name': text('title', title), Status: { status: { name: 'Ready' } }, ...more }),
    edit: (id: string, properties: Cells) => call('PATCH', `pages/${id}`, { properties }),
    trash: (id: string) => call('PATCH', `pages/${id}`, { in_trash: true }),
    changeColumns: (source: string, properties: Cells) => call('PATCH', `data_sources/${source}`, { properties }),
    row: async (id: string) => {
      const { properties, in_trash } = Row.parse(await call('GET', `pages/${id}`))
      const cell = (name: string) => plain(properties[name])
      return {
        inTrash: in_trash,
        cell,
        tags: z.array(z.string()).default([]).parse(cell('Audio Processing')),
        summary: String(cell('Audio Processing Summary') ?? ''),
        downloaded: cell('Downloaded') === true,
      }
    },
    run: (args: readonly string[], more: Record<string, string> = {}) =>
      orchestrator([...args, '--var', varDir], { ...env, ...more }),
    start: (args: readonly string[], more: Record<string, string> = {}) =>
      startOrchestrator([...args, '--var', varDir], { ...env, ...more }),
    /** Runs with --json and reads the report; anything else on stdout is an error. */
    report: async (args: readonly string[], more: Record<string, string> = {}): Promise<BenchReport> => {
      const { stdout, stderr, code } = await orchestrator([...args, '--json', '--var', varDir], { ...env, ...more })
      const found = Report.safeParse(stdout ? JSON.parse(stdout) : undefined)
      if (!found.success) throw new Error(`no report (exit ${code}): ${stdout}\n${stderr}`)
      return found.data
    },
    library: () => filesIn(join(varDir, 'library')),
    /** What must never stay. */
    leftovers: async () =>
      (await filesIn(varDir)).filter(name => name.startsWith('staging/') || /\.(part|new)$/.test(name)),
    [Symbol.asyncDispose]: async () => {
      await notion.close()
      await media.close()
      workspace.close()
    },
  }
}

export const text = (kind: 'title' | 'rich_text', content: string) => ({
  [kind]: content === '' ? [] : [{ type: 'text', text: { content } }],
})
export const tags = (...names: string[]) => ({ 'Audio Processing': { multi_select: names.map(name => ({ name })) } })
export const link = (url: string) => ({ URL: { url } })

function plain(cell: z.infer<typeof Cell> | undefined): unknown {
  const value = cell?.[cell.type]
  if (!Array.isArray(value)) return z.object({ name: z.string() }).safeParse(value).data?.name ?? value
  if (cell?.type === 'multi_select') return value.map(({ name }) => name)
  return value.map(({ plain_text }) => plain_text).join('')
}

interface Media {
  host: string
  url(path: string): string
  /** Answers every request to `/slow…` from now on; the first part of the file was sent already. */
  release(): void
  /** Resolves when somebody asks for a slow file. */
  asked(): Promise<void>
  /** How often each path was asked for. */
  hits: Map<string, number>
  close(): Promise<void>
}

/** `/song.wav` any recording (`?seconds=`, `?pitch=`); the other names say what is wrong with them. */
async function openMedia(): Promise<Media> {
  let gate = Promise.withResolvers<void>()
  let asked = Promise.withResolvers<void>()
  const hits = new Map<string, number>()
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://media')
    hits.set(url.pathname, (hits.get(url.pathname) ?? 0) + 1)
    const wav = tinyWav(Number(url.searchParams.get('seconds') ?? 3), Number(url.searchParams.get('pitch') ?? 440))
    const audio = (body: Buffer) => response.writeHead(200, { 'content-type': 'audio/wav' }).end(body)
    if (url.pathname === '/gone.wav') return void response.writeHead(404).end('gone')
    if (url.pathname === '/broken.wav') return void response.writeHead(503).end()
    if (url.pathname === '/empty.wav') return void audio(Buffer.alloc(0))
    if (url.pathname === '/cut.wav') return void audio(wav.subarray(0, wav.length / 2))
    if (url.pathname === '/page.wav' || url.pathname === '/page')
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Hello</body></html>')
    if (url.pathname.startsWith('/lying')) return void audio(Buffer.from('<html><body>Hello</body></html>'))
    if (url.pathname.startsWith('/slow')) return void slowly(response, wav)
    audio(wav)
  })
  async function slowly(response: ServerResponse, wav: Buffer) {
    response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': wav.length })
    response.write(wav.subarray(0, 1000))
    asked.resolve()
    await gate.promise
    response.end(wav.subarray(1000))
  }
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${portOf(server)}`
  return {
    host,
    hits,
    url: path => `http://${host}${path}`,
    release() {
      gate.resolve()
      gate = Promise.withResolvers()
      asked = Promise.withResolvers()
    },
    asked: () => asked.promise,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

/** 16-bit mono WAV at 44.1 kHz: a tone with a beat in it. */
export function tinyWav(seconds: number, pitch = 440): Buffer {
  const rate = 44_100
  const count = Math.round(seconds * rate)
  const wav = Buffer.alloc(44 + count * 2)
  wav.write('RIFF', 0)
  wav.writeUInt32LE(36 + count * 2, 4)
  wav.write('WAVEfmt ', 8)
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(1, 22)
  wav.writeUInt32LE(rate, 24)
  wav.writeUInt32LE(rate * 2, 28)
  wav.writeUInt16LE(2, 32)
  wav.writeUInt16LE(16, 34)
  wav.write('data', 36)
  wav.writeUInt32LE(count * 2, 40)
  for (let at = 0; at < count; at += 1) {
    const beat = Math.exp(-8 * ((at / rate) % 0.5))
    wav.writeInt16LE(Math.round(12_000 * beat * Math.sin((2 * Math.PI * pitch * at) / rate)), 44 + at * 2)
  }
  return wav
}

/** All files below a folder, relative and sorted. */
export async function filesIn(dir: string): Promise<string[]> {
  if (!existsSync(dir)) return []
  const names = await readdir(dir, { recursive: true })
  const files = await Promise.all(names.map(async name => ((await stat(join(dir, name))).isFile() ? [name] : [])))
  return files.flat().sort()
}

/** The songs of a library, relative to it, while machines work in its hidden folders. */
export async function songsIn(libraryDir: string): Promise<string[]> {
  const dirs = (await readdir(libraryDir)).filter(name => !name.startsWith('.'))
  const files = await Promise.all(
    dirs.map(async dir => (await readdir(join(libraryDir, dir))).map(name => join(dir, name))),
  )
  return files.flat().filter(name => /^(?!.*\/\.).*\.wav$/.test(name))
}

/** Every file by name, with the hash of its bytes; not the logs, and not the memory that SQLite's readers share. */
export async function treeOf(dir: string): Promise<Record<string, string>> {
  const entries = (await filesIn(dir))
    .filter(name => !name.startsWith('logs/') && !name.endsWith('-shm'))
    .map(
      async name =>
        [
          name,
          createHash('sha256')
            .update(await readFile(join(dir, name)))
            .digest('hex'),
        ] as const,
    )
  return Object.fromEntries(await Promise.all(entries))
}

/** One clear line: no stack, no dump. */
export function isOneClearLine(stderr: string): boolean {
  const lines = stderr.trim().split('\n')
  return lines.length === 1 && !/\n\s+at |node:internal|\.ts:\d+/.test(stderr)
}

export const STACK = /^\s+at .*[(/]|node:internal|Error: .*\n\s+at /m
