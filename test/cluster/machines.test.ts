import { describe, expect, it } from 'vitest'
import { addSongs, areDone, expectOnce, isCoordinated, isHeld } from '../support/machine-songs.ts'
import { LEASE, type Machine, type Machines, startMachines, until } from '../support/machines.ts'
import { hasRedis } from '../support/redis-server.ts'

const LOOP = ['--no-music-sync', '--interval', '5']
const ONLY_COORDINATES = { COORDINATOR_WORKS: 'false' }

const hasWorker = (machines: Machines, count: number) => async () =>
  (await machines.nodes()).filter(({ role }) => role === 'worker').length === count

describe.skipIf(!hasRedis)('several machines', () => {
  it('P4 a worker killed in the middle of a track: another takes its work, nothing is lost and nothing twice', async () => {
    await using machines = await startMachines()
    const ids = await addSongs(machines, 2)
    const coordinator = await machines.start(LOOP, ONLY_COORDINATES)
    const hanging = await machines.worker([], { FAILPOINTS: 'piece.begun=hang' })
    await until('a piece is held', () => isHeld(machines))
    await machines.worker()
    await until('two workers are there', hasWorker(machines, 2))
    await hanging.kill()
    const took = await until('all is done', () => areDone(machines, ids))
    expect(took).toBeLessThan(45_000)
    expect(await coordinator.stop()).toBe(0)
    await expectOnce(machines, ids)
  })

  it('a worker killed after its work and before it could tell: the work is done again, its effect is one', async () => {
    await using machines = await startMachines()
    const ids = await addSongs(machines, 1)
    const coordinator = await machines.start(LOOP, ONLY_COORDINATES)
    const dying = await machines.worker([], { FAILPOINTS: 'piece.answered=kill' })
    expect((await dying.ended).code).toBe(-1)
    await machines.worker()
    await until('all is done', () => areDone(machines, ids))
    await coordinator.stop()
    await expectOnce(machines, ids)
  })

  it('P4 a worker that stood still for longer than its lease: its late answer is refused', async () => {
    await using machines = await startMachines()
    const ids = await addSongs(machines, 1)
    const coordinator = await machines.start(LOOP, ONLY_COORDINATES)
    const frozen = await machines.worker([], { FAILPOINTS: 'piece.answered=delay:3000@1' })
    await until('a piece is held', () => isHeld(machines))
    frozen.child.kill('SIGSTOP')
    await machines.worker()
    await until('all is done', () => areDone(machines, ids))
    frozen.child.kill('SIGCONT')
    const { stderr } = await ended(frozen, 'was lost to another machine')
    expect(stderr).toContain('was lost to another machine: its answer is not taken')
    await coordinator.stop()
    await expectOnce(machines, ids)
  })

  it('a worker that is stopped hands back what it has: nobody waits for its lease', async () => {
    await using machines = await startMachines({ CLUSTER_LEASE: '20' })
    const ids = await addSongs(machines, 1)
    const coordinator = await machines.start(LOOP, ONLY_COORDINATES)
    const stopped = await machines.worker([], { FAILPOINTS: 'piece.begun=delay:2000' })
    await until('a piece is held', () => isHeld(machines))
    expect(await stopped.stop()).toBe(0)
    await machines.worker()
    expect(await until('all is done', () => areDone(machines, ids))).toBeLessThan(15_000)
    await coordinator.stop()
    await expectOnce(machines, ids)
  })

  it('P4 the coordinator killed in the middle of its tracks: the one that waited goes on where it was', async () => {
    await using machines = await startMachines()
    const ids = await addSongs(machines, 3)
    const first = await machines.start(LOOP, { FAILPOINTS: 'file.ran=kill@2' })
    await until('the first coordinates', () => isCoordinated(machines))
    const second = await machines.start(LOOP)
    expect((await first.ended).code).toBe(-1)
    const took = await until('all is done', () => areDone(machines, ids))
    expect(took).toBeLessThan(45_000)
    expect(await second.stop()).toBe(0)
    const { stderr } = await second.ended
    expect(stderr).toContain('coordinates; this machine takes over when that one is gone')
    expect(stderr).not.toContain('begins anew')
    await expectOnce(machines, ids)
    expect(LEASE).toBeLessThan(took / 1000)
  })

  it('P3 Redis dies in the middle and comes back with what it kept: everything is done, once', async () => {
    await using machines = await startMachines()
    const ids = await addSongs(machines, 3)
    const coordinator = await machines.start(LOOP)
    await until('a piece is held', () => isHeld(machines))
    await machines.redis.kill()
    await machines.redis.start()
    await until('all is done', () => areDone(machines, ids))
    await coordinator.stop()
    await expectOnce(machines, ids)
  })
})

/** Ends it once it has said something. */
async function ended(machine: Machine, word: string) {
  let said = ''
  machine.child.stderr?.on('data', text => {
    said += String(text)
    if (said.includes(word)) machine.child.kill('SIGTERM')
  })
  return machine.ended
}
