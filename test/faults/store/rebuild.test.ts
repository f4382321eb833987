// The state is gone, or an older one is back: Notion and the disk tell what it lacks.

import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Bench, openBench, treeOf } from '../../support/bench.ts'

const ONCE = ['--once', '--no-music-sync']
let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench[Symbol.asyncDispose]())

const audio = async () =>
  Object.fromEntries(Object.entries(await treeOf(bench.libraryDir)).filter(([name]) => /\.(m4a|wav)$/.test(name)))

async function loseState(): Promise<void> {
  const { varDir } = bench
  for (const name of await readdir(varDir)) {
    if (name.startsWith('orchestrator.db') || name === 'backup') await rm(join(varDir, name), { recursive: true })
  }
  await writeFile(join(varDir, 'orchestrator.db'), 'x'.repeat(5000))
}

it('B14 B21 files that were published and not yet written are adopted: fetched once, made once', async () => {
  const id = await bench.addTrack('kept', bench.media.url('/kept.wav?pitch=500'))
  await bench.run(ONCE, { FAILPOINTS: 'write back.begun=kill' })
  const made = await audio()
  expect(Object.keys(made)).toHaveLength(2)
  const asked = bench.media.hits.get('/kept.wav')
  await loseState()
  const { exitCode, entries } = await bench.report(ONCE)
  expect(exitCode).toBe(0)
  expect(entries).toMatchObject([{ id, outcome: { kind: 'done' } }])
  expect(bench.media.hits.get('/kept.wav')).toBe(asked)
  expect(await audio()).toEqual(made)
  expect(await bench.row(id)).toMatchObject({ downloaded: true, tags: [] })
  expect(await bench.leftovers()).toEqual([])
})

it('B14 rows that are finished are left as they are, and what does not fit is said', async () => {
  const made = await audio()
  await writeFile(join(bench.libraryDir, 'Unassigned', 'nobody [00000000].wav'), 'mine')
  await loseState()
  bench.writes.length = 0
  const { code, stderr } = await bench.run(ONCE)
  expect(code).toBe(0)
  expect(stderr).toMatch(/what the state lacked was looked up again.*there=2.*strangers=1/)
  expect(bench.writes).toEqual([])
  expect(await audio()).toMatchObject(made)
  const kept = (await readdir(bench.varDir)).filter(name => name.startsWith('orchestrator.db.corrupt-'))
  expect(kept.length).toBeGreaterThan(0)
})
