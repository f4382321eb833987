// All machines, for `status` on any one of them.

import { existsSync } from 'node:fs'
import type { ClusterLook } from '../cluster/machines/look.ts'
import type { Config } from '../config.ts'
import { BusyFault, messageOf } from '../errors.ts'
import { storeFile } from '../store/database.ts'
import { runningIn } from '../store/instance-lock.ts'

export interface AskedCluster {
  data: { cluster?: ClusterLook | null; clusterAway?: string }
  lines: string[]
  /** This machine only works: what is known of tasks and tracks is where it is coordinated. */
  isAll: boolean
  /** For a person who is shown what this machine knows itself, where that may be less than the cluster knows. */
  elsewhere?: string
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
      lines: clusterLines(cluster),
      isAll,
      elsewhere: await elsewhereLine(cluster, config),
    }
  } catch (error) {
    const why = messageOf(error)
    const says = `Cluster: what its machines do is not known now: ${why}`
    const elsewhere = `${OWN}: ${why}`
    return { data: { cluster: null, clusterAway: why }, lines: [says], isAll: false, elsewhere, fault: error }
  }
}

/** It never coordinated, and a local workspace would be made only to be shown. */
const hasNothing = ({ settings, varDir }: Config) =>
  settings.NOTION_TOKEN === undefined && !existsSync(storeFile(varDir))

const OWN = 'What follows is what this machine knows itself'

/** Jobs and runs are with whoever coordinates, or did last. */
async function elsewhereLine({ coordinator, log }: ClusterLook, config: Config): Promise<string | undefined> {
  if (coordinator !== null)
    return coordinator.host === (await hereIn(config))
      ? undefined
      : `${OWN}; ${coordinator.host} has what the cluster knows.`
  const { fenceIn } = await import('../cluster/state/restore.ts')
  return fenceIn(storeFile(config.varDir)) < log.fence ? `${OWN}; another machine coordinated last.` : undefined
}

/** The instance that works in `var/`, as the cluster would call it. */
async function hereIn({ varDir }: Config): Promise<string | undefined> {
  const { nodeName } = await import('../cluster/machines/nodes.ts')
  const running = runningIn(varDir)
  return running && nodeName(running.pid)
}

/** Its state in `var/` is the cluster's. @throws Environment, ConfigFault when Redis does not say */
export async function isCoordinatedHere(config: Config): Promise<boolean> {
  const { lookAtCluster } = await import('../cluster/machines/look.ts')
  const { coordinator } = await lookAtCluster(config)
  return coordinator !== null && coordinator.host === (await hereIn(config))
}

/** @throws BusyFault when another machine coordinates */
export async function requireHere(config: Config): Promise<void> {
  const { data } = await askCluster(config)
  const holder = data.cluster?.coordinator?.host
  if (holder !== undefined && holder !== (await hereIn(config)))
    throw new BusyFault(`another orchestrator coordinates: ${holder}`)
}
