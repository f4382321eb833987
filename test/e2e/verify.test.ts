// Each thing that may be wrong with a finished track, made for real on its files and its row.

import { copyFile, mkdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseFile } from 'music-metadata'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { sumOf } from '../../src/durable-file.ts'
import { type Cells, type FinishedPlace, finishedPlace, SECONDS, text } from '../support/finished-place.ts'
import { melody } from '../support/melody.ts'
import { addTracks } from '../support/rows.ts'
import { samplesOf } from '../support/samples.ts'

const Report = z.object({
  exitCode: z.number(),
  checked: z.number(),
  sound: z.number(),
  mended: z.number(),
  left: z.number(),
  findings: z.record(z.string(), z.number()),
  rows: z.array(
    z.object({
      id: z.string(),
      status: z.string(),
      findings: z.array(
        z.object({ kind: z.string(), says: z.string(), repair: z.string().optional(), result: z.unknown().optional() }),
      ),
    }),
  ),
})
type Report = z.infer<typeof Report>
const Tables = z.object({ tables: z.array(z.object({ rows: z.array(z.record(z.string(), z.string())) })) })

const [WHOLE, GONE, CUT, CODEC, STRIPPED, MOVED, SHARED, PASSING, SHORT, OTHERS, EDITED] = Array.from(
  { length: 11 },
  (_, n) => n,
) as [number, number, number, number, number, number, number, number, number, number, number]

let place: FinishedPlace
let legacy: string
const kinds = (report: Report, id: string | undefined) =>
  report.rows.find(row => row.id === id)?.findings.map(({ kind, repair }) => `${kind}${repair ? ' *' : ''}`)
const verify = async (...flags: string[]) => {
  const { code, data } = await place.json(['verify', ...flags])
  return { code, report: Report.parse(data) }
}

beforeAll(async () => {
  place = await finishedPlace(11)
}, 180_000)

async function damage(): Promise<void> {
  const { file, set, varDir } = place
  for (const format of ['wav', 'm4a'] as const) await rm(await file(GONE, format))
  const cut = await file(CUT, 'wav')
  await truncate(cut, Math.floor((await stat(cut)).size / 2))
  await copyFile(await file(CODEC, 'wav'), await file(CODEC, 'm4a'))
  await writeFile(await file(STRIPPED, 'wav'), melody(SECONDS, 1000 + 77 * STRIPPED))
  const moved = await file(MOVED, 'wav')
  await mkdir(join(varDir, 'library', 'Warm-up'))
  await rename(moved, join(varDir, 'library', 'Warm-up', basename(moved)))
  await set(SHARED, { 'WAV File Path': text(await file(WHOLE, 'wav')) })
  await set(PASSING, { 'WAV File Path': text('/var/folders/zz/tmp_1a2b3c4d/out.wav') })
  await writeFile(await file(SHORT, 'wav'), melody(SECONDS - 4, 1000 + 77 * SHORT))
  await copyFile(await file(WHOLE, 'wav'), await file(OTHERS, 'wav'))
  await set(EDITED, { Tempo: { number: 77 }, 'Key ': text('my own'), Fingerprint: text('') })
  ;[legacy = ''] = await addTracks(varDir, [{ title: 'Old', artist: 'Ada Low' }])
}

