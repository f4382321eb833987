// A line between a machine and Redis that a test can cut.

import { connect, createServer, type Server, type Socket } from 'node:net'
import { Redis } from 'ioredis'

export interface Line extends AsyncDisposable {
  redis: Redis
  cut(): void
}

export async function openLine(port: number): Promise<Line> {
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
    near.pipe(far).pipe(near)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const redis = new Redis(portIn(server), '127.0.0.1', { maxRetriesPerRequest: null, retryStrategy: () => 50 })
  redis.on('error', () => {})
  return {
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

function portIn(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
