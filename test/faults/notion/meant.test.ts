// A column that is gone pauses its database, until a person says that it is meant to be gone.

import { expect, it } from 'vitest'
import { openBench } from '../../support/bench.ts'

const ONCE = ['--once', '--no-music-sync']

it('D19 a column taken away on purpose: the pause names the way out, and the way out works', async () => {
  await using bench = await openBench({ AUDIO_FORMATS: 'wav' })
  expect((await bench.run(ONCE)).code).toBe(0)
  await bench.changeColumns(bench.sources.tracks, { 'Audio LUFS Level': null })
  const id = await bench.addTrack('quiet', bench.media.url('/quiet.wav?pitch=560'))
  const paused = await bench.run(ONCE)
  expect(paused.code).toBe(1)
  expect(paused.stdout).toMatch(/"Audio LUFS Level".*was there before.*orchestrator retry --columns/)
  expect((await bench.row(id)).downloaded).toBe(false)
  expect((await bench.run(['retry', '--columns'])).code).toBe(0)
  expect((await bench.run(ONCE)).code).toBe(0)
  expect((await bench.row(id)).downloaded).toBe(true)
})
