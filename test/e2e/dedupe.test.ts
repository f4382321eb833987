// The plan of duplicates through the real command: two uploads of one recording under two rows that both have files.

import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { actionsOf } from '../../src/model/dedupe/actions.ts'
import { DedupePlan } from '../../src/model/dedupe/plan.ts'
import { newVar, orchestrator } from '../support/cli.ts'
import { melody } from '../support/melody.ts'
import { FFMPEG } from '../support/programs.ts'
import { addTracks, trackRows, withWorkspace } from '../support/rows.ts'

const run = promisify(execFile)
const SECONDS = 20
const Printed = z
  .object({ plan: DedupePlan, notes: z.array(z.string()), file: z.string(), page: z.string() })
  .partial({ file: true, page: true })

let varDir: string
/** Of the row whose source was lossy, and of the one whose was lossless. */
let lossy = ''
let lossless = ''

const cli = (...args: string[]) =>
  orchestrator([...args, '--var', varDir, '--log-level', 'error'], { AUDIO_FORMATS: 'm4a,wav' })

async function plan(...args: string[]) {
  const { code, stdout, stderr } = await cli('dedupe', '--json', ...args)
  expect({ code, stderr }).toMatchObject({ code: 0 })
  return Printed.parse(JSON.parse(stdout))
}

/** Each in a batch of its own: what comes later and is better is kept beside what is there. */
async function addAndMake(title: string, file: string, more: object = {}): Promise<string> {
  const [id = ''] = await addTracks(varDir, [{ title, artist: 'Nia Kessler', url: pathToFileURL(file).href, ...more }])
  expect(await cli('batch')).toMatchObject({ code: 0 })
  return id
}

const filesIn = async (dir: string) => (await readdir(dir, { recursive: true })).sort()

beforeAll(async () => {
  varDir = await newVar()
  const sources = join(varDir, 'demo')
  await mkdir(sources, { recursive: true })
  await withWorkspace(varDir, async () => {})
  const at = (name: string) => join(sources, name)
  await writeFile(at('song.wav'), melody(SECONDS, 7))
  await writeFile(at('other.wav'), melody(SECONDS, 9))
  await run(FFMPEG, ['-v', 'error', '-i', at('song.wav'), '-b:a', '128k', at('song.mp3')])
  lossy = await addAndMake('Night Ferry', at('song.mp3'), { tags: ['Closing set'] })
  lossless = await addAndMake('Night Ferry <b>', at('song.wav'))
  await addAndMake('Night Ferry', at('other.wav'))
}, 240_000)

describe('orchestrator dedupe', () => {
  it('proposes to keep the row with the better source, and writes a plan and a page', {
    timeout: 120_000,
  }, async () => {
    const rows = await trackRows(varDir)
    const files = await filesIn(join(varDir, 'library'))
    const { plan: made, notes, file = '', page = '' } = await plan()
    expect(notes).toEqual([])
    expect(made).toMatchObject({ looked: { rows: 3, files: 6, items: 0 }, near: [] })
    expect(made.groups).toHaveLength(1)
    const [group] = made.groups
    expect(group).toMatchObject({ keeper: `row:${lossless}`, label: 'Nia Kessler – Night Ferry <b>' })
    expect(group?.why).toContain('mp3 128 kbit/s')
    expect(group?.gains).toEqual([{ how: 'add', field: 'tags', values: ['Closing set'] }])
    expect(group?.removals.map(({ what }) => what).sort()).toEqual(['file', 'file', 'row'])
    expect(group?.removals).toContainEqual({ what: 'row', copy: `row:${lossy}`, page: lossy })
    expect(group && actionsOf(group)).toEqual({ gains: group?.gains, removals: group?.removals })
    expect(DedupePlan.parse(JSON.parse(await readFile(file, 'utf8')))).toEqual(made)
    const html = await readFile(page, 'utf8')
    expect(html).toContain('Night Ferry &lt;b&gt;')
    expect(html).not.toMatch(/Ferry <b>|<script|https?:/)
    expect(await trackRows(varDir)).toEqual(rows)
    expect(await filesIn(join(varDir, 'library'))).toEqual(files)
    const again = await plan()
    expect({ ...again.plan, madeAt: '' }).toEqual({ ...made, madeAt: '' })
  })

  it('shows in a dry run what a pick would change, and keeps nothing of it', { timeout: 120_000 }, async () => {
    const before = await filesIn(join(varDir, 'dedupe'))
    const dry = await plan('--keep', lossy, '--dry-run')
    expect(dry.plan.groups[0]).toMatchObject({ keeper: `row:${lossy}`, why: 'a person picked it' })
    expect(dry.file).toBeUndefined()
    expect(await filesIn(join(varDir, 'dedupe'))).toEqual(before)
    const { stdout } = await cli('dedupe')
    expect(stdout).toContain(`keeps Nia Kessler – Night Ferry <b> (${lossless})`)
    expect(stdout).toContain('would go: 1 row to Notion’s trash, 2 files')
    expect(stdout.trim().split('\n').at(-1)).toMatch(/^Do it: orchestrator dedupe --apply .*\.json$/)
  })

  it('keeps what a person picked, also the next time', { timeout: 120_000 }, async () => {
    expect((await plan('--keep', lossy)).plan.groups[0]?.keeper).toBe(`row:${lossy}`)
    expect((await plan()).plan.groups[0]?.keeper).toBe(`row:${lossy}`)
    expect((await plan('--forget-keep', lossy)).plan.groups[0]?.keeper).toBe(`row:${lossless}`)
    expect(await cli('dedupe', '--forget-keep', lossy)).toMatchObject({ code: 2 })
    expect((await plan('--keep', lossy)).plan.groups[0]?.keeper).toBe(`row:${lossy}`)
  })

  it('refuses to keep what is nothing', { timeout: 120_000 }, async () => {
    expect(await cli('dedupe', '--keep', 'nothing.wav')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"nothing.wav" is no page and no file'),
    })
  })

  it('has nothing to propose once a plan was applied', { timeout: 120_000 }, async () => {
    const wav = (await trackRows(varDir))[1]?.['WAV File Path'] ?? ''
    const { file = '', plan: made } = await plan('--keep', wav)
    expect(made.groups).toMatchObject([{ keeper: `row:${lossless}` }])
    const count = String(made.groups[0]?.removals.length)
    expect(await cli('dedupe', '--apply', file, '--yes-remove', count)).toMatchObject({ code: 0 })
    const { code, stdout } = await cli('dedupe')
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('looked at: nothing to do.') })
    expect((await trackRows(varDir)).map(row => row.Title)).toEqual(['Night Ferry <b>', 'Night Ferry'])
  })
})
