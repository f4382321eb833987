import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { watchLibrary } from '../../src/cluster/audio-work/library-watch.ts'
import { closeAll, openPieceQueues } from '../../src/cluster/audio-work/pieces.ts'
import { work } from '../../src/cluster/audio-work/work.ts'
import { silentLog } from '../../src/log.ts'
import { until } from '../support/machines.ts'
import { hasRedis, startRedis } from '../support/redis-server.ts'
import { jobOf } from '../unit/queue/open.ts'

describe.skipIf(!hasRedis)('a piece of work whose answer cannot be kept', () => {
  it('is given back, and another machine may have it', async () => {
    const libraryDir = mkdtempSync(join(tmpdir(), 'library-'))
    mkdirSync(join(libraryDir, '.orchestrator'))
    writeFileSync(join(libraryDir, '.orchestrator', 'tries'), 'a file where the folder is to be')
    await using server = await startRedis(['--appendfsync', 'no'])
    const queues = openPieceQueues({ redis: server.connect(), prefix: '{t}', leaseMs: 60_000, onError: () => {} })
    await queues.track.enqueue([jobOf('check:1'), jobOf('check:2')])
    const stop = new AbortController()
    const working = work({
      queues: [queues.track],
      libraryDir,
      library: watchLibrary({ libraryDir, log: silentLog }),
      audioOf: () => {
        throw new Error('nobody asked for that')
      },
      checkLibrary: async () => {},
      concurrency: 1,
      signal: stop.signal,
      log: silentLog,
    })
    await until('it was tried', async () => (await queues.track.resting('check:1'))?.attempts === 1)
    expect(await queues.track.running('check:1')).toBeUndefined()
    expect(await queues.track.resting('check:2')).toMatchObject({ state: 'waiting', attempts: 0 }) // it is not fit now
    stop.abort()
    await working.ended
    expect(working).toMatchObject({ running: 0, done: 0 })
    const taken = await queues.track.claim({ pool: 'tracks', limit: 2 })
    expect(taken.map(({ key }) => key).sort()).toEqual(['check:1', 'check:2'])
    await closeAll(queues)
  })
})
