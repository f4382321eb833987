// A copy of the whole state becomes the one that the log goes on from.

import { basename } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { failpoint } from '../../failpoint.ts'
import { LeaseLost } from '../../queue/leases.ts'
import { MIGRATIONS } from '../../store/migrations.ts'
import type { Redis } from '../connect.ts'
import { type Coordination, lockKey } from '../coordinator.ts'
import { dropOldSnapshots, keepSnapshot } from './snapshots.ts'
import { logKeys } from './state-log.ts'

export interface PublishDeps {
  redis: Redis
  prefix: string
  libraryDir: string
  database: DatabaseSync
  coordination: Pick<Coordination, 'mark' | 'check'>
}

/**
 * The commit that the copy ends with stays: it says of which history the log is. What frees memory comes first: a Redis that
 * is full takes what follows it in one script.
 */
const POINT = `
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 'lost' end
if ARGV[7] == 'begin' then
  redis.call('del', KEYS[2])
  redis.call('hset', KEYS[3], 'seq', ARGV[5], 'fence', ARGV[6])
else
  if tonumber(redis.call('hget', KEYS[3], 'seq') or '0') < tonumber(ARGV[5]) then return 'early' end
  redis.call('xtrim', KEYS[2], 'MINID', ARGV[5] .. '-0')
end
redis.call('hset', KEYS[3], 'snapshot', ARGV[2], 'version', ARGV[3], 'library', ARGV[4])
return 'ok'`
const ASK_AGAIN_MS = 100

/**
 * @param begin the log begins with it: nothing of what stands there is followed any more
 * @returns the commit that the copy ends with
 * @throws Environment when the volume does not take it
 */
export async function publishState(deps: PublishDeps, { begin }: { begin: boolean }): Promise<number> {
  const { redis, prefix, libraryDir, database, coordination } = deps
  coordination.check()
  const { file, seq, fence } = await keepSnapshot(database, libraryDir)
  await failpoint('state.copied')
  const { log, head } = logKeys(prefix)
  const mode = begin ? 'begin' : 'go on'
  const values = [coordination.mark, basename(file), MIGRATIONS.length, libraryDir, seq, fence, mode]
  for (;;) {
    coordination.check()
    const told = await redis.eval(POINT, 3, lockKey(prefix), log, head, ...values)
    if (told === 'lost') throw new LeaseLost('this machine coordinates no more: its copy is not taken')
    if (told === 'ok') break
    await sleep(ASK_AGAIN_MS) // the copy is ahead of what the log has taken
  }
  await failpoint('state.pointed')
  await dropOldSnapshots(libraryDir)
  return seq
}
