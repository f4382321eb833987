import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BusyFault, Environment } from '../../../src/errors.ts'
import { lockInstance } from '../../../src/store/instance-lock.ts'
import { newFolder } from '../../faults/store/stores.ts'

const open = { pid: 1, since: '2026-11-20T00:00:00.000Z', store: 'open' }

describe('the lock on var/', () => {
  it('is held by one at a time, names it, and is given back', () => {
    const dir = newFolder()
    {
      using _lock = lockInstance(dir)
      expect(() => lockInstance(dir)).toThrow(BusyFault)
      expect(() => lockInstance(dir)).toThrow(`process ${process.pid}`)
    }
    using again = lockInstance(dir)
    expect(again.diedBefore).toBe(false)
  })

  it('knows that the instance before had the store open and did not end well', () => {
    const dir = newFolder()
    writeFileSync(join(dir, 'instance.json'), JSON.stringify(open))
    using lock = lockInstance(dir)
    expect(lock.diedBefore).toBe(true)
  })

  it('one that takes it without opening the store leaves that knowledge to the next', () => {
    const dir = newFolder()
    writeFileSync(join(dir, 'instance.json'), JSON.stringify(open))
    lockInstance(dir)[Symbol.dispose]()
    {
      using lock = lockInstance(dir)
      expect(lock.diedBefore).toBe(true)
      lock.storeIsOpen()
    }
    expect(existsSync(join(dir, 'instance.json'))).toBe(false)
  })

  it('a half-written name is no reason to stop', () => {
    const dir = newFolder()
    writeFileSync(join(dir, 'instance.json'), '{"pid": 1')
    using lock = lockInstance(dir)
    expect(lock.diedBefore).toBe(false)
    expect(() => lockInstance(dir)).toThrow(BusyFault)
  })

  it('a place where no lock can be made is an Environment fault, not another instance', () => {
    const dir = newFolder()
    mkdirSync(join(dir, 'instance.lock'))
    expect(() => lockInstance(dir)).toThrow(Environment)
  })
})
