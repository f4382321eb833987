import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseFile } from 'music-metadata'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { makeDemoAudio } from '../../src/workspace/demo/demo-audio.ts'
import { type CliResult, newVar, orchestrator } from '../support/cli.ts'

const Report = z.object({
  done: z.number(),
  failed: z.number(),
  requests: z.number(),
  entries: z.array(
    z.object({
      kind: z.string(),
      label: z.string(),
      outcome: z.object({ kind: z.string(), text: z.string(), files: z.array(z.string()).optional() }),
    }),
  ),
  leftAlone: z.array(z.object({ title: z.string() })),
})
const Tables = z.object({
  tables: z.array(z.object({ title: z.string(), rows: z.array(z.record(z.string(), z.string())) })),
})

let varDir: string
let first: CliResult
let report: z.infer<typeof Report>
beforeAll(async () => {
  varDir = await newVar()
  first = await orchestrator(['--once', '--json', '--var', varDir])
  report = Report.parse(JSON.parse(first.stdout))
}, 180_000)

async function rows(title: string) {
  const shown = await orchestrator(['workspace', 'show', '--json', '--var', varDir])
  return Tables.parse(JSON.parse(shown.stdout)).tables.find(table => table.title === title)?.rows ?? []
}

describe('orchestrator --once on a new machine', () => {
  it('finishes every demo track and says what failed', async () => {
    expect(first.code).toBe(0)
    const tracks = report.entries.filter(({ kind }) => kind === 'track')
    expect(tracks.filter(({ outcome }) => outcome.kind === 'done')).toHaveLength(5)
    expect(tracks.filter(({ outcome }) => outcome.kind === 'failed').map(({ outcome }) => outcome.text)).toEqual([
      expect.stringContaining('there is no file'),
    ])
    expect(report.leftAlone.map(({ title }) => title)).toEqual(['Buy new headphones'])
    const status = await orchestrator(['status', '--json', '--var', varDir])
    expect(JSON.parse(status.stdout)).toMatchObject({ tasksReady: [], tasksLeft: [{ title: 'Buy new headphones' }] })
  })

  it('measures the tempo and key the demo was made with', async () => {
    const songs = await makeDemoAudio(join(varDir, 'demo'))
    const tracks = await rows('Music Tracks')
    for (const song of songs) {
      const row = tracks.find(({ Title }) => Title === song.title)
      expect(Number(row?.Tempo), song.title).toBeCloseTo(song.bpm, 1)
      expect(row?.['Key '], song.title).toBe(song.key)
      expect(row?.Downloaded).toBe('✓')
      expect(Number(row?.['Audio LUFS Level'])).toBeLessThan(-3)
      expect(Number(row?.['Audio Duration (seconds)'])).toBeGreaterThan(30)
      expect(row?.Fingerprint?.length).toBeGreaterThan(200)
    }
  })

  it('makes three files per track that carry title, artist, album, tempo, key and cover', async () => {
    const files = report.entries.flatMap(({ kind, outcome }) => (kind === 'track' ? (outcome.files ?? []) : []))
    expect(files).toHaveLength(15)
    for (const file of files) {
      const { common, format, native } = await parseFile(file)
      expect(common.title, file).toMatch(/\w/)
      expect(common.artist, file).toMatch(/\w/)
      expect(common.album, file).toMatch(/\w/)
      expect(common.bpm, file).toBeGreaterThan(60)
      const key =
        common.key ??
        Object.values(native)
          .flat()
          .find(({ id }) => id.endsWith(':initialkey'))?.value
      expect(key, file).toMatch(/^[A-G]/)
      expect(common.picture?.[0]?.data.length, file).toBeGreaterThan(100)
      expect(format.duration, file).toBeGreaterThan(30)
      expect(format.sampleRate, file).toBe(44_100)
    }
  })

  it('writes task results, one trigger file, and the last run', async () => {
    const tasks = await rows('Agent-Tasks')
    expect(tasks.find(row => row['Task Name'] === 'Sync the new music tracks')).toMatchObject({
      Status: 'Completed',
      'Execution-Result': expect.stringMatching(/BPM/),
    })
    expect(tasks.find(row => row['Task Name'] === 'Review the set list for Friday')).toMatchObject({
      Status: 'In Progress',
    })
    expect(tasks.find(row => row['Task Name'] === 'Buy new headphones')).toMatchObject({ Status: 'Ready' })
    const inbox = join(varDir, 'agents/Claude-MM1-Agent/01_inbox')
    const [name = '', ...others] = await readdir(inbox)
    expect(others).toEqual([])
    expect(name).toMatch(/^\d{8}T\d{6}Z__HANDOFF__Review-the-set-list-for-Friday__[0-9a-f]{16}\.json$/)
    expect(JSON.parse(await readFile(join(inbox, name), 'utf8'))).toMatchObject({
      title: 'Review the set list for Friday',
      target_agent: 'Claude MM1 Agent',
    })
    expect(JSON.parse(await readFile(join(varDir, 'music_sync_last_run.json'), 'utf8'))).toEqual({
      last_run: expect.any(Number),
    })
  })

  it('leaves no working files', async () => {
    expect(await readdir(join(varDir, 'staging')).catch(() => [])).toEqual([])
    const left = await readdir(join(varDir, 'library'), { recursive: true })
    expect(left.filter(name => name.endsWith('.part'))).toEqual([])
  })

  it('has nothing to do the second time, and says so', async () => {
    const second = await orchestrator(['--once', '--var', varDir])
    expect(second.code).toBe(0)
    expect(second.stdout).toMatch(/^Nothing to do/)
  })
})

describe('a dry run', () => {
  it('plans the demo rows and writes nothing outside logs/', async () => {
    const empty = await newVar()
    const planned = await orchestrator(['plan', '--json', '--var', empty])
    expect(planned.code).toBe(0)
    expect(JSON.parse(planned.stdout).rows.filter(({ would }: { would: string }) => would === 'track').length).toBe(6)
    expect(await readdir(empty)).toEqual(['logs'])
  })
})
