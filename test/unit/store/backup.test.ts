import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { Environment } from '../../../src/errors.ts'
import { backupsIn, keepBackup } from '../../../src/store/backup.ts'
import { checkStore } from '../../../src/store/check-store.ts'
import { openStore } from '../../../src/store/database.ts'
import { newFolder, storeIn } from '../../faults/store/stores.ts'

const DAY_MS = 24 * 60 * 60_000
const noon = new Date('2026-11-21T12:00:00Z')
const daysOn = (days: number) => new Date(noon.getTime() + days * DAY_MS)

describe('copies of the store', () => {
  it('are kept once a day, the newest three', async () => {
    const dir = newFolder()
    using store = openStore(dir, false)
    expect((await keepBackup(store.database, dir, noon))?.at).toEqual(noon)
    expect(await keepBackup(store.database, dir, daysOn(0.9))).toBeUndefined()
    for (const day of [1, 2, 3, 4]) await keepBackup(store.database, dir, daysOn(day))
    expect(readdirSync(join(dir, 'backup')).sort()).toEqual(
      [2, 3, 4].map(day => `orchestrator-202611${21 + day}T120000Z.db`),
    )
    expect(backupsIn(dir).map(({ at }) => at)).toEqual([daysOn(4), daysOn(3), daysOn(2)])
  })

  it('hold what is committed, and the main file holds no less', async () => {
    const dir = newFolder()
    using store = openStore(dir, false)
    await store.commit(() => store.database.exec("insert into fact values ('kept', 'yes')"))
    const copy = await keepBackup(store.database, dir, noon)
    expect(factIn(copy?.file ?? '')).toBe('yes')
    expect(factIn(storeIn(dir))).toBe('yes')
    expect(existsSync(`${copy?.file}-wal`)).toBe(false)
  })

  it('Q4 are whole although commits go on meanwhile, and hold none of them up for long', async () => {
    const dir = newFolder()
    using store = openStore(dir, false)
    const add = store.database.prepare('insert into fact values (?, hex(randomblob(500)))')
    await store.commit(() => {
      for (let index = 0; index < 20_000; index += 1) add.run(`fact ${index}`)
    })
    const copying = keepBackup(store.database, dir, noon)
    let isCopied = false
    const settled = copying
      .catch(() => {})
      .then(() => {
        isCopied = true
      })
    let commits = 0
    for (; !isCopied; commits += 1) await store.commit(() => add.run(`meanwhile ${commits}`))
    await settled
    expect(commits).toBeGreaterThan(3)
    expect(checkStore((await copying)?.file ?? '')).toEqual({ state: 'ok' })
  })

  it('one of a store that is damaged is not kept', async () => {
    const dir = newFolder()
    using store = openStore(dir, false)
    store.database.exec("insert into effect values ('run', 'stage', 'begun', '{half', 0)")
    await expect(keepBackup(store.database, dir, noon)).rejects.toThrow(Environment)
    expect(readdirSync(join(dir, 'backup'))).toEqual([])
  })

  it('a copy that a killed run left half-written is removed, and never taken for one', async () => {
    const dir = newFolder()
    mkdirSync(join(dir, 'backup'))
    writeFileSync(join(dir, 'backup', 'orchestrator-20261120T120000Z.db.part'), 'half')
    writeFileSync(join(dir, 'backup', 'a person’s own.db'), 'mine')
    using store = openStore(dir, false)
    expect(backupsIn(dir)).toEqual([])
    await keepBackup(store.database, dir, noon)
    expect(readdirSync(join(dir, 'backup')).sort()).toEqual(['a person’s own.db', 'orchestrator-20261121T120000Z.db'])
  })

  it('those that a wrong clock dated to the future make way for one of today', async () => {
    const dir = newFolder()
    using store = openStore(dir, false)
    for (const days of [400, 500, 600]) await keepBackup(store.database, dir, daysOn(days))
    await keepBackup(store.database, dir, noon)
    expect(backupsIn(dir).map(({ at }) => at)).toEqual([noon])
    expect(await keepBackup(store.database, dir, daysOn(0.5))).toBeUndefined()
  })

  it('one that cannot be made is an Environment fault, and the older copies stay', async () => {
    const dir = newFolder()
    {
      using store = openStore(dir, false)
      await keepBackup(store.database, dir, noon)
    }
    using reader = new DatabaseSync(storeIn(dir), { readOnly: true })
    reader.close()
    await expect(keepBackup(reader, dir, daysOn(1))).rejects.toThrow(Environment)
    expect(backupsIn(dir).map(({ at }) => at)).toEqual([noon])
  })
})

function factIn(file: string): unknown {
  const url = new URL(`file://${encodeURI(file)}?mode=ro&immutable=1`) // the main file alone, without a -wal
  using database = new DatabaseSync(url)
  return database.prepare("select value from fact where name = 'kept'").get()?.value
}
