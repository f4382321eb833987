// Notion asks for a long pause in the middle of the work: nobody waits in it, and the work goes on from where it was.

import { expect, it } from 'vitest'
import { openBench } from '../../support/bench.ts'

const ONCE = ['--once', '--no-music-sync']

it('D2 M3 a pause of ten minutes: the run ends, says until when, and costs no attempt', async () => {
  await using bench = await openBench({ AUDIO_FORMATS: 'wav' })
  const id = await bench.addTrack('paused', bench.media.url('/paused.wav?pitch=530'))
  bench.setFault(method =>
    method === 'PATCH'
      ? Response.json(
          {
            object: 'error',
            status: 429,
            code: 'rate_limited',
            message: 'x',
            additional_data: { rate_limit_reason: 'workspace' },
          },
          { status: 429, headers: { 'retry-after': '600' } },
        )
      : undefined,
  )
  const before = Date.now()
  const { code, stdout } = await bench.run(ONCE)
  expect(Date.now() - before).toBeLessThan(60_000)
  expect(code, stdout).toBe(1)
  expect(stdout).toMatch(/not written to Notion yet: paused: .*request budget/)
  const status = await bench.run(['status'])
  expect(status.stdout).toMatch(/Notion wants no requests until \d+ \w+, \d\d:\d\d/)
  expect(status.stdout).toMatch(/1 write waits/)
  bench.setFault()
  expect((await bench.row(id)).downloaded).toBe(false)
})
