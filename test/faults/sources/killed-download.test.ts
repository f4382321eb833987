// kill -9 in the middle of a download, then again.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { type Download, openDownload, recording, sum } from './downloads.ts'
import { type MediaServer, openMediaServer } from './range-server.ts'

const MIB = 1 << 20
const LENGTH = 6 * MIB
const CHILD = join(import.meta.dirname, 'download-child.ts')

/** Runs a download in a process of its own and kills it when `bytes` have arrived. */
async function killAt(bytes: number, server: MediaServer, download: Download): Promise<void> {
  const child = spawn(process.execPath, [CHILD, server.url(), download.dir, server.host], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  for await (const line of createInterface(child.stdout)) {
    if (Number(line) >= bytes) child.kill('SIGKILL')
  }
  const [, signal] = await ended
  if (signal !== 'SIGKILL') throw new Error(`the download ended before it was killed at ${bytes}`)
}

const anywhere = () => 1 + Math.floor(Math.random() * (LENGTH - MIB))

describe('H8: kill -9 in the middle of a download', () => {
  // the server holds at the place, or goes on and lets the kill fall where it will
  it.each([
    ...Array.from({ length: 7 }, (_, i) => [`place ${i + 1}`, anywhere(), true] as const),
    ...Array.from({ length: 3 }, (_, i) => [`moment ${i + 1}`, anywhere(), false] as const),
    ['the last bytes', LENGTH - 100, true] as const,
  ])('random %s: the file is whole, and little more than 1 MiB is fetched twice', async (_, at, isExact) => {
    await using server = await openMediaServer({ bytes: recording(LENGTH), etag: '"one"' })
    await using download = await openDownload(server)
    server.behaviour = isExact ? { holdAt: at } : { holdAt: LENGTH - 1 }
    await killAt(at, server, download)
    expect(await download.names()).not.toContain('media.wav')

    server.behaviour = {}
    const found = await download.go()
    expect(found, `killed at byte ${at}`).toMatchObject({ bytes: LENGTH, sha256: sum(server.content.bytes) })
    expect(sum(await download.content())).toBe(found.sha256)
    expect(await download.names()).toEqual(['media.wav'])

    const second = server.asked[1]
    if (at > 1.2 * MIB) expect(second, `killed at byte ${at}`).toMatchObject({ status: 206, ifRange: '"one"' })
    expect(second?.sent, `killed at byte ${at}`).toBeLessThanOrEqual(LENGTH - at + 1.2 * MIB)
    expect(server.asked).toHaveLength(2)
  })

  it('three times in a row: each goes on from the one before', async () => {
    await using server = await openMediaServer({ bytes: recording(LENGTH), etag: '"one"' })
    await using download = await openDownload(server)
    for (const at of [2 * MIB, 4 * MIB]) {
      server.behaviour = { holdAt: at } // of what is asked for: the second time that lies beyond 4 MiB
      await killAt(at, server, download)
    }
    server.behaviour = {}
    expect(await download.go()).toMatchObject({ sha256: sum(server.content.bytes) })
    expect(server.asked.map(asked => asked.status)).toEqual([200, 206, 206])
    expect(server.asked.at(-1)?.sent).toBeLessThanOrEqual(3.2 * MIB)
  })
})
