// All machines, for `status` on any one of them.

import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import type { ClusterLook } from '../cluster/machines/look.ts'
import type { Config } from '../config.ts'
import { messageOf } from '../errors.ts'
import { storeFile } from '../store/database.ts'

export interface AskedCluster {
  data: { cluster?: ClusterLook | null; clusterAway?: string }
  lines: string[]
  /** This machine only works: what is known of tasks and tracks is where it is coordinated. */
  isAll: boolean
  /** Redis away is said, and takes nothing from the rest. */
  fault?: unknown
}

export async function askCluster(config: Config): Promise<AskedCluster> {
  if (config.settings.REDIS_URL === undefined) return { data: {}, lines: [], isAll: false }
  const { lookAtCluster } = await import('../cluster/machines/look.ts')
  const { clusterLines, latelyGone } = await import('../cluster/machines/cluster-lines.ts')
  try {
    const cluster = await lookAtCluster(config)
    const isAll = (cluster.coordinator !== null || cluster.log.commits > 0) && hasNothing(config)
    return {
      data: { cluster: { ...cluster, gone: latelyGone(cluster) } },
      lines: [...clusterLines(cluster), ...(isAll ? [] : elsewhereLine(cluster))],
      isAll,
    }
  } catch (error) {
    const why = messageOf(error)
    const says = `Cluster: what its machines do is not known now: ${why}`
    return { data: { cluster: null, clusterAway: why }, lines: [says], isAll: false, fault: error }
  }
}

/** It never coordinated, and a local workspace would be made only to be shown. */
const hasNothing = ({ settings, varDir }: Config) =>
  settings.NOTION_TOKEN === undefined && !existsSync(storeFile(varDir))

/** Jobs and runs are the coordinator's. */
function elsewhereLine({ machines }: ClusterLook): string[] {
  const holder = machines.find(({ role }) => role === 'coordinator')
  if (!holder || holder.machine === hostname()) return []
  return [`What follows is what this machine knows itself; ${holder.host} has what the cluster knows.`]
}
