// A line between a machine and Redis that a test can cut or silence, or that is a long one.

import { connect, createServer, type Server, type Socket } from 'node:net'
import { Redis } from 'ioredis'

export interface Line extends AsyncDisposable {
  url: string
  redis: Redis
  /** Connections that were made through it. */
  readonly made: number
  cut(): void
  /** What is connected now hears nothing any more, and is not told so: as when the other end lost its power. */
  silence(): void
}

/** @param delayMs each way; more may be under way at once, as on a long cable */
export async function openLine(port: number, delayMs = 0): Promise<Line> {
  const sockets = new Set<Socket>()
  const silent = new WeakSet<Socket>()
  let isCut = false
  let made = 0
  const server = createServer(near => {
    if (isCut) return void near.destroy()
    made += 1
    const far = connect(port, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }
    const isHeard = (socket: Socket) => !silent.has(socket)
    carry(near, far, { delayMs, isHeard })
    carry(far, near, { delayMs, isHeard })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const redis = new Redis(portIn(server), '127.0.0.1', { maxRetriesPerRequest: null, retryStrategy: () => 50 })
  redis.on('error', () => {})
  return {
    url: `redis://127.0.0.1:${portIn(server)}/0`,
    redis,
    get made() {
      return made
    },
    silence() {
      for (const socket of sockets) silent.add(socket)
    },
    cut() {
      isCut = true
      for (const socket of sockets) socket.destroy()
    },
    async [Symbol.asyncDispose]() {
      redis.disconnect()
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

interface Carried {
  delayMs: number
  isHeard: (from: Socket) => boolean
}

/** What comes in at one end goes out at the other that much later. */
function carry(from: Socket, to: Socket, { delayMs, isHeard }: Carried): void {
  from.on('data', bytes => setTimeout(() => isHeard(from) && to.write(bytes), delayMs))
  from.on('end', () => setTimeout(() => isHeard(from) && to.end(), delayMs))
}

function portIn(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
