// The file of the last music sync is half-written: it is kept aside, said, and the sync counts as due.

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { silentLog } from '../../../src/log.ts'
import { openLastRun } from '../../../src/orchestrator/last-run.ts'
import { openStore } from '../../../src/store/database.ts'
import { openLedger } from '../../../src/store/ledger.ts'
import { newFolder } from './stores.ts'

const memoryIn = (known: Map<string, string>) => ({
  recall: (name: string) => known.get(name),
  remember: async (name: string, value: string) => void known.set(name, value),
})
const openIn = (varDir: string, { known = new Map<string, string>(), machine = 'this', log = silentLog } = {}) =>
  openLastRun({ varDir, machine, memory: memoryIn(known), log, readOnly: false })

const TEXT = '{"last_run": 1763726400}'

describe('the file of the last music sync', () => {
  it('B13 it is cut at every byte in turn: never a wrong time, what was found is kept, and it is said', async () => {
    for (let length = 0; length < TEXT.length; length += 1) {
      const dir = newFolder()
      const said: string[] = []
      const log = { ...silentLog, warn: (_fields: object, message: string) => void said.push(message) }
      writeFileSync(join(dir, 'music_sync_last_run.json'), TEXT.slice(0, length))
      const lastRun = openIn(dir, { log })
      expect(await lastRun.read(), `cut after ${length} bytes`).toBeUndefined()
      expect(readdirSync(dir).map(name => readFileSync(join(dir, name), 'utf8'))).toEqual([TEXT.slice(0, length)])
      expect(said).toHaveLength(1)
      await lastRun.write(5)
      expect(await lastRun.read()).toBe(5)
    }
  })

  it('B13 a whole one is read as it is', async () => {
    const dir = newFolder()
    writeFileSync(join(dir, 'music_sync_last_run.json'), TEXT)
    expect(await openIn(dir).read()).toBe(1_763_726_400)
    expect(readdirSync(dir)).toEqual(['music_sync_last_run.json'])
  })
})

describe('the time of the last music sync', () => {
  it('is known to a machine that takes the state over, and has no file', async () => {
    using store = openStore(newFolder(), false)
    const ledger = openLedger(store.database)
    const remember = (name: string, value: string) => store.commit(() => ledger.setFact(name, value))
    const at = (machine: string, varDir: string) =>
      openLastRun({ varDir, machine, memory: { recall: ledger.fact, remember }, log: silentLog, readOnly: false })
    const [one, other] = [newFolder(), newFolder()]
    await at('one', one).write(1_763_726_400)
    expect(readFileSync(join(one, 'music_sync_last_run.json'), 'utf8')).toBe(TEXT.replace(' ', ''))
    expect(await at('other', other).read()).toBe(1_763_726_400)
    expect(readdirSync(other)).toEqual([])
  })

  it.each([
    ['of the machine before', 900, 1000],
    ['of the file', 1000, 900],
  ])('is the newer one, %s', async (_, inFile, ofOther) => {
    const [dir, known] = [newFolder(), new Map<string, string>()]
    await openIn(newFolder(), { known, machine: 'other' }).write(ofOther)
    writeFileSync(join(dir, 'music_sync_last_run.json'), JSON.stringify({ last_run: inFile }))
    expect(await openIn(dir, { known }).read()).toBe(1000)
  })

  it('is what the file says where no other machine ran it since: a person may change it, or take it away', async () => {
    const [dir, known] = [newFolder(), new Map<string, string>()]
    await openIn(dir, { known }).write(1000)
    writeFileSync(join(dir, 'music_sync_last_run.json'), '{"last_run": 12}')
    expect(await openIn(dir, { known }).read()).toBe(12)
    rmSync(join(dir, 'music_sync_last_run.json'))
    expect(await openIn(dir, { known }).read()).toBeUndefined()
  })

  it('is not written where the state does not take it', async () => {
    const dir = newFolder()
    const memory = { recall: () => undefined, remember: () => Promise.reject(new Error('another machine coordinates')) }
    const lastRun = openLastRun({ varDir: dir, machine: 'this', memory, log: silentLog, readOnly: false })
    await expect(lastRun.write(5)).rejects.toThrow('another machine')
    expect(readdirSync(dir)).toEqual([])
  })
})
