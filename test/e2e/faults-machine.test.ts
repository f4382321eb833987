// A machine that lacks something: ffmpeg, room on the disk, the library's volume, a readable last run.

import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, filesIn, openBench, STACK, treeOf } from '../support/bench.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench({ AUDIO_FORMATS: 'wav' })
})
afterAll(() => bench[Symbol.asyncDispose]())

const ONCE = ['--once', '--no-music-sync']
const isRootOnLinux = process.platform === 'linux' && process.getuid?.() === 0

describe('without ffmpeg', () => {
  it('rows stay as they are and wait; with it, a person gets them at once', async () => {
    const id = await bench.addTrack('needs ffmpeg', bench.media.url('/ffmpeg.wav'))
    const { exitCode, entries } = await bench.report(ONCE, { FFMPEG_BIN: '/nowhere' })
    expect(exitCode).toBe(1)
    expect(entries.map(({ outcome }) => outcome)).toEqual([
      { kind: 'blocked', text: expect.stringMatching(/FFMPEG_BIN is "\/nowhere".*install/) },
    ])
    expect(await bench.row(id)).toMatchObject({ tags: [], summary: '', downloaded: false })
    const waits = await bench.report(ONCE)
    expect(waits.entries).toEqual([])
    expect(waits.waiting).toEqual([{ id, because: expect.stringContaining('FFMPEG_BIN') }])
    expect((await bench.run(['track', id])).code).toBe(0)
    expect(await bench.row(id)).toMatchObject({ tags: [], downloaded: true })
    expect(await bench.leftovers()).toEqual([])
  })
})

describe('the library', () => {
  it('gone with its volume: nothing is made in its place, the row waits', async () => {
    const id = await bench.addTrack('no volume', bench.media.url('/volume.wav?pitch=510'))
    await rename(bench.libraryDir, `${bench.libraryDir}.away`)
    const { exitCode, entries } = await bench.report(ONCE)
    expect(exitCode).toBe(1)
    expect(entries[0]?.outcome).toEqual({ kind: 'blocked', text: expect.stringMatching(/is its volume mounted/) })
    expect(await bench.library()).toEqual([])
    await mkdir(bench.libraryDir)
    expect((await bench.report(['track', id])).entries[0]?.outcome.kind).toBe('blocked')
    expect(await readdir(bench.libraryDir)).toEqual([])
    await rename(`${bench.libraryDir}.away`, bench.libraryDir)
    expect(await bench.row(id)).toMatchObject({ tags: [], downloaded: false })
    expect((await bench.report(['track', id])).exitCode).toBe(0)
  })

  it.skipIf(!isRootOnLinux)(
    'on a full disk (needs root on Linux for a tmpfs): nothing half-written, the row waits',
    async () => {
      const small = await mkdtemp(join(tmpdir(), 'orchestrator-small-'))
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'tmpfs', small])
      try {
        const id = await bench.addTrack('too much', bench.media.url('/full.wav?pitch=520&seconds=5'))
        const { exitCode, entries } = await bench.report(ONCE, { LIBRARY_DIR: join(small, 'library') })
        expect(exitCode).toBe(1)
        expect(entries[0]?.outcome).toEqual({ kind: 'blocked', text: 'the library’s disk is full' })
        expect(await filesIn(small)).toEqual(['library/.library-id'])
        expect(await bench.row(id)).toMatchObject({ tags: [], downloaded: false })
        expect((await bench.report(['track', id])).exitCode).toBe(0)
      } finally {
        execFileSync('umount', [small])
      }
    },
  )

  it('that may not be made: the row waits, no tag', async () => {
    const id = await bench.addTrack('no place', bench.media.url('/place.wav?pitch=530'))
    const { entries } = await bench.report(ONCE, { LIBRARY_DIR: '/proc/library' })
    expect(entries[0]?.outcome.kind).toBe('blocked')
    expect(await bench.row(id)).toMatchObject({ tags: [], downloaded: false })
    await bench.trash(id)
  })

  it('never changes a file that is there', async () => {
    const before = await treeOf(bench.libraryDir)
    const id = await bench.addTrack('taken', bench.media.url('/taken.wav?pitch=540'))
    const name = `taken [${id.replaceAll('-', '').slice(-8)}]`
    const taken = join(bench.libraryDir, 'Unassigned', `${name}.wav`)
    await writeFile(taken, 'a file of somebody else')
    expect((await bench.report(ONCE)).exitCode).toBe(0)
    expect(await readFile(taken, 'utf8')).toBe('a file of somebody else')
    expect(String((await bench.row(id)).cell('WAV File Path'))).toContain(`${name} (2).wav`)
    expect(await treeOf(bench.libraryDir)).toMatchObject(before)
  })
})

describe('the music sync', () => {
  const file = () => join(bench.varDir, 'music_sync_last_run.json')
  const lastRun = async () => (await readFile(file(), 'utf8').catch(() => undefined)) ?? 'none'

  it('runs when due, not when switched off, and when forced', async () => {
    const kinds = async (args: readonly string[], more: Record<string, string> = {}) =>
      (await bench.report(args, more)).entries.map(({ kind }) => kind)
    expect(await kinds(['--once', '--no-music-sync'])).toEqual([])
    expect(await kinds(['--once'], { MUSIC_SYNC_ENABLED: 'false' })).toEqual([])
    expect(await lastRun()).toBe('none')
    expect(await kinds(['--once'])).toEqual(['sync'])
    expect(JSON.parse(await lastRun())).toEqual({ last_run: expect.any(Number) })
    expect(await kinds(['--once'])).toEqual([])
    expect(await kinds(['--once', '--music-sync'], { MUSIC_SYNC_ENABLED: 'false' })).toEqual(['sync'])
  })

  it('that fails leaves the last run as it was', async () => {
    await writeFile(file(), '{"last_run": 12}')
    const id = await bench.addTrack('dead', bench.media.url('/gone.wav'))
    expect((await bench.report(['--once'])).entries.find(({ kind }) => kind === 'sync')?.outcome.kind).toBe('failed')
    expect(await lastRun()).toBe('{"last_run": 12}')
    expect((await bench.row(id)).tags).toEqual(['Download_Failed'])
  })

  it('with a broken last run: kept aside, said, and due', async () => {
    await writeFile(file(), '{"last_run": ')
    const { code, stderr } = await bench.run(['--once'])
    expect(code).toBe(0)
    expect(stderr).toMatch(/unreadable; it is kept aside/)
    expect(stderr).not.toMatch(STACK)
    const aside = (await readdir(bench.varDir)).find(name => name.startsWith('music_sync_last_run.json.broken-')) ?? ''
    expect(await readFile(join(bench.varDir, aside), 'utf8')).toBe('{"last_run": ')
    expect(JSON.parse(await lastRun())).toEqual({ last_run: expect.any(Number) })
  })
})
