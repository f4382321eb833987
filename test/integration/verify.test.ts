// Looking at finished rows: all of them once, stopped and gone on, told once, and never over what a person did.

import { rm, unlink } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type App, createApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import { silentLog } from '../../src/log.ts'
import { lastVerification } from '../../src/orchestrator/last-verification.ts'
import { turnOf, verifySome } from '../../src/orchestrator/verify-day.ts'
import { type VerifyWish, verifyRows } from '../../src/orchestrator/verify-rows.ts'
import { newVar } from '../support/cli.ts'
import { type FinishedRow, finishRow } from '../support/finished-rows.ts'
import fc from '../support/property.ts'
import { withWorkspace } from '../support/rows.ts'

const DAY_MS = 86_400_000
const LOOK: VerifyWish = { full: false, repair: false, tell: false, readOnly: false }

let varDir: string
let app: App
beforeEach(async () => {
  varDir = await newVar()
  await open()
})
afterEach(async () => {
  await app[Symbol.asyncDispose]()
  await rm(varDir, { recursive: true, force: true })
})

async function open(environment: Record<string, string> = {}): Promise<void> {
  await withWorkspace(varDir, async () => {}) // without demo rows
  const config = loadConfig({ varDir, environment })
  app = await createApp(config, { logLevel: 'error', dryRun: false, signal: new AbortController().signal })
}

async function verify(wish: Partial<VerifyWish> = {}, signal = new AbortController().signal) {
  return verifyRows({ tools: app.tools, log: silentLog, signal, view: { progress() {} } }, { ...LOOK, ...wish })
}

async function finish(count: number): Promise<FinishedRow[]> {
  const rows: FinishedRow[] = []
  for (let number = 0; number < count; number += 1) rows.push(await finishRow(app.tools, `Song ${number}`))
  return rows
}

const kindsOf = (report: Awaited<ReturnType<typeof verify>>) =>
  report.rows.map(({ label, findings }) => [label.replace('Ada Low – ', ''), findings.map(({ kind }) => kind)])

describe('all finished rows', () => {
  it('come once each, also when more of them were made in one minute than a portion holds', {
    timeout: 60_000,
  }, async () => {
    const tracks = await app.tools.tracks()
    const made: string[] = []
    for (let number = 0; number < 260; number += 1) {
      const { id } = await tracks.create({ title: `Row ${number}` })
      if (number % 10 === 0) continue
      await tracks.update(id, { downloaded: true })
      made.push(id)
    }
    const seen: string[] = []
    for await (const { track } of tracks.finishedRows.finished()) seen.push(track.id)
    expect(seen).toHaveLength(234)
    expect([...seen].sort()).toEqual(made.sort())
  })

  it('a look that is stopped goes on where it was; one that ended begins anew', async () => {
    const rows = await finish(5)
    const stop = new AbortController()
    let count = 0
    const tools = {
      ...app.tools,
      verified: {
        ...app.tools.verified,
        record(page: string, findings: Parameters<App['tools']['verified']['record']>[1]) {
          app.tools.verified.record(page, findings)
          count += 1
          if (count === 2) stop.abort()
        },
      },
    }
    const deps = { tools, log: silentLog, signal: stop.signal, view: { progress() {} } }
    expect((await verifyRows(deps, LOOK)).checked).toBe(2)
    await unlink(rows[0]?.path ?? '')
    await unlink(rows[4]?.path ?? '')
    const second = await verify()
    expect(second.notes).toEqual([expect.stringMatching(/^goes on with the look that began at/)])
    expect([second.checked, kindsOf(second)]).toEqual([5, [['Song 4', ['False_Downloaded']]]])
    expect(kindsOf(await verify())).toEqual([
      ['Song 0', ['False_Downloaded']],
      ['Song 4', ['False_Downloaded']],
    ])
  })

  it('a run that only looks keeps nothing, and makes no library', async () => {
    const { checked } = await verify({ readOnly: true })
    expect(checked).toBe(0)
    await expect(rm(app.tools.library.dir)).rejects.toMatchObject({ code: 'ENOENT' })
    const [row] = await finish(1)
    await verify({ readOnly: true })
    expect(app.tools.verified.since(row?.id ?? '', 0)).toBeUndefined()
  })
})

