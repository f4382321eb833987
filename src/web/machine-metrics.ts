// What Prometheus reads of a cluster: its machines, its pieces of work, who coordinates.

import type { Registry } from 'prom-client'
import { PIECE_KINDS } from '../cluster/audio-work/piece.ts'
import { MACHINE_ROLES } from '../cluster/machines/heartbeat.ts'
import type { ClusterNode } from '../cluster/machines/nodes.ts'
import type { WatchedCluster } from '../cluster/machines/watch.ts'
import { gauge, total } from './collected.ts'

export function addMachines(registry: Registry, cluster: WatchedCluster, now: () => number): void {
  addEach(registry, cluster)
  gauge(registry, 'orchestrator_machines', 'Machines of the cluster that are there, by what they are', ['role'], () =>
    MACHINE_ROLES.map(role => ({
      labels: { role },
      value: cluster.last.machines.filter(one => one.role === role).length,
    })),
  )
  gauge(registry, 'orchestrator_pieces', 'Pieces of audio work by kind and state', ['kind', 'state'], () =>
    PIECE_KINDS.flatMap(kind => {
      const { waiting, running, failed } = cluster.last.pieces[kind]
      const states = { waiting, running, quarantined: failed }
      return Object.entries(states).map(([state, value]) => ({ labels: { kind, state }, value }))
    }),
  )
  const one = (name: string, help: string, value: () => number) =>
    gauge(registry, name, help, [], () => [{ value: value() }])
  one('orchestrator_coordinator', '1 while this machine coordinates the cluster', () => (cluster.hasSeat ? 1 : 0))
  one(
    'orchestrator_coordinator_fence',
    'Number of who coordinates; it grows with each that takes over',
    () => cluster.last.coordinator?.fence ?? 0,
  )
  one(
    'orchestrator_cluster_log_commits',
    'Commits since the last whole copy of the state',
    () => cluster.last.log.sinceCopy,
  )
  one('orchestrator_cluster_look_age_seconds', 'Seconds since Redis told how the cluster is', () =>
    Math.max(0, (now() - cluster.readAt) / 1000),
  )
  total(registry, 'orchestrator_cluster_commits_total', 'Commits of the cluster’s state', [], () => [
    { value: cluster.last.log.commits },
  ])
}

function addEach(registry: Registry, cluster: WatchedCluster): void {
  const labels = ['machine', 'pid']
  const each = (value: (machine: ClusterNode) => number) => () =>
    cluster.last.machines.map(one => ({ labels: labelsOf(one), value: value(one) }))
  gauge(registry, 'orchestrator_machine_info', '1 for each machine', [...labels, 'role', 'version'], () =>
    cluster.last.machines.map(one => ({
      labels: { ...labelsOf(one), role: one.role, version: one.version ?? '' },
      value: 1,
    })),
  )
  gauge(
    registry,
    'orchestrator_machine_heard_seconds',
    'Seconds since a machine was heard',
    labels,
    each(({ heard }) => heard),
  )
  gauge(
    registry,
    'orchestrator_machine_places',
    'Pieces that a machine does at once',
    labels,
    each(one => one.concurrency),
  )
  gauge(
    registry,
    'orchestrator_machine_running',
    'Pieces that a machine does now',
    labels,
    each(({ running }) => running),
  )
  total(
    registry,
    'orchestrator_machine_done_total',
    'Pieces that a machine has done since it came',
    labels,
    each(({ done }) => done),
  )
}

const labelsOf = ({ machine, host, pid }: ClusterNode) => ({ machine: machine ?? host, pid: String(pid) })
