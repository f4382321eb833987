// orchestrator index: what it says, and what it leaves when it only looks.

import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newVar, orchestrator } from '../support/cli.ts'
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
function _readFiles(): number {
  try {
    using database = new DatabaseSync(join(varDir, 'orchestrator.db'), { readOnly: true })
    return Number(database.prepare("select count(*) as n from seen_file where state = 'read'").get()?.n)
  } catch {
    return 0 // it is not made yet
  }
}

describe('index', () => {
  it('says what it found, and writes the index as one file when asked', async () => {
    await writeFile(join(music, 'broken\n.mp3'), 'no sound')
    const first = await index()
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toContain(`${music}: 6 files seen (only read)`)
    expect(first.stdout).toContain('6 new, 0 changed, 0 moved, 0 missing since now')
    expect(first.stdout).toContain('unreadable: 1 file: the file is not audio')
    expect(first.stdout).toMatch(/broken�\.mp3: the file is not audio/)
    expect(first.stdout).toMatch(/^6 files known, 0 missing, 1 unreadable, 5 recordings in [\d.]+ s\.$/m)
    const second = await report(['--export'])
    expect(second).toMatchObject({ exitCode: 0, new: 0, read: 0, exported: { records: 6 } })
    const written = JSON.parse(await readFile(join(varDir, 'music_volume_index.json'), 'utf8'))
    expect(written).toMatchObject({
      scan_paths: [join(varDir, 'library'), music],
      missing_paths: [],
      with_hash: true,
      records: [
        ...Array.from({ length: SONGS }, (_, seed) => ({
          path: join(music, `Ada - Song ${seed}.wav`),
          extension: '.wav',
          title_cleaned: `song ${seed}`,
          artist_cleaned: 'ada',
          file_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
          is_valid: true,
          page_ids: [],
        })),
        { path: join(music, 'broken\n.mp3'), file_hash: null, is_valid: false },
      ],
    })
  })

  it('--dry-run says what would be read, and writes nothing', async () => {
    const before = await readdir(varDir)
    const { stdout } = await index(['--dry-run'])
    expect(stdout).toContain('5 new, 0 changed')
    expect(stdout).toContain('5 files would be read')
    expect((await readdir(varDir)).filter(name => name !== 'logs')).toEqual(before)
  })

  it('--dry-run beside what is known says what moved and changed, and leaves it so', async () => {
    await index()
    await writeFile(join(music, 'Ada - Song 0.wav'), melody(5, 9))
    const look = await report(['--dry-run'])
    expect(look).toMatchObject({ new: 0, changed: 1, left: 1, known: { there: 5 } })
    expect(await report()).toMatchObject({ changed: 1, read: 1 })
  })

  it('--export does not go with --dry-run', async () => {
    const { code, stderr } = await index(['--export', '--dry-run'])
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--export writes a file') })
  })

  it('without the program that reads files nothing is unreadable: it is tried again', async () => {
    const { code, stdout } = await index([], { FFPROBE_BIN: join(varDir, 'nowhere') })
    expect(code).toBe(1)
    expect(stdout).toMatch(/to be read again next time: 5 files: FFPROBE_BIN is ".*nowhere", but no program is there/)
    expect(await report()).toMatchObject({ exitCode: 0, new: 0, read: 5, left: 0 })
  })

  it('a folder that is not there is said, and the others are read', async () => {
    const missing = join(varDir, 'away')
    const { exitCode, roots, read } = await report([], { INDEX_DIRS: `${missing},${music}` })
    expect({ exitCode, read }).toEqual({ exitCode: 1, read: 5 })
    expect(roots[1]).toMatchObject({ dir: missing, away: expect.stringContaining('is its volume mounted?') })
  })
})
