// A line between a machine and Redis that a test can cut, or that is a long one.

import { connect, createServer, type Server, type Socket } from 'node:net'
import { Redis } from 'ioredis'

export interface Line extends AsyncDisposable {
  url: string
  redis: Redis
  cut(): void
}

/** @param delayMs each way; more may be under way at once, as on a long cable */
export async function openLine(port: number, delayMs = 0): Promise<Line> {
  const sockets = new Set<Socket>()
  let isCut = false
  const server = createServer(near => {
    if (isCut) return void near.destroy()
    const far = connect(port, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }
    carry(near, far, delayMs)
    carry(far, near, delayMs)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const redis = new Redis(portIn(server), '127.0.0.1', { maxRetriesPerRequest: null, retryStrategy: () => 50 })
  redis.on('error', () => {})
  return {
    url: `redis://127.0.0.1:${portIn(server)}/0`,
    redis,
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

/** What comes in at one end goes out at the other that much later. */
function carry(from: Socket, to: Socket, delayMs: number): void {
  from.on('data', bytes => setTimeout(() => to.write(bytes), delayMs))
  from.on('end', () => setTimeout(() => to.end(), delayMs))
}

function portIn(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
