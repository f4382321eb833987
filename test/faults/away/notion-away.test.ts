// Notion is away for long: what needs no Notion goes on, and what waits is written in order when it is back.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Bench, openBench } from '../../support/bench.ts'

const ONCE = ['--once', '--no-music-sync']
let bench: Bench
beforeAll(async () => {
  bench = await openBench({ AUDIO_FORMATS: 'wav' })
})
afterAll(() => bench[Symbol.asyncDispose]())

const away = () => new Response('<html>502</html>', { status: 502, headers: { 'content-type': 'text/html' } })

it('D9 a result is kept when Notion goes away before it is written, and written when it is back', async () => {
  const id = await bench.addTrack('late', bench.media.url('/late.wav?pitch=510'))
  bench.setFault(method => (method === 'PATCH' ? away() : undefined))
  const first = await bench.run(ONCE)
  expect(first.code, first.stdout).toBe(1)
  expect(first.stdout).toMatch(/not written to Notion yet: late: .*Notion/)
  expect((await bench.row(id)).downloaded).toBe(false)
  expect((await bench.run(['status'])).stdout).toMatch(/1 write waits for Notion since/)
  bench.setFault()
  bench.writes.length = 0
  expect(bench.media.hits.get('/late.wav')).toBe(1)
  await bench.run(['retry', '--all'])
  const second = await bench.report(ONCE)
  expect(second.exitCode).toBe(0)
  expect(bench.writes).toHaveLength(1)
  expect(await bench.row(id)).toMatchObject({ downloaded: true })
  expect(bench.media.hits.get('/late.wav')).toBe(1)
  expect((await bench.report(ONCE)).entries).toEqual([])
})

it('D9 a known row is downloaded and converted while Notion is away; only the rest waits', async () => {
  const id = await bench.addTrack('known', bench.media.url('/known.wav?pitch=520'))
  await bench.run(ONCE, { FAILPOINTS: 'job.claimed=kill' }) // the row is a job now
  bench.setFault(away)
  const first = await bench.run(ONCE)
  expect(first.code).toBe(1)
  expect(bench.media.hits.get('/known.wav')).toBe(1)
  bench.setFault()
  await bench.run(['retry', '--all'])
  expect((await bench.report(ONCE)).exitCode).toBe(0)
  expect(bench.media.hits.get('/known.wav')).toBe(1)
  expect(await bench.row(id)).toMatchObject({ downloaded: true })
  expect(await bench.library()).toHaveLength(3) // two songs and the marker
})
