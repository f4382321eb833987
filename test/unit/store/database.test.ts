import { mkdtemp, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { BusyFault } from '../../../src/errors.ts'
import { lockInstance, openDatabase } from '../../../src/store/database.ts'
import { openLedger } from '../../../src/store/ledger.ts'

const folder = () => mkdtemp(join(tmpdir(), 'store-'))

describe('the store', () => {
  it('keeps attempts, runs and facts over a restart', async () => {
    const dir = await folder()
    const first = openDatabase(dir, false)
    const attempt = {
      rowId: 'r',
      input: 'i',
      attempts: 2,
      outcome: 'retry',
      reason: 'cut',
      notBefore: 5,
      at: 1,
    } as const
    openLedger(first).recordAttempt(attempt)
    openLedger(first).setFact('a', 'b')
    first.close()
    const ledger = openLedger(openDatabase(dir, false))
    expect(ledger.attempt('r')).toEqual(attempt)
    expect(ledger.fact('a')).toBe('b')
    ledger.forget('r')
    expect(ledger.attempt('r')).toBeUndefined()
  })

  it('is read without touching the disk', async () => {
    const dir = await folder()
    openLedger(openDatabase(dir, true)).lastRuns(5)
    expect(await readdir(dir)).toEqual([])
  })

  it('refuses a file of a newer program and leaves it', async () => {
    const dir = await folder()
    const file = new DatabaseSync(join(dir, 'orchestrator.db'))
    file.exec('pragma user_version = 99')
    file.close()
    expect(() => openDatabase(dir, false)).toThrow(/newer version/)
  })

  it('one instance holds var/ at a time, and gives it back', async () => {
    const dir = await folder()
    const first = lockInstance(dir)
    expect(() => lockInstance(dir)).toThrow(BusyFault)
    first.release()
    lockInstance(dir).release()
  })
})
