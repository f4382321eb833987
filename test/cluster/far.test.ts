// Redis behind a long cable, and Redis behind TLS.

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { connectRedis } from '../../src/cluster/connect.ts'
import { hasOpenssl, makeCertificate } from '../support/certificate.ts'
import { orchestrator } from '../support/cli.ts'
import { openLine } from '../support/cut-line.ts'
import { addSongs, areDone, expectOnce, isCoordinated } from '../support/machine-songs.ts'
import { startMachines, until } from '../support/machines.ts'
import { hasRedis, sparePort, startRedis } from '../support/redis-server.ts'

const LOOP = ['--no-music-sync', '--interval', '5']
/** To another continent and back takes about 200 ms. */
const EACH_WAY_MS = 100

describe.skipIf(!hasRedis)('Redis far away', () => {
  it('every answer comes late: everything is done, once, and nobody loses its seat or its lease', async () => {
    await using machines = await startMachines({ CLUSTER_LEASE: '15' }) // what people have
    await using line = await openLine(machines.redis.port, EACH_WAY_MS)
    const far = { REDIS_URL: line.url }
    const ids = await addSongs(machines, 2)
    const coordinator = await machines.start(LOOP, { ...far, COORDINATOR_WORKS: 'false' })
    await until('it coordinates', () => isCoordinated(machines))
    const worker = await machines.worker([], far)
    await until('all is done', () => areDone(machines, ids))
    expect(await worker.stop()).toBe(0)
    expect(await coordinator.stop()).toBe(0)
    for (const { ended } of [coordinator, worker]) expect((await ended).stderr).not.toMatch(/lost|taken over|hang/)
    await expectOnce(machines, ids)
  })
})

describe.skipIf(!hasRedis || !hasOpenssl)('Redis behind TLS (rediss://)', () => {
  it('is used when its certificate is known, and is refused with the mend when it is not', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tls-'))
    makeCertificate(dir, ['localhost'])
    const port = await sparePort()
    const [cert, key] = [join(dir, 'cert.pem'), join(dir, 'key.pem')]
    const files = ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', cert]
    await using _redis = await startRedis(['--tls-port', `${port}`, '--tls-auth-clients', 'no', ...files])
    const url = `rediss://localhost:${port}`
    await expect(connectRedis(url)).rejects.toThrow('NODE_EXTRA_CA_CERTS')
    const settings = { REDIS_URL: url, NODE_EXTRA_CA_CERTS: cert }
    const { stdout } = await orchestrator(['doctor', '--worker', '--var', dir], settings)
    expect(stdout).toMatch(/Redis.*noeviction, machines of the cluster/)
  })
})