describe('what Notion lacks', () => {
  it('is written when it never got there; what a person emptied stays empty', async () => {
    const row = await finishRow(app.tools, 'Half', ['codec', 'loudness'])
    const tracks = await app.tools.tracks()
    const cell = async (field: string) => (await tracks.finishedRows.see(row.id)).now.shown(field)
    const found = await verify()
    expect(kindsOf(found)).toEqual([['Half', ['Not_Measured', 'Not_In_Notion']]])
    const mended = await verify({ repair: true })
    expect([mended.mended, mended.left]).toEqual([2, 0])
    expect([await cell('codec'), await cell('loudness')]).toEqual(['pcm_s16le', '-12'])
    await empty(row.id, 'Audio Codec', { rich_text: [] })
    expect(kindsOf(await verify({ repair: true }))).toEqual([])
    expect(await cell('codec')).toBe('empty')
  })

  it('the same file in two rows is said of the later one; of rows that are named, of each', async () => {
    const [one, two] = await finish(2)
    await set(two?.id, { 'WAV File Path': { rich_text: [{ text: { content: one?.path ?? '' } }] } })
    expect(kindsOf(await verify())).toEqual([['Song 1', ['Shared_Path', 'Others_File']]])
    const named = await verify({ pages: [one?.id ?? '', two?.id ?? ''] })
    expect(kindsOf(named)).toEqual([
      ['Song 0', ['Shared_Path']],
      ['Song 1', ['Shared_Path', 'Others_File']],
    ])
    await set(two?.id, { 'Audio Processing': { multi_select: [{ name: 'Merged Duplicate' }] } })
    expect(kindsOf(await verify())).toEqual([])
  })
})

describe('the daily look', () => {
  const day = (n: number) => new Date(2026, 10, 20 + n, 12)
  const look = (at: Date) =>
    verifySome({
      tools: { ...app.tools, now: () => at },
      log: silentLog,
      signal: new AbortController().signal,
      tell: false,
    })
  const madeAt = (id: string, at: Date) =>
    app.tools.store.database.prepare('update file set at = ? where page = ?').run(at.getTime(), id)
  const checkedOn = () => lastVerification(app.tools)

  it('takes yesterday’s tracks, none of today’s, and each other one on its day of a hundred', {
    timeout: 60_000,
  }, async () => {
    const rows = await finish(4)
    const [yesterdays, todays, ...old] = rows.map(({ id }) => id)
    madeAt(yesterdays ?? '', day(-1))
    madeAt(todays ?? '', day(0))
    for (const id of old) madeAt(id, day(-300))
    const turn = (n: number) => Math.floor(new Date(2026, 10, 20 + n).getTime() / DAY_MS) % 100
    await look(day(0))
    const due = old.filter(id => turnOf(id) === turn(0))
    expect(checkedOn()).toMatchObject({ scope: 'day', checked: 1 + due.length, findings: 0 })
    const isLookedAt = (id: string | undefined) => app.tools.verified.since(id ?? '', 0) !== undefined
    expect([isLookedAt(yesterdays), isLookedAt(todays)]).toEqual([true, false])

    await unlink(rows[1]?.path ?? '')
    await look(day(0))
    expect(isLookedAt(todays)).toBe(false)
    await look(day(1))
    expect(isLookedAt(todays)).toBe(true)
    expect(checkedOn()).toMatchObject({ findings: 1, standing: { rows: 1, findings: 1 } })

    for (let n = 2; n <= 101; n += 1) await look(day(n))
    expect(old.every(isLookedAt)).toBe(true)
  })

  it('spreads pages evenly over its hundred days', () => {
    const counts = new Array<number>(100).fill(0)
    for (let n = 0; n < 20_000; n += 1) {
      const page = `${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`
      counts[turnOf(page)] = (counts[turnOf(page)] ?? 0) + 1
    }
    expect(Math.min(...counts)).toBeGreaterThan(140)
    expect(Math.max(...counts)).toBeLessThan(260)
  })
})

