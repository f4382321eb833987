// Execution-Logs: what ended is told in one row, whatever its columns are, also over a kill and days without Notion.

import { rm } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type App, createApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import type { OutcomeKind } from '../../src/model/outcome.ts'
import { logRuns } from '../../src/orchestrator/log-runs.ts'
import { newVar, orchestrator } from '../support/cli.ts'
import { addTracks, withWorkspace } from '../support/rows.ts'

const options = (...names: string[]) => ({ options: names.map(name => ({ name })) })
const date = { date: {} }
const number = { number: {} }
const words = { rich_text: {} }
/** As documented, and as the live database was found. */
const SCHEMAS = {
  canonical: {
    Status: { select: options('Success', 'Failed', 'Partial', 'Running') },
    'Run ID': words,
    'Log Summary': words,
  },
  live: {
    Status: words,
    'Final Status': { select: options('Completed', 'Failed') },
    'Execution ID': words,
    'Plain-English Summary': words,
    Environment: words,
  },
  odd: { Status: { select: options('Open', 'Closed') }, 'Start Time': words, 'Error Count': words },
}
const Made = z.object({ id: z.string() })
const Database = z.object({ data_sources: z.array(z.object({ id: z.string() })) })
const Rows = z.object({ results: z.array(z.object({ properties: z.record(z.string(), z.unknown()) })) })

let varDir: string
let app: App | undefined
let database: string

beforeEach(async () => {
  varDir = await newVar()
  app = undefined
})
afterEach(async () => {
  await app?.[Symbol.asyncDispose]()
  await rm(varDir, { recursive: true, force: true })
})

async function open(columns: object): Promise<App['tools']> {
  database = await withWorkspace(varDir, async call => {
    const properties = { Name: { title: {} }, 'Start Time': date, 'End Time': date, 'Error Count': number, ...columns }
    const body = { parent: { type: 'workspace', workspace: true }, initial_data_source: { properties } }
    return Made.parse(await call('POST', 'databases', body)).id
  })
  return reopen()
}

async function reopen(): Promise<App['tools']> {
  await app?.[Symbol.asyncDispose]()
  const config = loadConfig({ varDir, environment: { EXECUTION_LOGS_DB_ID: database } })
  app = await createApp(config, { logLevel: 'error', dryRun: false, signal: new AbortController().signal })
  return app.tools
}

const listed = () =>
  withWorkspace(varDir, async call => {
    const source = Database.parse(await call('GET', `databases/${database}`)).data_sources[0]?.id
    const { results } = Rows.parse(await call('POST', `data_sources/${source}/query`, {}))
    return results.map(({ properties }) => JSON.stringify(properties))
  })

const log = (tools: App['tools'], begunAt = FROM) => logRuns({ tools, begunAt: new Date(begunAt) })
const FROM = Date.UTC(2026, 10, 21, 9)
const end = ({ ledger }: App['tools'], label: string, outcome: OutcomeKind, minutes = 1) =>
  ledger.recordRun({
    handler: 'track',
    subject: label,
    label,
    outcome,
    reason: `it was ${outcome}`,
    startedAt: FROM,
    endedAt: FROM + minutes * 60_000,
  })

describe('a cycle that worked', () => {
  it.each([
    ['canonical', /"name":"Partial"/],
    ['live', /"name":"Completed"/],
    ['odd', /orchestrator 2026-11-21 09:00/],
  ] as const)('gets one row, in the columns that there are: %s', async (name, said) => {
    const tools = await open(SCHEMAS[name])
    await log(tools)
    end(tools, 'Night Ferry', 'done')
    end(tools, 'Lost Tape', 'failed', 3)
    await log(tools)
    await log(tools)
    const rows = await listed()
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatch(said)
    if (name === 'odd') return
    expect(rows[0]).toContain('2026-11-21T09:03:00.000+00:00')
    expect(rows[0]).toMatch(/1 done, 1 failed.*✗ Lost Tape: it was failed/)
    expect(rows[0]).toMatch(/"number":1/)
  })

  it('what ended before there was such a database is not told', async () => {
    const tools = await open(SCHEMAS.live)
    end(tools, 'Old Song', 'done')
    await log(tools, FROM + 3_600_000)
    expect(await listed()).toEqual([])
  })

  it('nothing ended: no row, and no request', async () => {
    const tools = await open(SCHEMAS.live)
    await log(tools)
    end(tools, 'Night Ferry', 'done')
    await log(tools)
    const table = { ...tools, runLogs: () => Promise.reject(new Error('it asked')) }
    await log(table)
    expect(await listed()).toHaveLength(1)
  })

  it('killed between the row and the note of it, it makes no second one', async () => {
    const tools = await open(SCHEMAS.live)
    await log(tools)
    end(tools, 'Night Ferry', 'done')
    const killed = { ...tools, store: { ...tools.store, commit: () => Promise.reject(new Error('killed')) } }
    await expect(log(killed)).rejects.toThrow('killed')
    const again = await reopen()
    end(again, 'Harbour Lights', 'done')
    await log(again)
    const rows = await listed()
    expect(rows).toHaveLength(2)
    expect(rows.filter(row => row.includes('Night Ferry'))).toHaveLength(1)
    expect(rows.filter(row => row.includes('Harbour Lights'))).toHaveLength(1)
  })

  it('without Notion it waits, and is told when Notion is back', async () => {
    const tools = await open(SCHEMAS.live)
    await log(tools)
    end(tools, 'Night Ferry', 'done')
    await expect(log({ ...tools, runLogs: () => Promise.reject(new Error('away')) })).rejects.toThrow('away')
    end(tools, 'Glass Canyon', 'retry')
    await log(tools)
    const rows = await listed()
    expect(rows.join()).toMatch(/Night Ferry/)
    expect(rows.join()).toMatch(/Glass Canyon/)
  })

  it('as a person runs it: a cycle, its row', async () => {
    await open(SCHEMAS.live)
    await app?.[Symbol.asyncDispose]()
    app = undefined
    await addTracks(varDir, [{ title: 'Lost Tape', url: 'file:///nowhere/lost.wav' }])
    const run = () => orchestrator(['--once', '--no-music-sync', '--var', varDir], { EXECUTION_LOGS_DB_ID: database })
    await run()
    await run()
    const rows = await listed()
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatch(/0 done, 1 failed.*Lost Tape/)
  })
})
