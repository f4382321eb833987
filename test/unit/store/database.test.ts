import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { BusyFault } from '../../../src/errors.ts'
import { openStore } from '../../../src/store/database.ts'
import { lockInstance } from '../../../src/store/instance-lock.ts'
import { openLedger } from '../../../src/store/ledger.ts'

const folder = () => mkdtemp(join(tmpdir(), 'store-'))
const sumOf = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex')

describe('the store', () => {
  it('keeps runs and facts over a restart', async () => {
    const dir = await folder()
    {
      using store = openStore(dir, false)
      const ledger = openLedger(store.database)
      ledger.setFact('a', '1')
      ledger.recordRun({
        handler: 'track',
        subject: 's',
        label: 'l',
        outcome: 'done',
        reason: 'ok',
        startedAt: 1,
        endedAt: 2,
      })
    }
    using store = openStore(dir, false)
    const ledger = openLedger(store.database)
    expect(ledger.fact('a')).toBe('1')
    expect(ledger.lastRuns(5)).toMatchObject([{ subject: 's', outcome: 'done' }])
  })

  it('is read without touching the disk', async () => {
    const dir = await folder()
    using store = openStore(dir, true)
    openLedger(store.database).lastRuns(5)
    expect(await readdir(dir)).toEqual([])
  })

  it('A17 an older program refuses the file of a newer one and leaves it', async () => {
    const dir = await folder()
    const path = join(dir, 'orchestrator.db')
    const file = new DatabaseSync(path)
    file.exec('create table t (x); pragma user_version = 99')
    file.close()
    const before = await sumOf(path)
    expect(() => openStore(dir, false)).toThrow(/newer version/)
    expect(await sumOf(path)).toBe(before)
  })

  it('takes over the attempts of the version before', async () => {
    const dir = await folder()
    const file = new DatabaseSync(join(dir, 'orchestrator.db'))
    const { MIGRATIONS } = await import('../../../src/store/migrations.ts')
    file.exec(`${MIGRATIONS[0]}
      insert into attempt values ('page', '["link"]', 3, 'retry', 'cut', 5000, 10), ('task', 'a title', 1, 'retry', 'x', 0, 1);
      pragma user_version = 1`)
    file.close()
    using store = openStore(dir, false)
    expect(store.database.prepare('select key, state, attempts, run_at, wish from job').all()).toEqual([
      { key: 'track:page', state: 'delayed', attempts: 3, run_at: 5000, wish: '["link"]' },
    ])
  })

  it('one instance holds var/ at a time, and gives it back', async () => {
    const dir = await folder()
    const first = lockInstance(dir)
    expect(() => lockInstance(dir)).toThrow(BusyFault)
    first[Symbol.dispose]()
    lockInstance(dir)[Symbol.dispose]()
  })
})

describe('a commit', () => {
  const open = async () => {
    const store = openStore(await folder(), false)
    store.database.exec('create table t (x integer primary key)')
    return store
  }
  const all = (store: Awaited<ReturnType<typeof open>>) =>
    store.database
      .prepare('select x from t order by x')
      .all()
      .map(row => row.x)

  it('takes back only the piece that throws; the others of the turn stay', async () => {
    using store = await open()
    const add = store.database.prepare('insert into t values (?)')
    const endings = await Promise.allSettled([
      store.commit(() => void add.run(1)),
      store.commit(() => {
        add.run(2)
        throw new Error('no')
      }),
      store.commit(() => {
        add.run(3)
        return 'three'
      }),
    ])
    expect(endings.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(endings[2]).toMatchObject({ value: 'three' })
    expect(all(store)).toEqual([1, 3])
  })

  it('is on the disk when it resolves: another connection sees all of it', async () => {
    const dir = await folder()
    using store = openStore(dir, false)
    store.database.exec('create table t (x)')
    using other = openStore(dir, true)
    const count = other.database.prepare('select count(*) as n from t')
    const pending = store.commit(() => void store.database.exec('insert into t values (1), (2)'))
    expect(count.get()?.n).toBe(0)
    await pending
    expect(count.get()?.n).toBe(2)
  })

  it('a full disk refuses the whole turn, and the store goes on when there is room again', async () => {
    using store = await open()
    store.database.exec('create table big (x)')
    const { database } = store
    const pages = Number(database.prepare('pragma page_count').get()?.page_count)
    database.exec(`pragma max_page_count = ${pages + 5}`)
    const add = database.prepare('insert into t values (?)')
    const endings = await Promise.allSettled([
      store.commit(() => void add.run(1)),
      store.commit(() => void database.prepare('insert into big values (zeroblob(1000000))').run()),
    ])
    expect(endings[1]).toMatchObject({ status: 'rejected', reason: { errorClass: 'Environment' } })
    database.exec('pragma max_page_count = 100000')
    await store.commit(() => void add.run(7))
    expect(all(store)).toContain(7)
  })
})
