// The loop over many cycles: quiet when nothing happens, and nothing is handed over twice.

import { readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, filesIn, openBench, TOKEN } from '../support/bench.ts'

let bench: Bench
let queries = 0
beforeAll(async () => {
  bench = await openBench({ AUDIO_FORMATS: 'wav' })
})
afterAll(() => bench[Symbol.asyncDispose]())

const logLines = async () =>
  (await readFile(join(bench.varDir, 'logs/orchestrator.log'), 'utf8')).trim().split('\n').filter(Boolean)

/** Lets the loop go round `cycles` times and ends it. */
async function loop(cycles: number, more: Record<string, string> = {}) {
  queries = 0
  bench.setFault((_method, path) => {
    if (path === `/v1/data_sources/${bench.sources.tracks}/query`) queries += 1
    return undefined
  })
  const running = bench.start(['--interval', '1', '--no-music-sync'], more)
  for (let waited = 0; queries < cycles && waited < 30_000; waited += 100) await sleep(100)
  running.child.kill('SIGTERM')
  return running.ended
}

describe('the loop', () => {
  it('with nothing to do writes little; a standing task is named once', async () => {
    await bench.addTask('Buy new headphones')
    await bench.addTrack('no link', '', { 'Artist Name': { rich_text: [{ text: { content: 'Somebody' } }] } })
    const { code } = await loop(6)
    expect(queries).toBeGreaterThanOrEqual(6)
    expect(code).toBe(0)
    const lines = await logLines()
    expect(lines.filter(line => line.includes('Buy new headphones'))).toHaveLength(1)
    const missing = lines.filter(line => line.includes('is not set'))
    expect(new Set(missing.map(line => JSON.parse(line).message)).size).toBe(missing.length)
    expect(lines.length - missing.length).toBeLessThanOrEqual(4)
  })

  it('with a database that does not fit says so once', async () => {
    await bench.changeColumns(bench.sources.tasks, { Status: null })
    const before = (await logLines()).length
    const { code } = await loop(4)
    expect(code).toBe(0)
    const lines = (await logLines()).slice(before)
    expect(lines.filter(line => line.includes('does not fit'))).toHaveLength(1)
    expect(lines.length).toBeLessThanOrEqual(5)
    await bench.changeColumns(bench.sources.tasks, {
      Status: { select: { options: ['Ready', 'In Progress', 'Completed', 'Failed'].map(name => ({ name })) } },
    })
  })
})

describe('an agent’s task', () => {
  it('has one open trigger, however often it is set back to Ready', async () => {
    const agents = join(bench.varDir, 'agents/Claude-MM1-Agent')
    const ready = { Status: { select: { name: 'Ready' } } }
    const task = await bench.addTask('Order the set: 1/2 "final"', {
      ...ready,
      'Assigned-Agent': { select: { name: 'Claude MM1 Agent' } },
    })
    for (let round = 0; round < 3; round += 1) {
      await bench.edit(task, ready)
      expect((await bench.run(['--once'])).code).toBe(0)
      expect((await bench.row(task)).cell('Status')).toBe('In Progress')
      expect(await readdir(join(agents, '01_inbox'))).toHaveLength(1)
    }
    const [name = ''] = await readdir(join(agents, '01_inbox'))
    await rename(join(agents, '01_inbox', name), join(agents, '02_processed', name))
    await bench.run(['--once'])
    expect(await readdir(join(agents, '01_inbox'))).toEqual([])
    await bench.edit(task, ready)
    await bench.run(['--once'])
    expect(await readdir(join(agents, '01_inbox'))).toHaveLength(1)
  })
})

describe('secrets', () => {
  it('stand in no file under var, even at debug', async () => {
    bench.setFault(() =>
      Response.json(
        { object: 'error', status: 401, code: 'unauthorized', message: `bad token ${TOKEN}` },
        { status: 401 },
      ),
    )
    const { stdout, stderr } = await bench.run(['--once', '--log-level', 'debug'])
    bench.setFault(() =>
      Response.json(
        { object: 'error', status: 400, code: 'validation_error', message: `bad token ${TOKEN}` },
        { status: 400 },
      ),
    )
    const refused = await bench.run(['status', '--log-level', 'debug'])
    const once = await bench.run(['--once', '--log-level', 'debug'])
    bench.setFault()
    for (const said of [stdout, stderr, refused.stdout, refused.stderr, once.stdout, once.stderr])
      expect(said).not.toContain(TOKEN)
    for (const file of await filesIn(bench.varDir))
      expect((await readFile(join(bench.varDir, file))).includes(TOKEN), file).toBe(false)
  })
})
