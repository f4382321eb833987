import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { besideOf, writeWhole } from '../../src/durable-file.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'durable-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

/** Of a process that has ended. */
const deadPid = () => spawnSync(process.execPath, ['--version']).pid

describe('a file that is written whole', () => {
  it('is there with its mode, whatever it had, and with nothing beside it', async () => {
    const path = join(dir, 'note.txt')
    writeFileSync(path, 'before', { mode: 0o644 })
    await writeWhole(path, 'after', 0o600)
    expect(readFileSync(path, 'utf8')).toBe('after')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(dir)).toEqual(['note.txt'])
  })

  it('takes away what a killed run left on its way to it, and nothing that is another file’s, or still written', async () => {
    const path = join(dir, 'note.txt')
    const living = `.note.txt.${process.ppid}.part`
    const left = [`.note.txt.${deadPid()}.part`, `.other.txt.${deadPid()}.part`, '.note.txt.mine.part', living]
    for (const name of left) writeFileSync(join(dir, name), 'half')
    await writeWhole(path, 'whole')
    expect(readdirSync(dir).toSorted()).toEqual([...left.slice(1), 'note.txt'].toSorted())
  })

  it('that cannot take its place leaves what is there, and nothing beside it', async () => {
    const path = join(dir, 'folder')
    mkdirSync(path)
    writeFileSync(join(path, 'song'), 'x')
    await expect(writeWhole(path, 'text')).rejects.toThrow()
    expect(readdirSync(dir)).toEqual(['folder'])
    expect(besideOf(path)).toBe(join(dir, `.folder.${process.pid}.part`))
  })
})
