// A redis-server of a test's own: on a spare port of this machine, in a folder of its own, gone when the test is over.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'

/** Where there is none, tests of several machines are skipped. */
export const hasRedis = (() => {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

export interface RedisServer extends AsyncDisposable {
  url: string
  port: number
  pid(): number
  /** Ends it at once, as a power cut does. */
  kill(): Promise<void>
  /** On the same port, with what is on the disk. */
  start(): Promise<void>
  connect(): Redis
}

export async function startRedis(settings: readonly string[] = []): Promise<RedisServer> {
  const dir = mkdtempSync(join(tmpdir(), 'redis-'))
  const port = await sparePort()
  const clients: Redis[] = []
  let child: ChildProcess | undefined
  const line = [
    '--port',
    `${port}`,
    '--bind',
    '127.0.0.1',
    '--dir',
    dir,
    '--save',
    '',
    '--appendonly',
    'yes',
    ...settings,
  ]

  async function start(): Promise<void> {
    child = spawn('redis-server', line, { stdio: 'ignore' })
    for (;;) {
      const probe = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: null })
      probe.on('error', () => {})
      const answer = await probe
        .connect()
        .then(() => probe.ping())
        .catch(() => undefined)
      probe.disconnect()
      if (answer === 'PONG') return
      await sleep(20)
    }
  }

  async function kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const dying = child
    child = undefined
    if (!dying || dying.exitCode !== null) return
    const gone = new Promise(resolve => dying.once('exit', resolve))
    dying.kill('SIGCONT')
    dying.kill(signal)
    await gone
  }

  await start()
  return {
    url: `redis://127.0.0.1:${port}/0`,
    port,
    pid: () => child?.pid ?? 0,
    kill: () => kill(),
    start,
    connect() {
      const client = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: null, retryStrategy: () => 50 })
      client.on('error', () => {})
      clients.push(client)
      return client
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.disconnect()
      await kill()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

export async function sparePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
