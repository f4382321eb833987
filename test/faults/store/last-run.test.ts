// The file of the last music sync is half-written: it is kept aside, said, and the sync counts as due.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { silentLog } from '../../../src/log.ts'
import { lastRunFile } from '../../../src/orchestrator/last-run.ts'
import { newFolder } from './stores.ts'

const TEXT = '{"last_run": 1763726400}'

describe('the file of the last music sync', () => {
  it('B13 it is cut at every byte in turn: never a wrong time, what was found is kept, and it is said', async () => {
    for (let length = 0; length < TEXT.length; length += 1) {
      const dir = newFolder()
      const said: string[] = []
      const log = { ...silentLog, warn: (_fields: object, message: string) => void said.push(message) }
      writeFileSync(join(dir, 'music_sync_last_run.json'), TEXT.slice(0, length))
      const lastRun = lastRunFile(dir, log, false)
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
    expect(await lastRunFile(dir, silentLog, false).read()).toBe(1_763_726_400)
    expect(readdirSync(dir)).toEqual(['music_sync_last_run.json'])
  })
})
