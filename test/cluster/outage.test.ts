// Machines that stood still, a Redis that stood still, clocks that differ. `FAULTS=whole`: for as long as a failover takes.

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { storeFile } from '../../src/store/database.ts'
import { isWhole } from '../support/figure.ts'
import { addSongs, areDone, expectOnce, isCoordinated, isHeld } from '../support/machine-songs.ts'
import { type Machine, type Machines, startMachines, until } from '../support/machines.ts'
import { hasRedis } from '../support/redis-server.ts'

const LOOP = ['--no-music-sync', '--interval', '5']
const PAUSE_MS = isWhole ? 30_000 : 6_000
const FAKETIME = ['x86_64', 'aarch64']
  .map(kind => `/usr/lib/${kind}-linux-gnu/faketime/libfaketimeMT.so.1`)
  .find(existsSync)

const count = (text: string, words: string) => text.split(words).length - 1

/** Something it does is begun and not done: it says so to nobody, but stands there. */
async function frozenIn(machines: Machines, first: Machine, ids: readonly string[], isThere: () => Promise<boolean>) {
  await until('it has an effect in its hands', isThere)
  first.child.kill('SIGSTOP')
  const second = await machines.start(LOOP)
  await until('the other has done all', () => areDone(machines, ids))
  first.child.kill('SIGCONT')
  await sleep(3_000) // what it had in its hands would be done by now
  return second
}

describe.skipIf(!hasRedis)('several machines', () => {
  it.each(isWhole ? [1, 2] : [2])(
    'P3 Redis stands still for long, %i may coordinate: one does again by itself, all is done once, and it is said in a line',
    async machinesThere => {
      await using machines = await startMachines()
      const ids = await addSongs(machines, 2)
      const all = [await machines.start(LOOP)]
      await until('it coordinates', () => isCoordinated(machines))
      if (machinesThere > 1) all.push(await machines.start(LOOP))
      await until('a piece is held', () => isHeld(machines))
      process.kill(machines.redis.pid(), 'SIGSTOP')
      const before = machines.bench.writes.length
      await sleep(PAUSE_MS / 2)
      const atRest = machines.bench.writes.length
      await sleep(PAUSE_MS / 2)
      expect(machines.bench.writes).toHaveLength(atRest) // whoever coordinated has given up
      expect(atRest - before).toBeLessThanOrEqual(ids.length)
      process.kill(machines.redis.pid(), 'SIGCONT')
      await until('all is done', () => areDone(machines, ids))
      await until('one coordinates', () => isCoordinated(machines))
      await Promise.all(all.map(machine => machine.stop())) // at once: none takes over from another
      await expectOnce(machines, ids)
      const said = (await Promise.all(all.map(({ ended }) => ended))).map(({ stderr }) => stderr).join('\n')
      const lost = count(said, 'this machine coordinates no more: Redis did not hear from it for too long')
      expect(lost).toBeGreaterThan(0)
      expect(count(said, 'this machine coordinates the cluster')).toBe(lost + 1)
      expect(said).not.toMatch(/error|an unexpected fault|people could not be told|\n {4}at /)
    },
  )

  it('P4 the coordinator stood still with a write to Notion in its hands, and another took over: it is not made', async () => {
    await using machines = await startMachines()
    const ids = await addSongs(machines, 1)
    const first = await machines.start(LOOP, { FAILPOINTS: 'outbox.sending=delay:1500@1,outbox.sent=kill' })
    await frozenIn(machines, first, ids, async () => isSending(first))
    expect(first.child.signalCode).toBe(null) // it would have died after the write
    await expectOnce(machines, ids)
    await first.stop()
    expect((await first.ended).stderr).toContain('this machine coordinates no more')
  })

  it.skipIf(!isWhole)(
    'P4 the coordinator stood still with a file in its hands, and another took over: it is not placed',
    async () => {
      await using machines = await startMachines()
      const ids = await addSongs(machines, 1)
      const first = await machines.start(LOOP, { FAILPOINTS: 'file.synced=delay:1500@1,file.linked=kill' })
      const filed = join(machines.libraryDir, 'Unassigned')
      const isCopied = () => existsSync(filed) && readdirSync(filed).some(name => name.endsWith('.part'))
      await frozenIn(machines, first, ids, async () => isCopied())
      expect(first.child.signalCode).toBe(null)
      await expectOnce(machines, ids)
      await first.stop()
    },
  )

  it.skipIf(!isWhole || !FAKETIME)(
    'P5 clocks that differ by five minutes: nothing is early, nothing waits, nothing is made twice',
    async () => {
      await using machines = await startMachines()
      const ids = await addSongs(machines, 2)
      const at = (offset: string) => ({
        LD_PRELOAD: FAKETIME ?? '',
        FAKETIME: offset,
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
      })
      const coordinator = await machines.start(LOOP, { COORDINATOR_WORKS: 'false', ...at('-300s') })
      const ahead = await machines.worker([], { FAILPOINTS: 'piece.begun=delay:2000', ...at('+300s') })
      await until('a piece is held', () => isHeld(machines))
      expect((await machines.nodes()).map(({ heard }) => heard < 20)).toEqual([true, true])
      expect(await ahead.stop()).toBe(0) // what it gives back may begin at once, by no clock
      await machines.worker()
      expect(await until('all is done', () => areDone(machines, ids))).toBeLessThan(40_000)
      await coordinator.stop()
      await expectOnce(machines, ids)
      const { stderr } = await coordinator.ended
      expect(stderr).not.toContain('coordinates no more')
    },
  )
})

/** A write is on its way. */
function isSending({ varDir }: Machine): boolean {
  if (!existsSync(storeFile(varDir))) return false
  using database = new DatabaseSync(storeFile(varDir), { readOnly: true, timeout: 1000 })
  const isMade = database.prepare("select 1 from sqlite_schema where name = 'outbox'").get() !== undefined
  if (!isMade) return false
  return database.prepare("select 1 from outbox where state = 'sending'").get() !== undefined
}
