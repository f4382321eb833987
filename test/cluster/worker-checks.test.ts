// What `doctor --worker` says of Redis and the library.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { clusterChecks } from '../../src/doctor/worker-checks.ts'
import { hasRedis, startRedis } from '../support/redis-server.ts'

async function librarySeen(environment: Record<string, string>) {
  const checks = clusterChecks(loadConfig({ environment }), { isWorker: true })
  return checks.find(({ name }) => name === 'library')?.look(AbortSignal.timeout(20_000))
}

describe.skipIf(!hasRedis)('the library of a worker', () => {
  it('is named with what mends it, and is no failure before anybody could say which it is', async () => {
    await using redis = await startRedis()
    const client = redis.connect()
    const dir = mkdtempSync(join(tmpdir(), 'library-'))
    const seen = (LIBRARY_DIR = dir) => librarySeen({ REDIS_URL: redis.url, LIBRARY_DIR })
    expect(await seen(join(dir, 'nowhere'))).toMatchObject([
      { state: 'failed', says: expect.stringContaining('is not there'), mend: expect.stringContaining('mount') },
    ])
    expect(await seen()).toMatchObject([{ state: 'warning', mend: expect.stringContaining('start `orchestrator`') }])
    await client.set('{orchestrator}:volume', 'one')
    expect(await seen()).toMatchObject([{ state: 'failed', says: expect.stringContaining('.library-id is not in it') }])
    writeFileSync(join(dir, '.library-id'), 'one\n')
    expect(await seen()).toMatchObject([{ state: 'ok' }])
  })

  it('is not known without Redis, which is said once', async () => {
    const seen = await librarySeen({ REDIS_URL: 'redis://127.0.0.1:1', LIBRARY_DIR: tmpdir() })
    expect(seen).toMatchObject([{ state: 'warning', says: 'not looked at: Redis knows which library is shared' }])
  })
})
