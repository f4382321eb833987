// Volumes that are indexed: what is gone, and what only seems to be.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, renameSync, rmdirSync } from 'node:fs'
import { copyFile, mkdir, rename, rm, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MARKER } from '../../src/library/volume.ts'
import { finishRow } from '../support/finished-rows.ts'
import { openVolumePlace, type VolumePlace } from '../support/volume-place.ts'

let place: VolumePlace
beforeEach(async () => {
  place = await openVolumePlace(['music', 'more'])
})
afterEach(() => place[Symbol.asyncDispose]())

const recordingAt = (path: string) => place.tools.recordings.findAt(place.at(path))

describe('what is gone', () => {
  it('is missing since then, never forgotten, and there again as it was', async () => {
    const paths = await Promise.all([1, 2, 3].map(seed => place.song(`music/${seed}.wav`, seed)))
    await place.index()
    await rename(paths[0] ?? '', place.at('aside'))
    expect(await place.index()).toMatchObject({ gone: 1, known: { there: 2, missing: 1 }, recordings: 3 })
    expect(await place.index()).toMatchObject({ gone: 0, known: { there: 2, missing: 1 } })
    await rename(place.at('aside'), paths[0] ?? '')
    expect(await place.index()).toMatchObject({ back: 1, known: { there: 3, missing: 0 }, heard: [] })
  })

  it('is known again where it comes back, also weeks later', async () => {
    const paths = await Promise.all([1, 2, 3].map(seed => place.song(`music/${seed}.wav`, seed)))
    await place.index()
    await rename(paths[0] ?? '', place.at('aside'))
    await place.index()
    await rename(place.at('aside'), place.at('more/found.wav'))
    expect(await place.index()).toMatchObject({ moved: 1, new: 0, known: { there: 3, missing: 0 }, heard: [] })
  })

  it('is forgotten when a person says so', async () => {
    const paths = await Promise.all([1, 2, 3].map(seed => place.song(`music/${seed}.wav`, seed)))
    await place.index()
    await unlink(paths[0] ?? '')
    expect(await place.index({ forgetMissing: true })).toMatchObject({
      gone: 1,
      forgotten: 1,
      known: { there: 2, missing: 0 },
    })
    expect(recordingAt('music/1.wav')).toBeUndefined()
  })

  it('a file became a folder, a folder a file', async () => {
    const [a] = [
      await place.song('music/a.wav', 1),
      await place.song('music/b.wav/inner.wav', 2),
      await place.song('music/c.wav', 3),
    ]
    await place.song('music/d.wav', 4)
    await place.index()
    await unlink(a)
    await place.song('music/a.wav/inner.wav', 5)
    await rm(place.at('music/b.wav'), { recursive: true })
    await place.song('music/b.wav', 6)
    expect(await place.index()).toMatchObject({ new: 2, gone: 2, read: 2, known: { there: 4, missing: 2 } })
  })

  it('of a volume without a marker: more than half at once is another volume, unless a person says so', async () => {
    const paths = await Promise.all([1, 2, 3, 4].map(seed => place.song(`music/${seed}.wav`, seed)))
    await place.index()
    for (const path of paths.slice(1)) await unlink(path)
    const doubted = await place.index()
    expect(doubted).toMatchObject({ gone: 0, known: { there: 4, missing: 0 } })
    expect(doubted.roots[1]?.away).toMatch(/^3 of 4 files of .* are not there/)
    expect(await place.index({ believeGone: true })).toMatchObject({ gone: 3, known: { there: 1, missing: 3 } })
  })
})

describe('a volume that is away', () => {
  it('has lost nothing: its folder is gone', async () => {
    await place.song('music/a.wav', 1)
    await place.song('more/b.wav', 2)
    await place.index()
    await rename(place.at('music'), place.at('elsewhere'))
    const away = await place.index({ believeGone: true, forgetMissing: true })
    expect(away).toMatchObject({ gone: 0, forgotten: 0, known: { there: 2, missing: 0 } })
    expect(away.roots.map(root => root.away)).toEqual([undefined, expect.stringContaining('is not there'), undefined])
    await rename(place.at('elsewhere'), place.at('music'))
    expect(await place.index()).toMatchObject({ new: 0, changed: 0, back: 0, heard: [], known: { there: 2 } })
  })

  it('has lost nothing: it goes away while it is walked', async () => {
    for (const seed of [1, 2, 3, 4, 5]) await place.song(`music/${seed}/${seed}/a.wav`, seed)
    await place.index()
    let portions = 0
    place.hooks.walked = () => {
      portions += 1 // the library, then the top of the folder
      if (portions === 2) renameSync(place.at('music'), place.at('elsewhere'))
    }
    const away = await place.index({ believeGone: true })
    expect(away).toMatchObject({ gone: 0, known: { there: 5, missing: 0 } })
    expect(away.roots[1]?.away).toContain('is not there')
  })

  it('has lost nothing: its folder is empty', async () => {
    await place.song('music/a.wav', 1)
    await place.index()
    await rename(place.at('music'), place.at('elsewhere'))
    await mkdir(place.at('music'))
    expect(await place.index()).toMatchObject({ gone: 0, known: { there: 1, missing: 0 } })
  })

  it('has lost nothing: the library without its marker', async () => {
    const { path } = await finishRow(place.tools, 'Song')
    await place.index()
    await unlink(join(place.tools.library.dir, MARKER))
    await unlink(path)
    const { roots, gone, known } = await place.index({ believeGone: true })
    expect(roots[0]?.away).toMatch(/is its volume mounted/)
    expect({ gone, ...known }).toMatchObject({ gone: 0, there: 1, missing: 0 })
  })

  it.skipIf(!canMount())('has lost nothing: it is unmounted (needs the right to mount)', async () => {
    const dir = place.at('music')
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', dir])
    try {
      await place.song('music/a.wav', 1)
      await place.index()
      await copyFile(place.at('music/a.wav'), place.at('a.wav'))
    } finally {
      execFileSync('umount', [dir])
    }
    await place.song('music/on the disk below.wav', 2)
    const away = await place.index({ believeGone: true })
    expect(away).toMatchObject({ seen: 0, new: 0, gone: 0, known: { there: 1, missing: 0 } })
    expect(away.roots[1]?.away).toBe(`nothing is mounted at ${dir}, where ${dir} was`)
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', dir])
    try {
      await copyFile(place.at('a.wav'), place.at('music/a.wav'))
      expect(await place.index()).toMatchObject({ seen: 1, changed: 1, recognised: 1, heard: [] })
    } finally {
      execFileSync('umount', [dir])
    }
  })
})

function canMount(): boolean {
  const dir = mkdtempSync(join(tmpdir(), 'mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', dir], { stdio: 'ignore' })
    execFileSync('umount', [dir])
    return true
  } catch {
    return false
  } finally {
    rmdirSync(dir)
  }
}
