// A track that wants work has a task on the board: made once, completed with it, failed with it.

import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { newVar, orchestrator } from '../support/cli.ts'
import { melody } from '../support/melody.ts'
import { addTracks, withWorkspace } from '../support/rows.ts'

const Text = z
  .array(z.object({ plain_text: z.string() }))
  .transform(parts => parts.map(part => part.plain_text).join(''))
const Option = z.object({ name: z.string() }).nullable()
const Rows = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      properties: z.object({
        'Task Name': z.object({ title: Text }),
        Status: z.object({ status: Option }),
        Priority: z.object({ select: Option }),
        Description: z.object({ rich_text: Text }),
        'Execution-Result': z.object({ rich_text: Text }),
      }),
    }),
  ),
})

let varDir: string
let song: string
beforeEach(async () => {
  varDir = await newVar()
  song = join(varDir, 'demo', 'song.wav')
  await mkdir(join(varDir, 'demo'), { recursive: true })
})
afterEach(() => rm(varDir, { recursive: true, force: true }))

const once = (environment: Record<string, string> = {}) =>
  orchestrator(['--once', '--no-music-sync', '--var', varDir], {
    AUDIO_FORMATS: 'wav',
    CREATE_TRACK_TASKS: 'true',
    ...environment,
  })

const board = () =>
  withWorkspace(varDir, async (call, ids) => {
    const database = z
      .object({ data_sources: z.array(z.object({ id: z.string() })) })
      .parse(await call('GET', `databases/${ids.agentTasks}`))
    const rows = Rows.parse(await call('POST', `data_sources/${database.data_sources[0]?.id}/query`, {}))
    return rows.results.map(({ id, properties }) => ({
      id,
      title: properties['Task Name'].title,
      status: properties.Status.status?.name,
      priority: properties.Priority.select?.name,
      text: properties.Description.rich_text,
      result: properties['Execution-Result'].rich_text,
    }))
  })

const link = () => pathToFileURL(song).href

it('is completed with its track, and there is no second one', async () => {
  await writeFile(song, melody(8, 1))
  const [id = ''] = await addTracks(varDir, [{ title: 'Night Ferry', artist: 'Ada', url: link() }])
  await once()
  await once()
  const tasks = await board()
  expect(tasks).toHaveLength(1)
  expect(tasks[0]).toMatchObject({ title: 'Track: Ada – Night Ferry', status: 'Completed', priority: 'Medium' })
  expect(tasks[0]?.text).toContain(`https://www.notion.so/${id.replaceAll('-', '')}`)
  expect(tasks[0]?.result).toMatch(/LUFS/)
})

it('fails with its track, says why, and is completed when that is mended', async () => {
  const [id = ''] = await addTracks(varDir, [{ title: 'Lost Tape', artist: 'Ada', url: link() }])
  await once()
  expect(await board()).toMatchObject([{ status: 'Failed', result: expect.stringContaining('there is no file') }])
  await once()
  expect(await board()).toHaveLength(1)
  await writeFile(song, melody(8, 1))
  await orchestrator(['retry', id, '--var', varDir])
  await once()
  expect(await board()).toMatchObject([{ status: 'Completed' }])
})

it('is made once over a kill', async () => {
  await writeFile(song, melody(8, 1))
  await addTracks(varDir, [{ title: 'Night Ferry', artist: 'Ada', url: link() }])
  expect(await once({ FAILPOINTS: 'track.task.made=kill' })).toMatchObject({ code: -1 })
  expect(await board()).toMatchObject([{ status: 'In Progress' }])
  await once()
  expect(await board()).toMatchObject([{ status: 'Completed' }])
})

it('none is made unless it is asked for', async () => {
  await writeFile(song, melody(8, 1))
  await addTracks(varDir, [{ title: 'Night Ferry', artist: 'Ada', url: link() }])
  await once({ CREATE_TRACK_TASKS: 'false' })
  expect(await board()).toEqual([])
})