describe('findings in Issues+Questions', () => {
  const Made = z.object({ id: z.string() })
  const Rows = z.object({
    results: z.array(z.object({ id: z.string(), properties: z.record(z.string(), z.unknown()) })),
  })
  const Database = z.object({ data_sources: z.array(z.object({ id: z.string() })) })
  let issues: string

  beforeEach(async () => {
    await app[Symbol.asyncDispose]()
    const columns = {
      Name: { title: {} },
      Status: { select: {} },
      Priority: { select: {} },
      Type: { multi_select: {} },
      Description: { rich_text: {} },
    }
    issues = await withWorkspace(varDir, async call => {
      const body = { parent: { type: 'workspace', workspace: true }, initial_data_source: { properties: columns } }
      return Made.parse(await call('POST', 'databases', body)).id
    })
    await open({ ISSUES_DB_ID: issues })
  })

  const listed = () =>
    withWorkspace(varDir, async call => {
      const source = Database.parse(await call('GET', `databases/${issues}`)).data_sources[0]?.id
      return Rows.parse(await call('POST', `data_sources/${source}/query`, {})).results
    })

  it('are one row each, ever: over several looks, a lost memory, and a person who closed it', async () => {
    const [row] = await finish(2)
    await unlink(row?.path ?? '')
    const first = await verify({ tell: true })
    expect(first.rows.flatMap(one => one.findings.map(({ issue }) => issue))).toEqual([expect.any(String)])
    const [told] = await listed()
    expect(JSON.stringify(told?.properties)).toContain('the row says downloaded, and no file of it is there')
    expect(JSON.stringify(told?.properties)).toContain('High')
    await verify({ tell: true })
    app.tools.store.database.exec('delete from reported')
    await verify({ tell: true })
    expect(await listed()).toHaveLength(1)
    await withWorkspace(varDir, call => call('PATCH', `pages/${told?.id}`, { in_trash: true }))
    await verify({ tell: true })
    expect(await listed()).toHaveLength(0)
  })
})

describe('repairs', () => {
  it('never touch what a person changed', { timeout: 120_000 }, async () => {
    const NAMES = {
      'WAV File Path': { rich_text: [{ text: { content: '/elsewhere/mine.wav' } }] },
      Tempo: { number: 77 },
      'Key ': { rich_text: [{ text: { content: 'mine' } }] },
      'Audio Codec': { rich_text: [] },
      'Audio LUFS Level': { number: null },
      Title: { title: [{ text: { content: 'My title' } }] },
      Downloaded: { checkbox: false },
    }
    const edits = fc.uniqueArray(fc.constantFrom(...(Object.keys(NAMES) as (keyof typeof NAMES)[])), { minLength: 1 })
    let number = 0
    await fc.assert(
      fc.asyncProperty(edits, fc.boolean(), async (edited, isGone) => {
        number += 1
        const row = await finishRow(app.tools, `Kept ${number}`, number % 2 ? ['peak'] : [])
        await set(row.id, Object.fromEntries(edited.map(name => [name, NAMES[name]])))
        if (isGone) await unlink(row.path)
        const before = await shownCells(row.id)
        await verify({ repair: true, pages: [row.id] })
        const after = await shownCells(row.id)
        for (const name of edited) expect(after[name], `${name} of ${edited}`).toEqual(before[name])
      }),
      { numRuns: 25, seed: 20_261_121 },
    )
  })
})

const Cells = z.object({ properties: z.record(z.string(), z.record(z.string(), z.unknown())) })
const shownCells = async (id: string) =>
  withWorkspace(varDir, async call => Cells.parse(await call('GET', `pages/${id}`)).properties)
const set = (id: string | undefined, properties: object) =>
  withWorkspace(varDir, async call => void (await call('PATCH', `pages/${id}`, { properties })))
const empty = (id: string, name: string, cell: object) => set(id, { [name]: cell })
