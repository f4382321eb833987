import { describe, expect, it } from 'vitest'
import { clusterNow } from '../../../../src/web/dashboard/cluster-now.ts'
import { goneOf, lookOf, machineOf, watched } from '../../../support/made-up-cluster.ts'

const PIECE = { label: 'Ada Low – Night Drive: check', seconds: 12, fraction: 0.5 }

describe('the cluster on the dashboard', () => {
  it('counts times from when a machine was heard, by this machine’s clock', () => {
    const cluster = watched(lookOf([machineOf('studio-2', { there: 100, pieces: [PIECE] }, 3)]))
    const [machine] = clusterNow(cluster, cluster.readAt).machines
    const ago = (at = 0) => Math.round((cluster.readAt - at) / 1000)
    expect([machine?.heardAt, machine?.since, machine?.pieces[0]?.since].map(ago)).toEqual([3, 103, 15])
  })

  it('marks those of another version than the coordinator’s', () => {
    const machines = [
      machineOf('studio-1', { role: 'coordinator', version: '1.0.0' }),
      machineOf('studio-2', { version: '1.0.0' }),
      machineOf('studio-3', { version: '1.1.0' }),
      machineOf('studio-4', { version: undefined }),
    ]
    const shown = clusterNow(watched(lookOf(machines)), 0).machines
    expect(shown.map(({ isOther }) => isOther)).toEqual([false, false, true, true])
  })

  it('shows those that went within the last hour, ten at most, and how', () => {
    const gone = [
      goneOf('a', { left: true }),
      goneOf('b', { isBack: true, pieces: [PIECE] }),
      goneOf('c'),
      goneOf('d', { heard: 3601 }),
    ]
    const many = Array.from({ length: 9 }, (_, index) => goneOf(`${index}`))
    const shown = clusterNow(watched(lookOf([], gone)), 0).gone
    expect(shown.map(({ how }) => how)).toEqual(['stopped', 'back', 'gone'])
    expect(shown[1]?.had).toEqual([PIECE.label])
    expect(clusterNow(watched(lookOf([], [...gone.slice(0, 3), ...many])), 0).gone).toHaveLength(10)
  })

  it('is old when Redis has not answered for some seconds', () => {
    const cluster = watched(lookOf([]))
    const later = (ms: number) => clusterNow(cluster, cluster.readAt + ms).oldSince
    expect([4000, 6000].map(later)).toEqual([undefined, cluster.readAt])
  })
})
