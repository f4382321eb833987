// P6: two orchestrators, each with its own state, on the same tasks and the same agents: one trigger a task, one end.

import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Bench, filesIn, openBench } from '../../support/bench.ts'
import { newVar, startOrchestrator } from '../../support/cli.ts'

const ONCE = ['--once', '--no-music-sync']
const COUNT = 6
let bench: Bench
beforeAll(async () => {
  bench = await openBench({ CLAIM_SETTLE: '1' })
})
afterAll(() => bench[Symbol.asyncDispose]())

it('P6 started at once on the same tasks: one trigger file a task, and one end', { timeout: 120_000 }, async () => {
  const dir = await newVar()
  const env = { ...bench.env, AGENT_TRIGGERS_DIR: dir }
  const ids: string[] = []
  for (let n = 0; n < COUNT; n += 1)
    ids.push(await bench.addTask(`both ${n}`, { 'Assigned-Agent': { select: { name: 'Claude MM1 Agent' } } }))
  const states = [await newVar(), await newVar()]
  const both = () => Promise.all(states.map(varDir => startOrchestrator([...ONCE, '--var', varDir], env).ended))
  await both()
  await both()
  const files = (await filesIn(dir)).filter(name => name.endsWith('.json'))
  expect(files).toHaveLength(COUNT)
  for (const id of ids) {
    expect(files.filter(name => name.includes(id.replaceAll('-', '').slice(-8)))).toHaveLength(1)
    expect((await bench.row(id)).cell('Status')).toBe('In Progress')
  }
  for (const name of files) await rename(join(dir, name), join(dir, name.replace('01_inbox', '02_processed')))
  await both()
  for (const id of ids) expect((await bench.row(id)).cell('Status')).toBe('Completed')
  expect((await filesIn(dir)).filter(name => name.endsWith('.json'))).toHaveLength(COUNT)
})
