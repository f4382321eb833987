// Those who leave while their file is looked for do not count among those who listen.

import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { silentLog } from '../../src/log.ts'
import { addMediaRoutes } from '../../src/web/dashboard/media-routes.ts'
import { newApp } from '../../src/web/new-app.ts'
import { pageOf } from '../support/dashboard-place.ts'
import { quickFolder } from '../support/quick-place.ts'

const AUDIO = `/api/tracks/${pageOf(1)}/audio`
/** More than may listen at once. */
const LEAVERS = 45

/** Reset is no fault here. */
const closed = (socket: Socket) => socket.closed || new Promise(resolve => socket.once('close', resolve))

it('however many they are', async () => {
  const dir = quickFolder('media', 1)
  const path = join(dir, 'song.wav')
  writeFileSync(path, '0123456789')
  const app = newApp({ log: silentLog })
  const sockets = new Set<Socket>()
  app.server.on('connection', socket => sockets.add(socket))
  let isWaiting = true
  let asking = Promise.withResolvers<void>()
  addMediaRoutes(app, {
    async audio() {
      asking.resolve()
      if (isWaiting) await Promise.all([...sockets].map(closed))
      return { handle: await open(path), path, bytes: 10, type: 'audio/wav', etag: '"one"' }
    },
    waveform: async () => undefined,
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  try {
    for (let leaver = 0; leaver < LEAVERS; leaver += 1) {
      asking = Promise.withResolvers<void>()
      const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {})
      socket.write(`GET ${AUDIO} HTTP/1.1\r\nHost: x\r\n\r\n`)
      await Promise.race([asking.promise, once(socket, 'data')]) // or it is told that too many listen
      socket.resetAndDestroy()
    }
    isWaiting = false
    const statusNow = async () => (await fetch(url + AUDIO)).status
    await expect.poll(statusNow, { timeout: 5000 }).toBe(200)
  } finally {
    await app.close()
    rmSync(dir, { recursive: true })
  }
})
