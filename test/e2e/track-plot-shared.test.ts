// A row that shares another row's files is shown from those.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newVar, orchestrator } from '../support/cli.ts'
import { addTracks, trackRows } from '../support/rows.ts'
import { wav } from '../support/wav.ts'

let varDir: string
beforeEach(async () => {
  varDir = await newVar()
})
afterEach(() => rmSync(varDir, { recursive: true, force: true }))

it('track --plot of a merged row', async () => {
  const dir = join(varDir, 'in')
  mkdirSync(dir)
  const path = join(dir, 'song.wav')
  writeFileSync(path, wav(2))
  const url = pathToFileURL(path).href
  const pages = await addTracks(varDir, [
    { title: 'Paper Moon', artist: 'Ada', url },
    { title: 'Paper Moon', artist: 'Ada', url },
  ])
  const run = (...args: string[]) =>
    orchestrator([...args, '--var', varDir], { AUDIO_FORMATS: 'wav', FILE_ROOTS: dir, MUSIC_SYNC_ENABLED: 'false' })
  expect((await run('--once')).code).toBe(0)
  const rows = await trackRows(varDir)
  expect(rows.filter(row => row['Audio Processing'] === 'Merged Duplicate')).toHaveLength(1)
  for (const page of pages) expect((await run('track', page, '--plot')).stdout).toMatch(/shown in .*\.html/)
})
