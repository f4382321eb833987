// Two orchestrators, each with its own state, on the same databases: a row is worked on by one of them.

import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Bench, openBench, treeOf } from '../../support/bench.ts'
import { newVar, startOrchestrator } from '../../support/cli.ts'

const ONCE = ['--once', '--no-music-sync', '--json']
const ROWS = 4
let bench: Bench
beforeAll(async () => {
  bench = await openBench({ AUDIO_FORMATS: 'wav', CLAIM_SETTLE: '1' })
})
afterAll(() => bench[Symbol.asyncDispose]())

const songsIn = async (varDir: string) =>
  Object.keys(await treeOf(join(varDir, 'library'))).filter(name => name.endsWith('.wav'))

it('P6 started at once on the same rows: one file a row, in one library or the other', async () => {
  const ids: string[] = []
  for (let number = 0; number < ROWS; number += 1)
    ids.push(await bench.addTrack(`both${number}`, bench.media.url(`/both${number}.wav?pitch=${500 + number}`)))
  const others = [bench.varDir, await newVar()]
  const runs = others.map(varDir => startOrchestrator([...ONCE, '--var', varDir], bench.env))
  const ends = await Promise.all(runs.map(run => run.ended))
  for (const { stdout } of ends) expect(stdout).toContain('"exitCode"')
  const files = (await Promise.all(others.map(songsIn))).flat()
  expect(files.sort()).toEqual([...new Set(files)].sort())
  for (const id of ids) {
    const row = await bench.row(id)
    if (!row.downloaded) continue // both yielded: the next cycle takes it
    const own = files.filter(name => name.includes(id.replaceAll('-', '').slice(-8)))
    expect(own).toHaveLength(1)
    expect(row.summary).not.toMatch(/works on this/)
  }
  for (const varDir of others) await startOrchestrator([...ONCE, '--var', varDir], bench.env).ended
  expect((await Promise.all(others.map(songsIn))).flat()).toHaveLength(ROWS)
  for (const id of ids) expect(await bench.row(id)).toMatchObject({ downloaded: true })
})
