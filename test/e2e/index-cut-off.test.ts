// orchestrator index, cut off: the next run goes on where it was.

import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newVar, orchestrator, startOrchestrator } from '../support/cli.ts'
import { melody } from '../support/melody.ts'
import { withWorkspace } from '../support/rows.ts'

const SONGS = 5

let varDir: string
let music: string
beforeEach(async () => {
  varDir = await newVar()
  music = join(varDir, 'a disk', 'music')
  await withWorkspace(varDir, async () => {}) // without demo rows
  await mkdir(music, { recursive: true })
  for (let seed = 0; seed < SONGS; seed += 1) await writeFile(join(music, `Ada - Song ${seed}.wav`), melody(4, seed))
})
afterEach(() => rm(varDir, { recursive: true, force: true }))

const settings = (more: Record<string, string> = {}) => ({ INDEX_DIRS: music, TRACK_CONCURRENCY: '1', ...more })
const index = (args: readonly string[] = [], more: Record<string, string> = {}) =>
  orchestrator(['index', '--var', varDir, ...args], settings(more))
async function report(args: readonly string[] = [], more: Record<string, string> = {}) {
  const { stdout } = await index(['--json', ...args], more)
  return JSON.parse(stdout)
}

/** How many files are read, as the program's state has it. */
function readFiles(): number {
  try {
    using database = new DatabaseSync(join(varDir, 'orchestrator.db'), { readOnly: true })
    return Number(database.prepare("select count(*) as n from seen_file where state = 'read'").get()?.n)
  } catch {
    return 0 // it is not made yet
  }
}

describe('cut off', () => {
  it('killed in the middle: the next run reads the rest, and nothing twice', async () => {
    const killed = await index([], { FAILPOINTS: 'index.read=kill@2' })
    expect({ code: killed.code, read: readFiles() }).toEqual({ code: -1, read: 2 })
    expect(await report()).toMatchObject({ new: 0, read: 3, left: 0, recordings: SONGS, known: { there: SONGS } })
  })

  it('killed while all is read again: the next run reads the rest', async () => {
    await index()
    await index(['--rebuild'], { FAILPOINTS: 'index.read=kill@2' })
    expect(await report()).toMatchObject({ read: 3, left: 0, recordings: SONGS })
  })

  it('by a person: what is being read ends, and the rest waits', async () => {
    const { child, ended } = startOrchestrator(
      ['index', '--var', varDir],
      settings({ FAILPOINTS: 'index.read=delay:500' }),
    )
    while (readFiles() === 0 && child.exitCode === null) await sleep(50)
    child.kill('SIGINT')
    const { code, stdout } = await ended
    expect({ code, stdout }).toMatchObject({ code: 1, stdout: expect.stringContaining('Stopped before the end') })
    const done = readFiles()
    expect(done).toBeLessThan(SONGS)
    expect(await report()).toMatchObject({ read: SONGS - done, left: 0 })
  })
})
