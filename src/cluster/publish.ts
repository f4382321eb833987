// A copy of the whole state becomes the one that the log goes on from.

import { basename } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { LeaseLost } from '../queue/leases.ts'
import { MIGRATIONS } from '../store/migrations.ts'
import type { Redis } from './connect.ts'
import { type Coordination, lockKey } from './coordinator.ts'
import { dropOldSnapshots, keepSnapshot, snapshotsDir } from './snapshots.ts'
import { logKeys } from './state-log.ts'

export interface PublishDeps {
  redis: Redis
  prefix: string
  libraryDir: string
  database: DatabaseSync
  coordination: Pick<Coordination, 'mark' | 'check'>
}

/** The commit that the copy ends with stays: it says of which history the log is. */
const POINT = `
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 'lost' end
redis.call('hset', KEYS[3], 'snapshot', ARGV[2], 'version', ARGV[3], 'library', ARGV[4])
if ARGV[7] == 'begin' then
  redis.call('del', KEYS[2])
  redis.call('hset', KEYS[3], 'seq', ARGV[5], 'fence', ARGV[6])
else
  redis.call('xtrim', KEYS[2], 'MINID', ARGV[5] .. '-0')
end
return 'ok'`

/** @param begin the log begins with it: nothing of what stands there is followed any more */
export async function publishState(deps: PublishDeps, { begin }: { begin: boolean }): Promise<void> {
  const { redis, prefix, libraryDir, database, coordination } = deps
  coordination.check()
  const dir = snapshotsDir(libraryDir)
  const { file, seq, fence } = await keepSnapshot(database, dir)
  const { log, head } = logKeys(prefix)
  const values = [
    coordination.mark,
    basename(file),
    MIGRATIONS.length,
    libraryDir,
    seq,
    fence,
    begin ? 'begin' : 'go on',
  ]
  const told = await redis.eval(POINT, 3, lockKey(prefix), log, head, ...values)
  if (told === 'lost') throw new LeaseLost('this node coordinates no more: its copy is not taken')
  dropOldSnapshots(dir)
}