describe('orchestrator verify', () => {
  it('finds nothing wrong with tracks that are whole, and says so', { timeout: 60_000 }, async () => {
    expect((await verify()).report).toMatchObject({ exitCode: 0, checked: 11, sound: 11, left: 0, rows: [] })
    const status = await place.json(['status'])
    expect(status.data).toMatchObject({ lastVerification: { scope: 'all', checked: 11, findings: 0 } })
    const decoded = await verify(place.ids[WHOLE] ?? '', '--full')
    expect(decoded.report.rows).toMatchObject([{ status: 'sound', findings: [] }])
  })

  it('finds each kind of damage, and says what would mend it', { timeout: 60_000 }, async () => {
    await damage()
    await markOld()
    const { code, report } = await verify()
    const found = (number: number) => kinds(report, place.ids[number])
    expect(code).toBe(1)
    expect(found(GONE)).toEqual(['False_Downloaded *'])
    expect(found(CUT)).toEqual(['Damaged *'])
    expect(found(CODEC)).toEqual(['Wrong_Codec'])
    expect(found(STRIPPED)).toEqual(['Untagged *', 'No_Cover *'])
    expect(found(MOVED)).toEqual(['Not_There *'])
    expect(found(SHARED)).toEqual(['Shared_Path', 'Others_File'])
    expect(found(PASSING)).toEqual(['Temporary_Path'])
    expect(found(SHORT)).toEqual(['Wrong_Length'])
    expect(found(OTHERS)).toEqual(['Others_File'])
    expect(found(WHOLE)).toBeUndefined()
    expect(found(EDITED)).toBeUndefined()
    expect(kinds(report, legacy)).toEqual(['False_Downloaded *'])
  })

  it('mends what it said it would, and nothing that a person changed', { timeout: 60_000 }, async () => {
    const before = await snapshot()
    const planned = (await verify('--repair', '--dry-run')).report
    expect(await snapshot()).toEqual(before)
    const { report } = await verify('--repair')
    const repairs = (all: Report) => all.rows.flatMap(row => row.findings.flatMap(({ repair }) => repair ?? []))
    expect(repairs(report)).toEqual(repairs(planned))
    const results = report.rows.flatMap(row => row.findings.flatMap(({ repair, result }) => (repair ? [result] : [])))
    expect(results).toEqual(results.map(() => 'mended'))

    const gone = await place.row(GONE)
    expect(gone).not.toHaveProperty('Downloaded')
    expect(gone).not.toHaveProperty('WAV File Path')
    expect(gone).not.toHaveProperty('M4A File Path')
    expect((await place.row(11)).Downloaded).toBeUndefined()
    expect((await place.row(MOVED))['WAV File Path']).toContain('/Warm-up/')
    const { common } = await parseFile(await place.file(STRIPPED, 'wav'))
    expect(common).toMatchObject({ title: `Song ${STRIPPED}`, artist: `Ada ${STRIPPED}` })
    expect(common.picture?.[0]?.data.length).toBeGreaterThan(100)
    for (const number of [SHARED, PASSING, EDITED]) expect(await place.row(number)).toEqual(before.rows[number])
    expect(await samplesOf(await place.file(CUT, 'wav'))).toBe(await samplesOf(await place.file(CUT, 'm4a')))
    for (const number of [SHORT, OTHERS]) expect(await sumOf(await place.file(number, 'wav'))).toBe(before.sums[number])
  })

  it('finds after it only what it cannot mend; the row that was reset is made again', { timeout: 60_000 }, async () => {
    const { report } = await verify()
    expect(report.rows.flatMap(row => row.findings.flatMap(({ repair }) => repair ?? []))).toEqual([])
    expect(report.findings).toEqual({
      Wrong_Codec: 1,
      Shared_Path: 1,
      Temporary_Path: 1,
      Wrong_Length: 1,
      Others_File: 2,
    })
    expect((await place.run(['batch'])).stdout).toMatch(/^1 done/)
    expect(await place.row(GONE)).toMatchObject({ Downloaded: '✓' })
    const again = await place.json(['verify', place.ids[GONE] ?? ''])
    expect(again).toMatchObject({ code: 0, data: { checked: 1, sound: 1 } })
  })

  it('looks at yesterday’s tracks by itself', { timeout: 30_000 }, async () => {
    const store = new DatabaseSync(join(place.varDir, 'orchestrator.db'))
    const page = place.ids[GONE] ?? ''
    store.prepare('update file set at = at - 86400000 where page = ?').run(page)
    store.exec("delete from fact where name = 'verification of the day'")
    store.close()
    await place.run(['--once', '--no-music-sync'])
    const { data } = await place.json(['status'])
    expect(data).toMatchObject({ lastVerification: { scope: 'day', checked: 1, findings: 0 } })
  })

  it('a library that is away is one sentence', { timeout: 30_000 }, async () => {
    const library = join(place.varDir, 'library')
    await rename(library, `${library}.away`)
    const { code, stdout, stderr } = await place.run(['verify', '--json'])
    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/the library .* is not there \(is its volume mounted\?\)/)
    await rename(`${library}.away`, library)
  })

  it.each([
    [['verify', 'nonsense'], /"nonsense" is no page: expected 32 hex digits/],
    [['verify', '0'.repeat(32)], /./],
    [['undo', 'nonsense'], /"nonsense" is no page/],
  ])('%j is refused in words', async (args, message) => {
    const { code, stderr } = await place.run(args)
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
  })

  it('tells each finding once, in Issues+Questions', { timeout: 60_000 }, async () => {
    const told = async () => {
      const { data } = await place.json(['workspace', 'show', 'Issues+Questions'])
      return Tables.parse(data).tables[0]?.rows ?? []
    }
    expect(await told()).toEqual([])
    const { report } = await verify('--report')
    const rows = await told()
    expect(rows).toHaveLength(report.left)
    for (const row of rows) expect(row).toMatchObject({ Status: 'Unreported', Type: 'Internal Issue' })
    expect(rows.map(row => row['Related Track'])).not.toContain(undefined)
    await verify('--report')
    expect(await told()).toEqual(rows)
  })

  it('findings go nowhere while there is no place for them', async () => {
    const workspace = new DatabaseSync(join(place.varDir, 'workspace.db'))
    workspace.exec("delete from setting where name = 'issues'") // one that was made before there was such a database
    workspace.close()
    const { code, stderr } = await place.run(['verify', '--report'])
    expect(code).toBe(78)
    expect(stderr).toContain('ISSUES_DB_ID is not set')
  })
})

/** As another program left it: ticked, with a path to nothing. */
async function markOld(): Promise<void> {
  const { withWorkspace } = await import('../support/rows.ts')
  const properties = { Downloaded: { checkbox: true }, 'WAV File Path': text('/tmp/tmpabcdefgh/x.wav') }
  await withWorkspace(place.varDir, async call => void (await call('PATCH', `pages/${legacy}`, { properties })))
}

async function snapshot(): Promise<{ rows: Cells[]; sums: string[] }> {
  const numbers = Array.from({ length: 11 }, (_, number) => number)
  const rows: Cells[] = []
  const sums: string[] = []
  for (const number of numbers) {
    rows.push(await place.row(number))
    sums.push(
      await readFile(await place.file(number, 'wav')).then(
        () => sumOfFile(number),
        () => 'gone',
      ),
    )
  }
  return { rows, sums }
}
const sumOfFile = async (number: number) => sumOf(await place.file(number, 'wav'))
