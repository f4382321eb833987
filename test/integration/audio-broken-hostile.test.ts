// Files made to keep a reader busy.

import { writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { structureOf } from '../../src/audio/integrity.ts'
import { openFolder } from '../unit/audio/files.ts'

const SECOND = 1_000_000

async function cpuOf<T>(work: () => Promise<T>): Promise<{ result: T; microseconds: number }> {
  const before = process.cpuUsage()
  const result = await work()
  const { user, system } = process.cpuUsage(before)
  return { result, microseconds: user + system }
}

describe('a file made to keep a reader busy', () => {
  it('Ogg: page after page that is none is given up soon', async () => {
    await using folder = await openFolder()
    const fake = Buffer.concat([Buffer.from('OggS\0'), Buffer.alloc(22, 0xff)])
    const path = folder.at('a.ogg')
    await writeFile(path, Buffer.concat(Array.from({ length: 300_000 }, () => fake)))
    const { result, microseconds } = await cpuOf(() => structureOf(path, 'ogg'))
    expect(result.damage).toBeDefined()
    expect(microseconds).toBeLessThan(3 * SECOND)
  })

  it('WAV: millions of empty parts are more than any music has', async () => {
    await using folder = await openFolder()
    const head = Buffer.from('RIFF\xff\xff\xff\x7fWAVE', 'latin1')
    const empty = Buffer.from('junk\0\0\0\0')
    const path = folder.at('a.wav')
    await writeFile(path, Buffer.concat([head, ...Array.from({ length: 2_000_000 }, () => empty)]))
    const { result, microseconds } = await cpuOf(() => structureOf(path, 'wav'))
    expect(result.damage).toBe('damaged: it has more parts than any music')
    expect(microseconds).toBeLessThan(3 * SECOND)
  })
})
