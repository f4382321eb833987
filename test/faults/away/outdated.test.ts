// A result that waits while a person asks for something else is not written over the new wish.

import { expect, it } from 'vitest'
import { link, openBench } from '../../support/bench.ts'

const ONCE = ['--once', '--no-music-sync']
const away = () => new Response(null, { status: 503 })

it('E3 a link edited while the result waits for Notion: nothing of the old one is written, the new one is made', async () => {
  await using bench = await openBench({ AUDIO_FORMATS: 'wav' })
  const id = await bench.addTrack('other', bench.media.url('/before.wav?pitch=540'))
  bench.setFault(method => (method === 'PATCH' ? away() : undefined))
  await bench.run(ONCE)
  bench.setFault()
  await bench.edit(id, link(bench.media.url('/after.wav?pitch=550&seconds=2')))
  bench.writes.length = 0
  await bench.run(['retry', '--all'])
  expect((await bench.report(ONCE)).exitCode).toBe(0)
  expect(bench.media.hits.get('/after.wav')).toBe(1)
  expect(bench.writes).toHaveLength(1)
  const row = await bench.row(id)
  expect(row.downloaded).toBe(true)
  expect(row.cell('Audio Duration (seconds)')).toBe(2)
  const songs = (await bench.library()).filter(name => name.endsWith('.wav'))
  expect(songs.filter(name => !name.startsWith('.replaced/'))).toHaveLength(1)
  expect(songs.filter(name => name.startsWith('.replaced/'))).toHaveLength(1)
})
