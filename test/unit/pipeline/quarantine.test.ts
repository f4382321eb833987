// Files set aside: once, whole, for a while, and never more than there is room for.

import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { armFailpoints } from '../../../src/failpoint.ts'
import type { Log } from '../../../src/log.ts'
import { quarantineAt, type SetAside, setAside, tidyQuarantine, whySetAside } from '../../../src/pipeline/quarantine.ts'

const PAGE = '284e7361-6027-8018-872a-eb14e82e0392'
const NOW = Date.parse('2026-11-21T12:00:00Z')
const DAY_MS = 86_400_000

let root: string
let dir: string
const info = vi.fn()
const log = { info } as unknown as Log // all that is asked for
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'quarantine-'))
  dir = join(root, 'quarantine')
  info.mockClear()
})
afterEach(async () => {
  armFailpoints('none=kill')
  await rm(root, { recursive: true, force: true })
})

async function fetched(content: string, ending = 'wav') {
  const path = join(root, `media.${ending}`)
  await writeFile(path, content)
  const sha256 = createHash('sha256').update(content).digest('hex')
  const why: SetAside = {
    page: PAGE,
    title: 'Night Ferry',
    link: 'https://soundcloud.com/a/b',
    reason: 'it is cut',
    checks: [{ check: 'decode', verdict: 'fail', says: 'it is cut' }],
    at: new Date(NOW).toISOString(),
    sha256,
  }
  return { path, why, stem: sha256.slice(0, 8) }
}
const names = async (page = PAGE) => (await readdir(join(dir, page))).sort()

describe('a file set aside', () => {
  it('lies there under its content, with the reason beside it', async () => {
    const { path, why, stem } = await fetched('one')
    await setAside(dir, path, why)
    expect(await names()).toEqual([`${stem}.json`, `${stem}.wav`])
    expect(await readFile(join(dir, PAGE, `${stem}.wav`), 'utf8')).toBe('one')
    expect(JSON.parse(await readFile(join(dir, PAGE, `${stem}.json`), 'utf8'))).toEqual(why)
    expect(await whySetAside(dir, PAGE, why.sha256)).toBe('it is cut')
    expect(await whySetAside(dir, 'another page', why.sha256)).toBeUndefined()
    expect(await whySetAside(dir, PAGE, 'f'.repeat(64))).toBeUndefined()
  })

  it.each(['quarantine.noted', 'quarantine.moved'])('cut off at %s it is set aside once', async point => {
    const { path, why, stem } = await fetched('one')
    armFailpoints(`${point}=throw`)
    await expect(setAside(dir, path, why)).rejects.toThrow(point)
    armFailpoints('none=kill')
    await setAside(dir, path, why)
    await setAside(dir, path, why)
    expect(await names()).toEqual([`${stem}.json`, `${stem}.wav`])
  })

  it('is left where it is when it is another by now', async () => {
    const { path, why } = await fetched('one')
    await writeFile(path, 'two')
    await setAside(dir, path, why)
    expect(await names()).toEqual([])
    expect(await readFile(path, 'utf8')).toBe('two')
  })

  it('takes no other file’s name', async () => {
    const { path, why, stem } = await fetched('one')
    await mkdir(join(dir, PAGE), { recursive: true })
    await writeFile(join(dir, PAGE, `${stem}.json`), JSON.stringify({ sha256: 'another', reason: 'x' }))
    await setAside(dir, path, why)
    expect(await names()).toEqual([`${stem}.json`, `${why.sha256}.json`, `${why.sha256}.wav`].sort())
    expect(await whySetAside(dir, PAGE, why.sha256)).toBe('it is cut')
  })
})

describe('the quarantine', () => {
  async function keep(content: string, page: string, ageDays: number, bytes = 1000) {
    const { path, why, stem } = await fetched(content)
    await setAside(dir, path, { ...why, page })
    await truncate(join(dir, page, `${stem}.wav`), bytes) // sparse: it only looks large
    const at = new Date(NOW - ageDays * DAY_MS)
    await utimes(join(dir, page, `${stem}.json`), at, at)
    return stem
  }

  it('is counted, and empty where there is none', async () => {
    expect(await quarantineAt(dir)).toEqual({ place: dir, count: 0, bytes: 0 })
    await keep('one', 'a', 1)
    await keep('two', 'b', 1)
    const { count, bytes } = await quarantineAt(dir)
    expect(count).toBe(2)
    expect(bytes).toBeGreaterThan(2000)
  })

  it('lets go what is older than 30 days, and says so', async () => {
    await keep('old', 'a', 31)
    const stem = await keep('young', 'b', 29)
    await tidyQuarantine(dir, NOW, log)
    expect(await readdir(dir)).toEqual(['b'])
    expect(await names('b')).toEqual([`${stem}.json`, `${stem}.wav`])
    expect(info).toHaveBeenCalledExactlyOnceWith(
      { file: expect.stringContaining(join(dir, 'a')), because: 'age' },
      expect.stringContaining('removed'),
    )
  })

  it('has a gibibyte: of more the oldest go first', async () => {
    const half = 2 ** 29 - 10_000
    await keep('oldest', 'a', 9, half)
    await keep('middle', 'b', 5, half)
    await keep('newest', 'c', 1, half)
    await tidyQuarantine(dir, NOW, log)
    expect((await readdir(dir)).sort()).toEqual(['b', 'c'])
    await tidyQuarantine(dir, NOW, log)
    expect((await readdir(dir)).sort()).toEqual(['b', 'c'])
  })

  it('leaves alone what a person put there', async () => {
    await keep('old', 'a', 31)
    await writeFile(join(dir, 'a', 'my notes.txt'), 'mine')
    await writeFile(join(dir, 'readme'), 'mine')
    await tidyQuarantine(dir, NOW, log)
    expect(await names('a')).toEqual(['my notes.txt'])
    expect((await readdir(dir)).sort()).toEqual(['a', 'readme'])
  })
})
