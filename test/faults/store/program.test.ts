// The whole program over a damaged state: it works, says what it did, and does nothing twice.

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { newVar, orchestrator } from '../../support/cli.ts'
import { trackRows } from '../../support/rows.ts'
import { flip, storeIn } from './stores.ts'

const SYNCS_NOT = ['--once', '--no-music-sync']

function libraryOf(dir: string): string[] {
  const library = join(dir, 'library')
  return readdirSync(library, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
    .map(path => `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`)
}

/** The rows but for what says when they were looked at. */
const rowsOf = async (dir: string) => JSON.stringify(await trackRows(dir))

describe('the whole program', () => {
  it('B14 its state is damaged, gone or empty after work was done: nothing is done twice, and it is said once', async () => {
    const dir = await newVar()
    const once = () => orchestrator([...SYNCS_NOT, '--var', dir], { AUDIO_FORMATS: 'wav' })
    expect((await once()).code).toBe(0)
    const [files, rows] = [libraryOf(dir), await rowsOf(dir)]
    const harms = [
      () => flip(storeIn(dir), 0, 200),
      () => truncateSync(storeIn(dir), 5000),
      () => rmSync(storeIn(dir)),
      () => {
        rmSync(join(dir, 'backup'), { recursive: true, force: true })
        writeFileSync(storeIn(dir), 'nothing of a database')
      },
    ]
    for (const harm of harms) {
      harm()
      const { code, stderr } = await once()
      expect(stderr).toContain('the program’s state was damaged')
      expect(code).toBe(0)
      expect(libraryOf(dir)).toEqual(files)
      expect(await rowsOf(dir)).toBe(rows)
      expect(existsSync(join(dir, 'recovery.json'))).toBe(false)
    }
    const { stderr } = await once()
    expect(stderr).not.toContain('damaged')
    expect(readdirSync(dir).filter(name => name.includes('.corrupt-'))).toHaveLength(3)
  })
})
