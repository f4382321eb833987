// orchestrator index: what it says, and what it leaves when it only looks.

import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { melody } from '../support/melody.ts'
import { type MusicFolder, openMusicFolder, SONGS } from '../support/music-folder.ts'

let place: MusicFolder
beforeEach(async () => {
  place = await openMusicFolder()
})
afterEach(() => place.remove())

describe('index', () => {
  it('says what it found, and writes the index as one file when asked', async () => {
    await writeFile(join(place.music, 'broken\n.mp3'), 'no sound')
    const first = await place.index()
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toContain(`${place.music}: 6 files seen (only read)`)
    expect(first.stdout).toContain('6 new, 0 changed, 0 moved, 0 missing since now')
    expect(first.stdout).toContain('unreadable: 1 file: the file is not audio')
    expect(first.stdout).toMatch(/broken�\.mp3: the file is not audio/)
    expect(first.stdout).toMatch(/^6 files known, 0 missing, 1 unreadable, 5 recordings in [\d.]+ s\.$/m)
    const second = await place.report(['--export'])
    expect(second).toMatchObject({ exitCode: 0, new: 0, read: 0, exported: { records: 6 } })
    const written = JSON.parse(await readFile(join(place.varDir, 'music_volume_index.json'), 'utf8'))
    expect(written).toMatchObject({
      scan_paths: [join(place.varDir, 'library'), place.music],
      missing_paths: [],
      with_hash: true,
      records: [
        ...Array.from({ length: SONGS }, (_, seed) => ({
          path: join(place.music, `Ada - Song ${seed}.wav`),
          extension: '.wav',
          title_cleaned: `song ${seed}`,
          artist_cleaned: 'ada',
          file_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
          is_valid: true,
          page_ids: [],
        })),
        { path: join(place.music, 'broken\n.mp3'), file_hash: null, is_valid: false },
      ],
    })
  })

  it('--dry-run says what would be read, and writes nothing', async () => {
    const before = await readdir(place.varDir)
    const { stdout } = await place.index(['--dry-run'])
    expect(stdout).toContain('5 new, 0 changed')
    expect(stdout).toContain('5 files would be read')
    expect((await readdir(place.varDir)).filter(name => name !== 'logs')).toEqual(before)
  })

  it('--dry-run beside what is known says what moved and changed, and leaves it so', async () => {
    await place.index()
    await writeFile(join(place.music, 'Ada - Song 0.wav'), melody(5, 9))
    const look = await place.report(['--dry-run'])
    expect(look).toMatchObject({ new: 0, changed: 1, left: 1, known: { there: 5 } })
    expect(await place.report()).toMatchObject({ changed: 1, read: 1 })
  })

  it('--export does not go with --dry-run', async () => {
    const { code, stderr } = await place.index(['--export', '--dry-run'])
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--export writes a file') })
  })

  it('without the program that reads files nothing is unreadable: it is tried again', async () => {
    const { code, stdout } = await place.index([], { FFPROBE_BIN: join(place.varDir, 'nowhere') })
    expect(code).toBe(1)
    expect(stdout).toMatch(/to be read again next time: 5 files: FFPROBE_BIN is ".*nowhere", but no program is there/)
    expect(await place.report()).toMatchObject({ exitCode: 0, new: 0, read: 5, left: 0 })
  })

  it('a folder that is not there is said, and the others are read', async () => {
    const missing = join(place.varDir, 'away')
    const { exitCode, roots, read } = await place.report([], { INDEX_DIRS: `${missing},${place.music}` })
    expect({ exitCode, read }).toEqual({ exitCode: 1, read: 5 })
    expect(roots[1]).toMatchObject({ dir: missing, away: expect.stringContaining('is its volume mounted?') })
  })
})
