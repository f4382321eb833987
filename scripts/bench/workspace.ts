// The local workspace: requests a second at 10³, 10⁴ and 10⁵ rows beside a bare SQLite statement, and a filtered, sorted
// page of 100 at 10⁵ rows.

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { serveWorkspace } from '../../src/workspace/serve.ts'
import { openWorkspace } from '../../src/workspace/workspace.ts'
import { median, newFolder, type Row } from './measure.ts'
import { fillTracks, TRACK_QUERIES } from './workspace-rows.ts'

type Fetch = (url: string, init: RequestInit) => Promise<Response>
type Send = (method: string, path: string, body?: object) => Promise<string>

interface Bench {
  send: Send
  table: string
  ids: readonly string[]
}

const SIZES = [1_000, 10_000, 100_000]
const OVER_HTTP = 10_000
/** So long each kind of request is repeated. */
const SPAN_MS = 1_000
const PAGES = 40
const LIMIT_MS = 50

export async function workspaceRows(): Promise<Row[]> {
  const rows: Row[] = []
  for (const size of SIZES) rows.push(...(await rowsAt(size)))
  return rows
}

async function rowsAt(size: number): Promise<Row[]> {
  const folder = await newFolder()
  const file = join(folder, 'workspace.db')
  const { table, ids } = fillTracks(file, size)
  const workspace = openWorkspace({ file })
  const bench = { send: sender('http://workspace', workspace.fetch), table, ids }
  const bare = bareRates(file, table)
  const rows = await requestRates(bench, bare, `${size.toLocaleString('en')} rows`)
  if (size === OVER_HTTP) {
    const server = await serveWorkspace(workspace, { port: 0 })
    rows.push(...(await requestRates({ ...bench, send: sender(server.url, fetch) }, bare, 'the same over HTTP')))
    await server.close()
  }
  if (size === SIZES.at(-1)) for (const name of Object.keys(TRACK_QUERIES)) rows.push(await pageRow(bench, name))
  workspace.close()
  await rm(folder, { recursive: true })
  return rows
}

function sender(origin: string, fetcher: Fetch): Send {
  const headers = { authorization: 'Bearer bench', 'notion-version': '2025-09-03', 'content-type': 'application/json' }
  return async (method, path, body) => {
    const response = await fetcher(`${origin}/v1/${path}`, { method, headers, body: body && JSON.stringify(body) })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`)
    return text
  }
}

/** Requests a second, by kind. */
type Rates = Record<(typeof KINDS)[number], number>
const KINDS = ['query', 'retrieve', 'patch'] as const

async function requestRates({ send, table, ids }: Bench, bare: Rates, where: string): Promise<Row[]> {
  const query = { filter: { property: 'Downloaded', checkbox: { equals: false } } }
  const requests = {
    query: () => send('POST', `data_sources/${table}/query`, query),
    retrieve: (count: number) => send('GET', `pages/${idAt(ids, count)}`),
    patch: (count: number) => send('PATCH', `pages/${idAt(ids, count)}`, { properties: { Tempo: { number: count } } }),
  }
  const rows: Row[] = []
  for (const kind of KINDS) {
    const rate = await rateOf(requests[kind])
    rows.push({
      what: `workspace: ${kind}, ${where}`,
      measured: `${rate.toFixed(0)}/s`,
      baseline: `${bare[kind].toFixed(0)}/s ${BARE[kind]}`,
      ratio: (bare[kind] / rate).toFixed(1),
      limit: '',
    })
  }
  return rows
}

const BARE = {
  query: 'SELECT of 100 records, as JSON',
  retrieve: 'SELECT of a record, as JSON',
  patch: 'UPDATE of a record',
}

/** The same rows of the same file by one prepared statement each. */
function bareRates(file: string, table: string): Rates {
  using db = new DatabaseSync(file)
  db.exec('PRAGMA synchronous = FULL')
  const last = Number(db.prepare('SELECT max(seq) AS seq FROM page').get()?.seq)
  const one = db.prepare('SELECT record FROM page WHERE seq = ?')
  const hundred = db.prepare('SELECT record FROM page WHERE data_source_id = ? ORDER BY seq LIMIT 100')
  const update = db.prepare('UPDATE page SET record = ? WHERE seq = ?')
  const parsed = (record: unknown): unknown => JSON.parse(String(record))
  const seqAt = (count: number) => last - ((count * STRIDE) % Math.min(last, SPREAD))
  return {
    query: bareRate(() => JSON.stringify(hundred.all(table).map(({ record }) => parsed(record)))),
    retrieve: bareRate(count => JSON.stringify(parsed(one.get(seqAt(count))?.record))),
    patch: bareRate(count => update.run(JSON.stringify(parsed(one.get(seqAt(count))?.record)), seqAt(count))),
  }
}

/** Requests go to rows all over the table. */
const STRIDE = 7919
const SPREAD = 900
const idAt = (ids: readonly string[], count: number): string => ids[(count * STRIDE) % ids.length] ?? ''

async function rateOf(request: (count: number) => Promise<unknown>): Promise<number> {
  const started = performance.now()
  let count = 0
  while (performance.now() - started < SPAN_MS) {
    await request(count)
    count += 1
  }
  return (count * 1000) / (performance.now() - started)
}

function bareRate(work: (count: number) => unknown): number {
  const started = performance.now()
  let count = 0
  for (; performance.now() - started < SPAN_MS; count += 1) work(count)
  return (count * 1000) / (performance.now() - started)
}

async function pageRow({ send, table }: Bench, name: string): Promise<Row> {
  const times: number[] = []
  for (let page = 0; page < PAGES; page += 1) {
    const started = performance.now()
    await send('POST', `data_sources/${table}/query`, TRACK_QUERIES[name])
    times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  const p95 = times[Math.floor(times.length * 0.95)] ?? Number.NaN
  return {
    what: `workspace: page of 100 of 100,000 rows, ${name}`,
    measured: `${median(times).toFixed(0)} ms`,
    baseline: `${p95.toFixed(0)} ms p95`,
    ratio: '',
    limit: `≤ ${LIMIT_MS} ms`,
  }
}
