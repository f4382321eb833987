// The log that schedulers write is emptied in place: whoever holds it open writes on.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OUTPUT_LOG, trimOutputLog } from '../../../src/schedule/output-log.ts'

let dir: string
let path: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'output-log-'))
  path = join(dir, OUTPUT_LOG)
})
afterEach(() => rmSync(dir, { recursive: true }))

const read = (name: string) => readFileSync(join(dir, name), 'utf8')

describe('the log of schedulers', () => {
  it('stays as it is while it is small, and when there is none', () => {
    expect(trimOutputLog(dir, 10)).toBe(false)
    writeFileSync(path, '0123456789')
    expect(trimOutputLog(dir, 10)).toBe(false)
    expect(readdirSync(dir)).toEqual([OUTPUT_LOG])
  })

  it('too large, becomes an older one; three of these are kept', () => {
    for (const round of [1, 2, 3, 4, 5]) {
      writeFileSync(path, `round ${round} `.repeat(3))
      expect(trimOutputLog(dir, 10)).toBe(true)
    }
    expect(readdirSync(dir).sort()).toEqual([OUTPUT_LOG, ...[1, 2, 3].map(number => `${OUTPUT_LOG}.${number}`)])
    expect(statSync(path).size).toBe(0)
    expect(read(`${OUTPUT_LOG}.1`)).toBe('round 5 '.repeat(3))
    expect(read(`${OUTPUT_LOG}.3`)).toBe('round 3 '.repeat(3))
  })

  it('whoever has it open for appending writes on at its beginning', () => {
    const held = openSync(path, 'a')
    writeSync(held, 'x'.repeat(100))
    const { ino } = statSync(path)
    trimOutputLog(dir, 10)
    writeSync(held, 'more\n')
    closeSync(held)
    expect(readFileSync(path, 'utf8')).toBe('more\n')
    expect(statSync(path).ino).toBe(ino)
  })

  it('a shell that redirects into it loses no line that it wrote before or after', async () => {
    const shell = spawn('/bin/sh', [
      '-c',
      `while read line; do echo "$line"; done >> '${path}'; echo done >> '${path}.end'`,
    ])
    const say = async (text: string) => {
      shell.stdin.write(`${text}\n`)
      while (!existsSync(path) || !read(OUTPUT_LOG).endsWith(`${text}\n`))
        await new Promise(resolve => setTimeout(resolve, 5))
    }
    await say('first')
    trimOutputLog(dir, 3)
    await say('second')
    shell.stdin.end()
    await once(shell, 'exit')
    expect([read(`${OUTPUT_LOG}.1`), read(OUTPUT_LOG)]).toEqual(['first\n', 'second\n'])
  })

  it('what was cut off in the middle is done anew', () => {
    writeFileSync(`${path}.new`, 'half of a co')
    appendFileSync(path, 'y'.repeat(20))
    trimOutputLog(dir, 10)
    expect(read(`${OUTPUT_LOG}.1`)).toBe('y'.repeat(20))
    expect(existsSync(`${path}.new`)).toBe(false)
  })

  it('a folder of its name is left alone', () => {
    mkdirSync(path)
    expect(trimOutputLog(dir, 0)).toBe(false)
  })

  it('where there is no room for a copy it stays', () => {
    writeFileSync(path, 'z'.repeat(20))
    mkdirSync(`${path}.new`)
    expect(() => trimOutputLog(dir, 10)).toThrow()
    expect(read(OUTPUT_LOG)).toBe('z'.repeat(20))
  })
})
