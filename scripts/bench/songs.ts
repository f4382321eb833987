// Songs of which none is the recording of another, and a server that has them.

import { mkdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { portOf } from '../../test/support/bench.ts'
import { writeLongWav } from './long-wav.ts'
import { processorSeconds } from './measure.ts'

const RATE = 44_100
/** From one song to the next; the copies of a recording differ by less. */
const STEP = 1.03

/** MP3 of 320 kbit/s, each at a speed of its own. */
export async function makeSongs(dir: string, count: number, seconds: number): Promise<string[]> {
  const speeds = Array.from({ length: count }, (_, n) => STEP ** (n - count / 2))
  const long = join(dir, 'long.wav')
  await mkdir(dir, { recursive: true })
  await writeLongWav(long, Math.ceil((seconds * Math.max(...speeds)) / 40) * 40, join(dir, 'demo'))
  const songs = speeds.map((_, n) => join(dir, `song-${n}.mp3`))
  for (const [n, song] of songs.entries()) {
    const speed = `asetrate=${Math.round(RATE * (speeds[n] ?? 1))},aresample=${RATE}`
    const made = ['-af', speed, '-t', `${seconds}`, '-c:a', 'libmp3lame', '-b:a', '320k', song]
    await processorSeconds(['ffmpeg', '-nostdin', '-y', '-i', long, '-map_metadata', '-1', ...made])
  }
  await rm(long)
  return songs
}

const PARTS_A_SECOND = 10

export interface SongServer extends AsyncDisposable {
  /** Host and port. */
  host: string
  url(song: string): string
}

/** A song comes at `bytesPerSecond`, as from the web. */
export async function serveSongs(
  dir: string,
  { address = '127.0.0.1', bytesPerSecond = Number.POSITIVE_INFINITY } = {},
): Promise<SongServer> {
  const server = createServer(async (request, response) => {
    const path = join(dir, basename(new URL(request.url ?? '/', 'http://songs').pathname))
    const song = await readFile(path).catch(() => undefined)
    if (!song) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': 'audio/mpeg', 'content-length': song.length })
    const part = Math.ceil(Math.min(song.length, bytesPerSecond / PARTS_A_SECOND))
    for (let at = 0; at < song.length && !response.destroyed; at += part) {
      if (at > 0) await sleep(1000 / PARTS_A_SECOND)
      response.write(song.subarray(at, at + part))
    }
    response.end()
  })
  await new Promise<void>(resolve => server.listen(0, address, resolve))
  const host = `${address}:${portOf(server)}`
  return {
    host,
    url: song => `http://${host}/${basename(song)}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
