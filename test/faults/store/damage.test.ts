// The journal file is damaged: nothing accepted is forgotten without a word when a copy has it.

import { existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { armFailpoints } from '../../../src/failpoint.ts'
import { openStore } from '../../../src/store/database.ts'
import { recoverStore } from '../../../src/store/recover.ts'
import { endRecovery } from '../../../src/store/recovery-note.ts'
import {
  accept,
  copyStore,
  cutOffStore,
  flip,
  jobOf,
  jobsIn,
  listeningLog,
  newFolder,
  numbersOf,
  queueOver,
  storeIn,
  storeWithCopy,
} from './stores.ts'

const now = new Date('2026-11-21T13:00:00Z')
const whole = storeWithCopy()
const cutOff = cutOffStore()
const PLACES = 50

/** A store of its own to damage. */
async function damaged(harm: (file: string) => void) {
  const { dir: from, keys } = await whole
  const dir = newFolder()
  copyStore(from, dir)
  harm(storeIn(dir))
  return { dir, keys, found: existsSync(storeIn(dir)) ? readFileSync(storeIn(dir)) : undefined }
}

function start(dir: string, diedBefore = false) {
  const { log, said } = listeningLog()
  return { recovery: recoverStore(dir, { log, now, diedBefore }), said }
}

/** A job goes through from its wish to its end. */
async function works(dir: string): Promise<boolean> {
  using store = openStore(dir, false)
  const queue = queueOver(store)
  await queue.enqueue([{ ...jobOf('track:new'), priority: 1 }])
  const [job] = await queue.claim({ pool: 'tracks', limit: 1 })
  if (job?.key !== 'track:new') return false
  return queue.finish(job, { kind: 'done', text: 'done' }, { startedAt: 0 })
}

afterEach(() => armFailpoints('none=none'))

describe('the journal file is damaged', () => {
  it('the store has 100 pages and more', async () => {
    expect(statSync(storeIn((await whole).dir)).size / 4096).toBeGreaterThan(100)
  })

  const next = numbersOf(20_261_121)
  for (let place = 1; place <= PLACES; place += 1) {
    const share = place <= 6 ? next() * 0.001 : next() // some of them in the header and the first page
    const count = 1 + Math.floor(next() * 16)
    it(`B14 bytes are flipped at place ${place}: all jobs are there, or it is said what was done`, async () => {
      const { dir, keys, found } = await damaged(file => flip(file, Math.floor(share * statSync(file).size), count))
      const { recovery, said } = start(dir)
      expect(said).toHaveLength(recovery ? 1 : 0)
      if (recovery) {
        expect(recovery.restoredFrom).toBeDefined()
        expect(readFileSync(recovery.kept ?? '').equals(found ?? Buffer.alloc(0))).toBe(true)
      }
      expect(new Set(jobsIn(dir))).toEqual(new Set(keys))
      expect(await works(dir)).toBe(true)
    })
  }

  it('B14 a byte that changed in what decides about a job is always noticed', async () => {
    const { dir, keys } = await whole
    const bytes = readFileSync(storeIn(dir))
    const key = keys[300] ?? ''
    const inRow = bytes.indexOf(`${key}tracksweb`)
    expect(inRow).toBeGreaterThan(0)
    const places = [inRow, inRow + key.length, bytes.indexOf('waiting', inRow), bytes.indexOf('{"pageId"', inRow)]
    for (const place of places) {
      const harmed = await damaged(file => flip(file, place))
      expect(start(harmed.dir).recovery, `byte ${place - inRow} of the row`).toBeDefined()
    }
  })

  const harms: [string, (file: string) => void][] = [
    ['is cut to half', file => truncateSync(file, Math.floor(statSync(file).size / 2))],
    ['is cut inside a page', file => truncateSync(file, statSync(file).size - 100)],
    ['is cut to 50 bytes', file => truncateSync(file, 50)],
    ['is empty', file => truncateSync(file, 0)],
    ['is full of zeros', file => writeFileSync(file, Buffer.alloc(statSync(file).size))],
    ['is no database', file => writeFileSync(file, 'hello\n'.repeat(5000))],
    ['is gone', file => rmSync(file)],
    ['says an older version', file => setVersion(file, 1)],
    ['says no version', file => setVersion(file, 0)],
  ]
  for (const [what, harm] of harms)
    it(`B14 the file ${what}: the newest copy takes its place, and what was found is kept`, async () => {
      const { dir, keys, found } = await damaged(harm)
      const { recovery, said } = start(dir)
      expect(recovery).toMatchObject({ restoredFrom: expect.stringContaining('20261121T120000Z') })
      expect(said.join()).toContain('copy')
      if (found) expect(readFileSync(recovery?.kept ?? '').equals(found)).toBe(true)
      expect(new Set(jobsIn(dir))).toEqual(new Set(keys))
      expect(await works(dir)).toBe(true)
    })

  it('B14 a damaged copy is passed over for an older one, and without any the state begins anew, which is said', async () => {
    const { dir } = await damaged(file => truncateSync(file, 5000))
    for (const name of ['20261121T120000Z', '20261120T120000Z'])
      writeFileSync(`${dir}/backup/orchestrator-${name}.db`, 'not a copy')
    const { recovery, said } = start(dir)
    expect(recovery?.restoredFrom).toBeUndefined()
    expect(statSync(recovery?.kept ?? '').size).toBe(5000)
    expect(said.join()).toContain('begins anew')
    expect(jobsIn(dir)).toEqual([])
  })

  for (const point of ['noted', 'moved', 'moved@2', 'aside', 'copied', 'placed']) {
    it(`B14 killed in the middle of the recovery (${point}): the next start ends it and says so`, async () => {
      const { dir, keys } = await damaged(file => flip(file, 40 * 4096, 4000))
      writeFileSync(`${storeIn(dir)}-wal`, '')
      const [name, nth] = point.split('@')
      armFailpoints(`recover.${name}=throw${nth ? `@${nth}` : ''}`)
      expect(() => start(dir)).toThrow('failpoint')
      armFailpoints('none=none')
      const { recovery, said } = start(dir)
      expect(recovery?.kept && existsSync(recovery.kept)).toBe(true)
      expect(recovery?.restoredFrom).toBeDefined()
      expect(said).toHaveLength(1)
      expect(new Set(jobsIn(dir))).toEqual(new Set(keys))
    })
  }

  it('B14 what the state lacks is said at each start until it is looked up', async () => {
    const { dir } = await damaged(file => truncateSync(file, 4096))
    const first = start(dir).recovery
    expect(first).toBeDefined()
    expect(start(dir).recovery).toEqual(first)
    endRecovery(dir)
    expect(start(dir)).toEqual({ recovery: undefined, said: [] })
  })
})

/** Behind it lies what was copied into the database already: a -wal is begun anew without being made shorter. */
function endOfCommits(wal: string): number {
  const bytes = readFileSync(wal)
  const [header, frame] = [32, 24 + bytes.readUInt32BE(8)]
  const salts = bytes.subarray(16, 24)
  let end = header
  while (end + frame <= bytes.length && bytes.subarray(end + 8, end + 16).equals(salts)) end += frame
  return end
}

describe('the -wal is damaged', () => {
  async function killed(harm: (wal: string) => void) {
    const { dir: from, copied, newer } = await cutOff
    const dir = newFolder()
    copyStore(from, dir)
    harm(`${storeIn(dir)}-wal`)
    return { dir, copied, newer }
  }

  it('B14 a sound one is taken whole after a kill', async () => {
    const { dir, copied, newer } = await killed(() => {})
    expect(start(dir, true)).toEqual({ recovery: undefined, said: [] })
    expect(new Set(jobsIn(dir))).toEqual(new Set([...copied, ...newer]))
  })

  it('B14 -wal deleted: it is said, and nothing is lost that the copy has', async () => {
    const { dir, copied } = await killed(wal => rmSync(wal))
    expect(start(dir).recovery?.why).toContain('gone')
    expect(jobsIn(dir)).toEqual(expect.arrayContaining(copied))
    expect(await works(dir)).toBe(true)
  })

  it('B14 -wal and -shm deleted: the lock’s holder did not end well, so it is said too', async () => {
    const { dir, copied } = await killed(wal => {
      rmSync(wal)
      rmSync(wal.replace('-wal', '-shm'))
    })
    expect(start(dir, true).recovery?.why).toContain('gone')
    expect(jobsIn(dir)).toEqual(expect.arrayContaining(copied))
  })

  it('B14 -wal garbage: it is kept, said, and nothing is lost that the copy has', async () => {
    const { dir, copied } = await killed(wal => writeFileSync(wal, Buffer.alloc(20_000, 'garbage')))
    const { recovery, said } = start(dir, true)
    expect(recovery?.why).toContain('unreadable')
    expect(readFileSync(recovery?.kept ?? '', 'utf8')).toContain('garbage')
    expect(said).toHaveLength(1)
    expect(jobsIn(dir)).toEqual(expect.arrayContaining(copied))
  })

  it('B14 -wal damaged in the middle: SQLite takes what is before, the rest is said to be lost', async () => {
    const { dir, copied, newer } = await killed(wal => flip(wal, Math.floor(endOfCommits(wal) / 2), 3))
    const { recovery } = start(dir, true)
    expect(recovery?.why).toContain('before its end')
    const found = jobsIn(dir)
    expect(found).toEqual(expect.arrayContaining(copied))
    expect(newer.filter(key => found.includes(key)).length).toBeLessThan(newer.length)
  })

  it('B14 a commit that a kill cut short is no damage', async () => {
    const { dir, copied, newer } = await killed(wal => truncateSync(wal, endOfCommits(wal) - 100))
    expect(start(dir, true).recovery).toBeUndefined()
    expect(new Set(jobsIn(dir))).toEqual(new Set([...copied, ...newer.slice(0, -1)]))
  })

  it('B14 a large transaction that was taken back, and then a kill: no damage is seen', async () => {
    const { dir: running } = await whole
    const [work, dir] = [newFolder(), newFolder()]
    copyStore(running, work)
    using store = openStore(work, false)
    await accept(store, ['track:before'])
    // More than the cache holds is written to the -wal before it is known whether it stays.
    store.database.exec(`pragma cache_size = 10;
      begin; update job set reason = hex(randomblob(900)); rollback;
      insert into fact values ('after', 'the rest is left over')`)
    copyStore(work, dir)
    expect(start(dir, true).recovery).toBeUndefined()
    expect(jobsIn(dir)).toContain('track:before')
  })
})

function setVersion(file: string, version: number): void {
  const bytes = readFileSync(file)
  bytes.writeUInt32BE(version, 60)
  writeFileSync(file, bytes)
}
