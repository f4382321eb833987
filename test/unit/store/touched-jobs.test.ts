import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../../src/store/database.ts'
import { openJournal } from '../../../src/store/journal.ts'
import { openMerges } from '../../../src/store/merges.ts'
import { watchTouched } from '../../../src/store/touched-jobs.ts'

let dir: string
let store: Store
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'touched-'))
  store = openStore(dir, false)
})
afterEach(() => {
  store[Symbol.dispose]()
  rmSync(dir, { recursive: true })
})

describe('what changed', () => {
  it('is known by its key, once, until it is taken', async () => {
    using touched = watchTouched(store.database)
    const merges = openMerges(store, () => 1)
    const journal = openJournal(store, () => 1)
    await store.commit(() => merges.put('a', { recording: 1, owner: 'b' }))
    await store.commit(() => merges.put('a', { recording: 2, owner: 'b' }))
    await store.commit(() => journal.recordMeasured('b', {}))
    await store.commit(() => merges.forget('a'))
    expect(touched.version).toBeGreaterThanOrEqual(4)
    expect(touched.take(1)).toEqual(['track:a'])
    expect(touched.take(10)).toEqual(['track:b'])
    expect(touched.take(10)).toEqual([])
  })

  it('and was taken back was not changed', async () => {
    using touched = watchTouched(store.database)
    const merges = openMerges(store, () => 1)
    const failing = store.commit(() => {
      merges.put('a', { recording: 1, owner: 'b' })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(touched.take(10)).toEqual([])
  })

  it('leaves nothing in the store', () => {
    watchTouched(store.database)[Symbol.dispose]()
    expect(store.database.prepare('select name from sqlite_temp_master').all()).toEqual([])
    expect(store.database.prepare("select name from sqlite_master where name like 'touch%'").all()).toEqual([])
    using again = watchTouched(store.database)
    expect(again.version).toBe(0)
  })
})
