// The cluster as the dashboard shows it: times by this machine's clock, texts of a length that fits.

import { PIECE_KINDS } from '../../cluster/audio-work/piece.ts'
import { latelyGone } from '../../cluster/machines/cluster-lines.ts'
import type { ClusterNode, GoneNode } from '../../cluster/machines/nodes.ts'
import { isOtherVersion } from '../../cluster/machines/version.ts'
import type { WatchedCluster } from '../../cluster/machines/watch.ts'
import type { Cluster, GoneMachine, Machine } from './api.ts'
import { cut } from './tracks/line.ts'

/** Letters of a machine's name. */
const NAME = 80

const OLD_MS = 5_000

export function clusterNow({ last, readAt }: WatchedCluster, now: number): Cluster {
  const { machines, pieces, log } = last
  const sum = (state: 'waiting' | 'running' | 'failed') =>
    PIECE_KINDS.reduce((total, kind) => total + pieces[kind][state], 0)
  const version = machines.find(({ role }) => role === 'coordinator')?.version
  return {
    machines: machines.map(machine => machineOf(machine, version, readAt)),
    gone: latelyGone(last).map(gone => goneOf(gone, readAt)),
    pieces: { waiting: sum('waiting'), running: sum('running'), setAside: sum('failed') },
    paused: PIECE_KINDS.filter(kind => pieces[kind].isPaused),
    log: { commits: log.commits, sinceCopy: log.sinceCopy },
    ...(now - readAt > OLD_MS && { oldSince: readAt }),
  }
}

/** What it said of seconds was so when it was heard. */
function machineOf(node: ClusterNode, version: string | undefined, readAt: number): Machine {
  const heardAt = before(readAt, node.heard)
  return {
    id: node.id,
    name: cut(node.host, NAME),
    role: node.role,
    kinds: node.kinds.map(kind => cut(kind)),
    places: node.concurrency,
    running: node.running,
    done: node.done,
    pieces: node.pieces.map(({ label, seconds, fraction }) => ({
      label: cut(label),
      since: before(heardAt, seconds),
      ...(fraction !== undefined && { fraction }),
    })),
    ...(node.there !== undefined && { since: before(heardAt, node.there) }),
    heardAt,
    ...(node.version !== undefined && { version: cut(node.version, NAME) }),
    isOther: isOtherVersion(node.version, version),
  }
}

const goneOf = ({ id, host, heard, left, isBack, pieces }: GoneNode, readAt: number): GoneMachine => ({
  id,
  name: cut(host, NAME),
  heardAt: before(readAt, heard),
  how: left ? 'stopped' : isBack ? 'back' : 'gone',
  had: pieces.map(({ label }) => cut(label)),
})

/** To the second: what stays as it is, is no news. */
const before = (at: number, seconds: number): number => Math.round((at - seconds * 1000) / 1000) * 1000
