// Notion requests: for each further track that is finished, and per idle cycle at 100 and 100,000 rows.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { type App, createApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import { runCycle } from '../../src/orchestrator/cycle.ts'
import { type CycleReport, emptyReport } from '../../src/orchestrator/report.ts'
import { noView } from '../../src/orchestrator/view.ts'
import { makeDemoAudio } from '../../src/workspace/demo/demo-audio.ts'
import { addDemoRows } from '../../src/workspace/demo/demo-rows.ts'
import { openWorkspace } from '../../src/workspace/workspace.ts'
import { newFolder, processorSeconds, type Row } from './measure.ts'

const Database = z.object({ data_sources: z.array(z.object({ id: z.string() })) })
const SIZES = [100, 100_000]
const FEW = 4
const MANY = 14
const RATE = 44_100

export async function requestRows(): Promise<Row[]> {
  const rows: Row[] = []
  for (const size of SIZES) rows.push(await idleRow(size))
  return [await perTrackRow(), ...rows]
}

/**
 * What one track more costs: what a cycle asks once, however many there are, is in both counts. The clock stands, as a row that
 * waits for its turn for more than a minute is read once more.
 */
async function perTrackRow(): Promise<Row> {
  const few = await requestsFor(FEW)
  const many = await requestsFor(MANY)
  return {
    what: `Notion requests per finished track (each beyond ${FEW}, of ${MANY})`,
    measured: ((many - few) / (MANY - FEW)).toFixed(2),
    baseline: `${many} in all for ${MANY}, ${few} for ${FEW}: schemas, shared queries, the artist, other rows`,
    ratio: '',
    limit: '≤ 4',
  }
}

async function requestsFor(count: number): Promise<number> {
  const dir = await newFolder()
  const songs = await songsIn(join(dir, 'demo'), count)
  await fill(dir, workspace => addDemoRows(workspace, songs))
  await using app = await open(dir)
  const started = new Date()
  const { requests, report } = await cycle({ ...app, tools: { ...app.tools, now: () => started } })
  const finished = report.entries.filter(({ kind, outcome }) => kind === 'track' && outcome.kind === 'done').length
  if (finished !== count) throw new Error(`${finished} of ${count} tracks were finished`)
  return requests
}

/** Of one artist, each at a speed of its own: none is the recording of another, whose files it would share. */
async function songsIn(dir: string, count: number) {
  const [first] = await makeDemoAudio(dir)
  if (!first) throw new Error('there is no demo song')
  const songs = Array.from({ length: count }, (_, i) => ({
    ...first,
    title: `Bench ${i}`,
    file: join(dir, `${i}.wav`),
  }))
  for (const [i, { file }] of songs.entries()) {
    const speed = `asetrate=${Math.round(RATE * (1 + i / 20))},aresample=${RATE}`
    await processorSeconds([
      'ffmpeg',
      '-nostdin',
      '-y',
      '-i',
      first.file,
      '-map',
      '0:a',
      '-map_metadata',
      '-1',
      '-af',
      speed,
      file,
    ])
  }
  return songs.map(song => ({ ...song, url: pathToFileURL(song.file).href }))
}

async function idleRow(size: number): Promise<Row> {
  const dir = await newFolder()
  await fill(dir, async workspace => {
    const { tracks } = workspace.ids
    const database = Database.parse(await (await call(workspace, `databases/${tracks}`)).json())
    const parent = { type: 'data_source_id', data_source_id: database.data_sources[0]?.id }
    for (let i = 0; i < size; i += 1) {
      const properties = {
        Title: { title: [{ text: { content: `Finished ${i}` } }] },
        URL: { url: `https://example.org/${i}.mp3` },
        Downloaded: { checkbox: true },
      }
      await call(workspace, 'pages', { parent, properties })
    }
  })
  await using app = await open(dir)
  await cycle(app)
  const started = performance.now()
  const { requests } = await cycle(app)
  return {
    what: `Notion requests per idle cycle, ${size.toLocaleString('en')} rows`,
    measured: String(requests),
    baseline: `${(performance.now() - started).toFixed(0)} ms`,
    ratio: '',
    limit: '≤ 2',
  }
}

type Workspace = ReturnType<typeof openWorkspace>

async function fill(varDir: string, work: (workspace: Workspace) => Promise<void>): Promise<void> {
  await mkdir(varDir, { recursive: true })
  const workspace = openWorkspace({ file: join(varDir, 'workspace.db') })
  await work(workspace)
  workspace.close()
}

const call = (workspace: Workspace, path: string, body?: object) =>
  workspace.fetch(`http://workspace/v1/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: 'Bearer local', 'notion-version': '2025-09-03', 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  })

const open = (varDir: string): Promise<App> =>
  createApp(loadConfig({ varDir, environment: {} }), {
    logLevel: 'error',
    dryRun: false,
    signal: new AbortController().signal,
  })

async function cycle(app: App): Promise<{ requests: number; report: CycleReport }> {
  const before = app.notion.requests
  const report = await runCycle({
    tools: app.tools,
    handlers: app.handlers.handlers,
    lastRun: app.lastRun,
    upkeep: app.upkeep,
    log: app.log,
    signal: new AbortController().signal,
    view: noView,
    settings: {
      readyStatuses: app.config.settings.TASK_READY_STATUSES,
      sync: 'off',
      syncRepeat: { intervalSeconds: 3600 },
      concurrency: 1,
    },
  })
  return { requests: app.notion.requests - before, report: report ?? emptyReport() }
}
