// What a person has to mend is a row of Issues+Questions: one, closed when it is mended, open again when it fails again.

import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { newVar, orchestrator } from '../support/cli.ts'
import { melody } from '../support/melody.ts'
import { addTracks, withWorkspace } from '../support/rows.ts'

const Made = z.object({ id: z.string(), data_sources: z.array(z.object({ id: z.string() })).default([]) })
const Text = z
  .array(z.object({ plain_text: z.string() }))
  .transform(parts => parts.map(part => part.plain_text).join(''))
const Option = z.object({ name: z.string() }).nullable()
const Rows = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      properties: z.object({
        Name: z.object({ title: Text }),
        Status: z.object({ select: Option }),
        Description: z.object({ rich_text: Text }),
        Priority: z.object({ select: Option }),
      }),
    }),
  ),
})
const STATUSES = ['Unreported', 'Troubleshooting', 'Resolved']

let varDir: string
let database: string
let source: string
let song: string

beforeEach(async () => {
  varDir = await newVar()
  song = join(varDir, 'demo', 'song.wav')
  await mkdir(join(varDir, 'demo'), { recursive: true })
  const made = await withWorkspace(varDir, async call => {
    const properties = {
      Name: { title: {} },
      Status: { select: { options: STATUSES.map(name => ({ name })) } },
      Priority: { select: {} },
      Type: { multi_select: {} },
      Description: { rich_text: {} },
    }
    const body = { parent: { type: 'workspace', workspace: true }, initial_data_source: { properties } }
    return Made.parse(await call('GET', `databases/${Made.parse(await call('POST', 'databases', body)).id}`))
  })
  database = made.id
  source = made.data_sources[0]?.id ?? ''
})
afterEach(() => rm(varDir, { recursive: true, force: true }))

const run = (...args: string[]) =>
  orchestrator([...args, '--var', varDir], { ISSUES_DB_ID: database, AUDIO_FORMATS: 'wav' })
const once = () => run('--once', '--no-music-sync')

const listed = () =>
  withWorkspace(varDir, async call => {
    const { results } = Rows.parse(await call('POST', `data_sources/${source}/query`, {}))
    return results.map(({ id, properties: { Name, Status, Description, Priority } }) => ({
      id,
      title: Name.title,
      status: Status.select?.name,
      text: Description.rich_text,
      priority: Priority.select?.name,
    }))
  })

const change = (id: string, body: object) => withWorkspace(varDir, call => call('PATCH', `pages/${id}`, body))
const linkTo = (path: string) => ({ URL: { url: pathToFileURL(path).href } })

describe('work that failed for good', () => {
  it('is one row: said once, closed when mended, and nothing is asked while all stands as it was', async () => {
    const [id = ''] = await addTracks(varDir, [{ title: 'Lost Tape', artist: 'Ada', url: pathToFileURL(song).href }])
    await once()
    const [row, ...others] = await listed()
    expect(others).toEqual([])
    expect(row).toMatchObject({ status: 'Unreported', priority: 'Medium' })
    expect(row?.title).toMatch(/^Ada – Lost Tape: there is no file .*song\.wav \[[0-9a-f]{10}\]$/)
    expect(row?.text).toContain(`orchestrator retry track:${id}`)
    const { stdout } = await run('--once', '--no-music-sync', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ entries: [] })
    expect(await listed()).toHaveLength(1)
    await writeFile(song, melody(8, 1))
    await run('retry', id)
    await once()
    expect(await listed()).toEqual([{ ...row, status: 'Resolved' }])
  })

  it('that fails again is the same row, open again; one that a person closed stays closed', async () => {
    const [id = ''] = await addTracks(varDir, [{ title: 'Lost Tape', artist: 'Ada', url: pathToFileURL(song).href }])
    await writeFile(song, 'no music')
    await once()
    const [row] = await listed()
    expect(row).toMatchObject({ status: 'Unreported' })
    await writeFile(song, melody(8, 1))
    await run('retry', id)
    await once()
    expect(await listed()).toEqual([{ ...row, status: 'Resolved' }])
    const nothing = { 'WAV File Path': { rich_text: [] }, Downloaded: { checkbox: false } }
    await change(id, { properties: { ...nothing, ...linkTo(join(varDir, 'demo', 'other.wav')) } })
    await once()
    expect(await listed()).toEqual([{ ...row, status: 'Unreported' }])
    await change(row?.id ?? '', { properties: { Status: { select: { name: 'Resolved' } } } })
    await once()
    expect(await listed()).toEqual([{ ...row, status: 'Resolved' }])
  })

  it('whose row a person threw away is not told again', async () => {
    const [id = ''] = await addTracks(varDir, [{ title: 'Lost Tape', artist: 'Ada', url: pathToFileURL(song).href }])
    await once()
    const [row] = await listed()
    await change(row?.id ?? '', { in_trash: true })
    await writeFile(song, melody(8, 1))
    await run('retry', id)
    const { code, stderr } = await once()
    expect({ code, stderr: stderr.includes('issues') }).toEqual({ code: 0, stderr: false })
    expect(await listed()).toEqual([])
  })
})
