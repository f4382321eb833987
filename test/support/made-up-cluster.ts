// A cluster that nobody runs, as whoever looks is told of it.

import { type Heartbeat, readHeartbeat } from '../../src/cluster/machines/heartbeat.ts'
import type { ClusterLook } from '../../src/cluster/machines/look.ts'
import type { ClusterNode, GoneNode } from '../../src/cluster/machines/nodes.ts'
import type { WatchedCluster } from '../../src/cluster/machines/watch.ts'

export const machineOf = (name: string, said: Partial<Heartbeat> = {}, heard = 1): ClusterNode => ({
  ...readHeartbeat('{}'),
  id: name,
  host: `${name} (process 41)`,
  machine: name,
  pid: 41,
  version: '1.0.0',
  there: 7200,
  role: 'worker',
  ...said,
  heard,
})

export const goneOf = (
  name: string,
  { isBack = false, heard = 60, ...said }: Partial<Heartbeat> & { isBack?: boolean; heard?: number } = {},
): GoneNode => ({ ...machineOf(name, said, heard), isBack })

export const lookOf = (machines: ClusterNode[], gone: GoneNode[] = []): ClusterLook => ({
  machines,
  gone,
  coordinator: { host: 'studio-1 (process 41)', fence: 3 },
  pieces: {
    track: { waiting: 4, running: 2, failed: 1, isPaused: true },
    library: { waiting: 1, running: 0, failed: 0, isPaused: false },
  },
  log: { commits: 1234, sinceCopy: 34, fence: 3 },
})

export const watched = (last: ClusterLook): WatchedCluster => ({
  last,
  readAt: Date.now(),
  version: 1,
  hasSeat: true,
})

/** With names that other people may give. */
export function hostileCluster(names: readonly string[]): WatchedCluster {
  const kinds = ['track', 'library']
  const busy = { kinds, concurrency: 3, running: 2, done: 12_345 }
  const label = (index: number) => ({ label: names[index] ?? '', seconds: 75.2, fraction: 0.4 })
  return watched(
    lookOf(
      [
        machineOf('studio-1', { role: 'coordinator', concurrency: 0 }),
        ...names.map((name, index) =>
          machineOf(name, { ...busy, host: name, version: name, pieces: [label(index), label(index + 1)] }),
        ),
      ],
      names.map((name, index) => goneOf(`${index}`, { host: name, left: index % 2 === 0, pieces: [label(index)] })),
    ),
  )
}
