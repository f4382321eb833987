// orchestrator index, cut off: the next run goes on where it was.

import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startOrchestrator } from '../support/cli.ts'
import { type MusicFolder, openMusicFolder, SONGS } from '../support/music-folder.ts'

let place: MusicFolder
beforeEach(async () => {
  place = await openMusicFolder()
})
afterEach(() => place.remove())

describe('cut off', () => {
  it('killed in the middle: the next run reads the rest, and nothing twice', async () => {
    const killed = await place.index([], { FAILPOINTS: 'index.read=kill@2' })
    expect({ code: killed.code, read: place.readFiles() }).toEqual({ code: -1, read: 2 })
    expect(await place.report()).toMatchObject({ new: 0, read: 3, left: 0, recordings: SONGS, known: { there: SONGS } })
  })

  it('killed while all is read again: the next run reads the rest', async () => {
    await place.index()
    await place.index(['--rebuild'], { FAILPOINTS: 'index.read=kill@2' })
    expect(await place.report()).toMatchObject({ read: 3, left: 0, recordings: SONGS })
  })

  it('by a person: what is being read ends, and the rest waits', async () => {
    const { child, ended } = startOrchestrator(
      ['index', '--var', place.varDir],
      place.settings({ FAILPOINTS: 'index.read=delay:500' }),
    )
    while (place.readFiles() === 0 && child.exitCode === null) await sleep(50)
    child.kill('SIGINT')
    const { code, stdout } = await ended
    expect({ code, stdout }).toMatchObject({ code: 1, stdout: expect.stringContaining('Stopped before the end') })
    const done = place.readFiles()
    expect(done).toBeLessThan(SONGS)
    expect(await place.report()).toMatchObject({ read: SONGS - done, left: 0 })
  })
})
