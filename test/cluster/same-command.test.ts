// The same command on each machine: one coordinates, the others work for it and take over; orders reach the one that works.

import { expect, it } from 'vitest'
import { startMachines, until } from '../support/machines.ts'
import { hasRedis } from '../support/redis-server.ts'

const LOOP = ['--no-music-sync', '--interval', '5']

it.skipIf(!hasRedis)('a machine that waits does the work, hears orders for the other, and takes over', async () => {
  await using machines = await startMachines()
  const { bench } = machines
  const song = await bench.addTrack('song', bench.media.url('/song.wav?pitch=440'))
  const lost = await bench.addTrack('lost', bench.media.url('/gone.wav'))
  const first = await machines.start(LOOP, { COORDINATOR_WORKS: 'false' })
  const roleOf = async (pid: number | undefined) => (await machines.nodes()).find(one => one.pid === pid)?.role
  await until('the first coordinates', async () => (await roleOf(first.child.pid)) === 'coordinator')
  const second = await machines.start(LOOP)
  await until('the song is made', async () => (await bench.row(song)).downloaded)
  await until('it is told who made it', async () =>
    (await machines.nodes()).some(({ done, pid, role }) => done > 0 && pid === second.child.pid && role === 'waits'),
  )
  await until('the other one failed', async () => (await bench.row(lost)).tags.length > 0)
  const third = await machines.start(['retry', lost, '--json'])
  const { code, stdout, stderr } = await third.ended
  expect({ code, stderr }).toMatchObject({
    code: 0,
    stderr: /^the orchestrator that runs \(process \d+ on .*\) did it\n$/,
  })
  expect(JSON.parse(stdout)).toMatchObject({ again: [{ state: 'failed' }] })
  expect(await first.stop()).toBe(0)
  await until('the second coordinates', async () => (await roleOf(second.child.pid)) === 'coordinator')
  expect(await second.stop()).toBe(0)
  expect((await second.ended).stderr).toContain('this machine takes no more work')
})
