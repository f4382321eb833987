// What a machine of a cluster needs: Redis, the shared library, the audio programs.

import { existsSync } from 'node:fs'
import { isLibraryTold, requireSharedLibrary, requireWritable } from '../cluster/audio-work/shared-library.ts'
import { connectRedis, keepsOnDisk, prefixOf } from '../cluster/connect.ts'
import { nodesOf } from '../cluster/machines/nodes.ts'
import type { Config } from '../config.ts'
import { messageOf } from '../errors.ts'
import { type Check, failed, ok, type Seen, warning } from './check.ts'

const WANTED = 'REDIS_URL=redis://host:6379 in .env, the same on all machines'
const KEEP = 'appendonly yes in redis.conf'
const MOUNT = 'mount the volume, and set LIBRARY_DIR to the library on it'
const START = 'start `orchestrator` on the machine that is to coordinate: it says it'

/** @param isWorker the library has to be the one that the cluster shares already */
export function clusterChecks(config: Config, { isWorker }: { isWorker: boolean }): Check[] {
  const { REDIS_URL: url } = config.settings
  if (url === undefined)
    return isWorker ? [{ name: 'Redis', look: () => [failed('REDIS_URL is not set', WANTED)] }] : []
  const redis: Check = { name: 'Redis', look: () => redisSeen(url, config.settings.CLUSTER_NAME) }
  return isWorker ? [redis, { name: 'library', look: () => librarySeen(url, config) }] : [redis]
}

async function redisSeen(url: string, cluster: string): Promise<Seen[]> {
  const redis = await connectRedis(url)
  try {
    const info = await redis.info()
    const nodes = await nodesOf(redis, prefixOf(cluster))
    const version = /^redis_version:(.*?)\r?$/m.exec(info)?.[1]
    const hold = keepsOnDisk(info)
      ? ok('it keeps what it holds on the disk')
      : warning('it keeps nothing on the disk', KEEP)
    return [ok(`${version}, noeviction, machines of the cluster ${cluster} that are there: ${nodes.length}`), hold]
  } finally {
    redis.disconnect()
  }
}

async function librarySeen(url: string, { libraryDir, settings }: Config): Promise<Seen[]> {
  const redis = await connectRedis(url).catch(() => undefined)
  if (!redis) return [warning('not looked at: Redis knows which library is shared')]
  const prefix = prefixOf(settings.CLUSTER_NAME)
  try {
    if (existsSync(libraryDir) && !(await isLibraryTold(redis, prefix)))
      return [warning('which library is shared is not known yet', START)]
    await requireSharedLibrary(redis, prefix, libraryDir)
    await requireWritable(libraryDir)
    return [ok(`${libraryDir} is the one that the cluster shares, and can be written`)]
  } catch (error) {
    return [failed(messageOf(error), MOUNT)]
  } finally {
    redis.disconnect()
  }
}
