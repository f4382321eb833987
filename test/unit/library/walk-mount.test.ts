// Where a volume's disk is mounted, and whether it still is.

import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, parse } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lookAtVolume } from '../../../src/library/walk/mount.ts'

let dir: string
beforeEach(async () => {
  dir = await realpath(await mkdtemp(join(tmpdir(), 'mount-')))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

describe('a volume that only is read', () => {
  it('is there where its disk is mounted, or another one above what it knew', async () => {
    const look = await lookAtVolume(dir, undefined)
    const mount = 'mount' in look ? look.mount : ''
    expect(dir.startsWith(mount) && mount !== '').toBe(true)
    expect(await lookAtVolume(dir, mount)).toEqual({ mount })
    expect(await lookAtVolume(dir, parse(dir).root)).toEqual({ mount })
  })

  it('is away where nothing is mounted any more, or nothing is there, or no folder is', async () => {
    const inner = join(dir, 'disk', 'music')
    await mkdir(inner, { recursive: true })
    expect(await lookAtVolume(inner, join(dir, 'disk'))).toEqual({
      away: `nothing is mounted at ${join(dir, 'disk')}, where ${inner} was`,
    })
    expect(await lookAtVolume(join(dir, 'nowhere'), undefined)).toEqual({
      away: expect.stringContaining('is not there (ENOENT; is its volume mounted?)'),
    })
    await writeFile(join(dir, 'file'), '')
    expect(await lookAtVolume(join(dir, 'file'), undefined)).toEqual({ away: `${join(dir, 'file')} is no folder` })
  })
})
