// Finished tracks in a place of a test's own, to be damaged and looked at.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { writeTags } from '../../src/audio/tags/write.ts'
import { coverPng } from '../../src/workspace/demo/demo-cover.ts'
import { type CliResult, newVar, orchestrator } from './cli.ts'
import { melody } from './melody.ts'
import { addTracks, trackRows, withWorkspace } from './rows.ts'

export type Cells = Record<string, string>

export interface FinishedPlace {
  varDir: string
  ids: readonly string[]
  /** `wav` of the track with this number. */
  file(number: number, format: 'wav' | 'm4a'): Promise<string>
  row(number: number): Promise<Cells>
  set(number: number, properties: object): Promise<void>
  run(args: readonly string[], environment?: Record<string, string>): Promise<CliResult>
  json(args: readonly string[], environment?: Record<string, string>): Promise<{ code: number; data: never }>
}

const FORMATS = { AUDIO_FORMATS: 'wav,m4a' }
export const SECONDS = 12

/** @param prepare what is done to the workspace before the tracks are made */
export async function finishedPlace(count: number, prepare = async (_varDir: string) => {}): Promise<FinishedPlace> {
  const varDir = await newVar()
  const sources = join(varDir, 'demo')
  await mkdir(sources, { recursive: true })
  const picture = join(sources, 'cover.png')
  await writeFile(picture, coverPng([200, 80, 40]))
  await withWorkspace(varDir, async () => {})
  await prepare(varDir)
  const rows = []
  for (let number = 0; number < count; number += 1) {
    const path = join(sources, `${number}.wav`)
    await writeFile(path, melody(SECONDS, 1000 + 77 * number))
    await writeTags(path, 'wav', { title: `Song ${number}`, artist: `Ada ${number}`, picture })
    rows.push({ title: `Song ${number}`, artist: `Ada ${number}`, url: pathToFileURL(path).href })
  }
  const ids = await addTracks(varDir, rows)
  const run: FinishedPlace['run'] = (args, environment = {}) =>
    orchestrator([...args, '--var', varDir, '--log-level', 'error'], { ...FORMATS, ...environment })
  const made = await run(['batch'])
  if (made.code !== 0) throw new Error(`the tracks could not be made: ${made.stdout}${made.stderr}`)
  const row = async (number: number) => (await trackRows(varDir))[number] ?? {}
  const before = await Promise.all(ids.map((_, number) => row(number)))
  return {
    varDir,
    ids,
    row,
    run,
    file: async (number, format) => before[number]?.[format === 'wav' ? 'WAV File Path' : 'M4A File Path'] ?? '',
    set: (number, properties) =>
      withWorkspace(varDir, async call => void (await call('PATCH', `pages/${ids[number]}`, { properties }))),
    async json(args, environment) {
      const { code, stdout, stderr } = await run([...args, '--json'], environment)
      if (stdout === '') throw new Error(stderr)
      return { code, data: JSON.parse(stdout) as never }
    },
  }
}

export const text = (content: string) => ({ rich_text: content === '' ? [] : [{ text: { content } }] })
