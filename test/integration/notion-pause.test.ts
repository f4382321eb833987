// A long wait Notion asked for outlives the process.

import { expect, it } from 'vitest'
import { openBench } from '../support/bench.ts'
import { refusal } from '../support/notion-server.ts'

it('trap 15: a workspace’s long Retry-After is obeyed by the next process too, and said', async () => {
  await using bench = await openBench()
  let asked = 0
  const { promise: refused, resolve } = Promise.withResolvers<void>()
  const reason = { additional_data: { rate_limit_reason: 'public_api_space_request_rate_limit' } }
  bench.setFault(() => {
    asked += 1
    resolve()
    return refusal(429, 'rate_limited', reason, { 'retry-after': '600' })
  })
  const first = bench.start(['--once'])
  await Promise.race([refused, first.ended.then(({ stderr }) => expect.unreachable(stderr))])
  await new Promise(wait => setTimeout(wait, 500))
  first.child.kill('SIGTERM')
  await first.ended
  const askedByFirst = asked
  const status = await bench.start(['status']).ended
  expect(status.code).toBe(0)
  expect(status.stdout).toMatch(
    /^Notion wants no requests until \d+ \w+, \d\d:\d\d: Notion’s request budget of the workspace/m,
  )
  const second = bench.start(['plan'])
  second.child.stderr?.once('data', () => setTimeout(() => second.child.kill('SIGTERM'), 500))
  const { stderr, code } = await second.ended
  expect(code).toBe(1)
  expect(stderr).not.toMatch(/\bat .*\.ts:\d+/)
  expect(stderr).toMatch(/Notion asked an earlier run to wait: Notion’s request budget of the workspace is used up/)
  expect(asked).toBe(askedByFirst)
})
