import { describe, expect, it } from 'vitest'
import { begun, openHostCluster, takenOver } from '../support/host-cluster.ts'
import { whyNoHosts } from '../support/hosts.ts'
import { LEASE, until } from '../support/machines.ts'
import { hasRedis } from '../support/redis-server.ts'

const isPossible = hasRedis && whyNoHosts() === undefined

describe.skipIf(!isPossible)('several hosts (network namespaces)', () => {
  it('P4 the cable of a worker is drawn, then that of the coordinator: others go on, and nothing is done twice', async () => {
    await using cluster = await openHostCluster(['ada', 'bea', 'cid', 'dan'], { CLUSTER_LEASE: `${LEASE}` })
    const rows = [await cluster.addSong(3)]
    await cluster.coordinator('ada')
    await cluster.worker('cid', { FAILPOINTS: 'piece.begun=delay:6000@1' }) // longer than its lease
    await until('ada coordinates', async () => (await cluster.coordinates()) === 'ada')
    await cluster.coordinator('bea')
    const held = await begun(cluster)
    cluster.host('cid').cut()
    await cluster.worker('dan')
    await takenOver(cluster, held)
    await until('the first is done', () => cluster.areDone(rows))

    const known = await cluster.tries()
    rows.push(await cluster.addSong(3), await cluster.addSong(3))
    await begun(cluster, known)
    cluster.host('ada').cut()
    cluster.host('cid').mend()
    await until('bea coordinates', async () => (await cluster.coordinates()) === 'bea')
    cluster.host('ada').mend()
    await until('all are done', () => cluster.areDone(rows))
    await until('ada knows that another coordinates', async () =>
      (await cluster.nodes()).some(({ host, role }) => host.startsWith('ada ') && role === 'waits'),
    )
    expect(await cluster.notOnce(rows)).toEqual([])
  })
})
