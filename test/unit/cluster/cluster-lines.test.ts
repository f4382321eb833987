import { describe, expect, it } from 'vitest'
import { clusterLines } from '../../../src/cluster/machines/cluster-lines.ts'
import { readHeartbeat } from '../../../src/cluster/machines/heartbeat.ts'
import { goneOf, lookOf, machineOf } from '../../support/made-up-cluster.ts'

const PIECE = { label: 'Ada Low – Night Drive: make files', seconds: 300, fraction: 0.4 }

describe('what status says of a cluster', () => {
  it('is each machine, what it does, and which went', () => {
    const work = { kinds: ['track'], concurrency: 4, running: 1, done: 7, pieces: [PIECE] }
    const lines = clusterLines(
      lookOf(
        [
          machineOf('studio-1', { role: 'coordinator' }),
          machineOf('studio-2', { ...work, version: '1.1.0' }, 4),
          machineOf('studio-3', { role: 'waits', there: 30 }),
        ],
        [
          goneOf('laptop', { left: true, heard: 2400 }),
          goneOf('studio-4', { pieces: [PIECE] }),
          goneOf('old', { heard: 4000 }),
        ],
      ),
      new Date(2026, 10, 21, 14, 5).getTime(),
    )
    expect(lines).toEqual([
      'Cluster: 3 machines, 1 piece of audio work running, 5 waiting, 1 set aside',
      '  the queue track is paused: somebody paused it with BullMQ’s tools',
      '  studio-1 (process 41): coordinates, there for 2 h, heard 1 s ago',
      '  studio-2 (process 41): works, 1 of 4 places in use, 7 done (track), there for 2 h, of another version (1.1.0), heard 4 s ago',
      '    Ada Low – Night Drive: make files, for 5 min, 40 %',
      '  studio-3 (process 41): would take over, there for 31 s, heard 1 s ago',
      '  laptop (process 41): was stopped, heard last 21 Nov, 13:25 (40 min ago)',
      '  studio-4 (process 41): is gone, heard last 21 Nov, 14:04 (60 s ago); it had Ada Low – Night Drive: make files',
      '  its state: 1234 commits, 34 since the last whole copy',
    ])
  })

  it('says that nobody coordinates', () => {
    const lines = clusterLines({ ...lookOf([machineOf('studio-2')]), coordinator: null })
    expect(lines).toContain('  nobody coordinates now: an orchestrator that is started or waits takes over')
  })
})

describe('what a machine of another version says', () => {
  it('is understood as far as it goes', () => {
    const older = {
      host: 'old (process 1)',
      pid: 1,
      role: 'worker',
      kinds: ['track'],
      concurrency: 2,
      running: 1,
      done: 5,
    }
    expect(readHeartbeat(JSON.stringify(older))).toEqual({ ...older, pieces: [], left: false })
    const newer = {
      ...older,
      role: 'archivist',
      kinds: ['video'],
      running: { now: 1 },
      pieces: [{ fraction: 7 }],
      more: 1,
    }
    expect(readHeartbeat(JSON.stringify(newer))).toEqual({
      ...older,
      role: 'unknown',
      kinds: ['video'],
      running: 0,
      pieces: [{ label: 'work without a name', seconds: 0 }],
      left: false,
    })
    for (const text of ['', 'null', '5', '[]', '{'])
      expect(readHeartbeat(text)).toMatchObject({ host: 'a machine of another version', role: 'unknown' })
  })
})
