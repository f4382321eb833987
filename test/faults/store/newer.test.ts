// A file that is not for this version of the program, or cannot be read, is left as it is.

import { createHash } from 'node:crypto'
import { chmodSync, cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { ConfigFault, Environment } from '../../../src/errors.ts'
import { recoverStore } from '../../../src/store/recover.ts'
import { orchestrator } from '../../support/cli.ts'
import { copyStore, cutOffStore, listeningLog, newFolder, storeIn } from './stores.ts'

const options = { log: listeningLog().log, now: new Date('2026-11-21T13:00:00Z'), diedBefore: true }

/** Name and hash of all that stands in the folder, but what SQLite keeps to find its way in a -wal. */
function contentOf(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter(name => name.startsWith('orchestrator.db') && !name.endsWith('-shm'))
    .sort()
    .map(
      name =>
        `${name} ${createHash('sha256')
          .update(readFileSync(join(dir, name)))
          .digest('hex')}`,
    )
}

/** Made by a newer program that was killed: its version stands in the main file, or still in the -wal. */
async function newerStore(where: 'file' | 'wal'): Promise<string> {
  const { dir: from } = await cutOffStore()
  const running = newFolder()
  const dir = newFolder()
  copyStore(from, running)
  using database = new DatabaseSync(storeIn(running))
  database.exec('create table thing (name text) strict; pragma user_version = 99')
  if (where === 'file') database.exec('pragma wal_checkpoint(truncate)')
  copyStore(running, dir)
  return dir
}

describe('a store of a newer program', () => {
  for (const where of ['file', 'wal'] as const)
    it(`A17 its version stands in the ${where}: refused, and every byte is as it was`, async () => {
      const dir = await newerStore(where)
      const before = contentOf(dir)
      expect(() => recoverStore(dir, options)).toThrow(ConfigFault)
      expect(contentOf(dir)).toEqual(before)
    })

  it('A17 the whole program ends with 78, says why, and every byte is as it was', async () => {
    const dir = await newerStore('file')
    const [before] = contentOf(dir)
    const { code, stderr } = await orchestrator(['--once', '--var', dir])
    expect(stderr).toContain('newer version')
    expect(code).toBe(78)
    expect(contentOf(dir)).toContain(before)
  })
})

describe('a store that cannot be read', () => {
  it.skipIf(process.getuid?.() === 0)('B16 no leave to read it: an Environment fault, not a damage', async () => {
    const { dir } = await cutOffStore()
    const before = contentOf(dir)
    chmodSync(storeIn(dir), 0)
    expect(() => recoverStore(dir, options)).toThrow(Environment)
    chmodSync(storeIn(dir), 0o600)
    expect(contentOf(dir)).toEqual(before)
  })

  it('B16 another program holds it for itself: an Environment fault, not a damage', async () => {
    const { dir } = await cutOffStore()
    using other = new DatabaseSync(storeIn(dir))
    other.exec('pragma locking_mode = exclusive; begin exclusive; create table held (a)')
    const copied = newFolder()
    cpSync(join(dir, 'backup'), join(copied, 'backup'), { recursive: true })
    expect(() => recoverStore(dir, options)).toThrow(Environment)
    expect(contentOf(dir).filter(line => line.includes('corrupt'))).toEqual([])
  })
})
