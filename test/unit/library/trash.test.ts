import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { replaceFile } from '../../../src/library/replace.ts'
import { isInside, moveFile, tidyTrash, trashPlace } from '../../../src/library/trash.ts'

const DAY_MS = 86_400_000
let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'trash-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

describe('the library’s trash', () => {
  it('keeps a file under its day and its place, and gives it back', async () => {
    const path = join(dir, 'Set', 'a.wav')
    await mkdir(dirname(path))
    await writeFile(path, 'music')
    const kept = trashPlace(dir, path, new Date('2026-11-21T10:11:12.013Z'))
    expect(kept).toBe(join(dir, '.trash', '2026-11-21', '101112013', 'Set', 'a.wav'))
    expect(trashPlace(dir, path, new Date('2026-11-21T10:11:12.014Z'))).not.toBe(kept) // put away twice in a second
    expect(await moveFile(path, kept)).toBe(true)
    expect(await moveFile(path, kept)).toBe(true)
    expect(await moveFile(kept, path)).toBe(true)
    expect(await readFile(path, 'utf8')).toBe('music')
    expect(await moveFile(join(dir, 'none'), join(dir, 'nowhere'))).toBe(false)
  })

  it('is never written over, and writes over nothing', async () => {
    const [one, two] = [join(dir, 'one'), join(dir, 'two')]
    await writeFile(one, '1')
    await writeFile(two, '2')
    await expect(moveFile(one, two)).rejects.toThrow('is there already')
    expect([await readFile(one, 'utf8'), await readFile(two, 'utf8')]).toEqual(['1', '2'])
  })

  it('is emptied day by day, and never of what can still be brought back', async () => {
    const days = ['2026-10-01', '2026-10-22', '2026-11-20']
    for (const day of [...days, 'mine']) await mkdir(join(dir, '.trash', day), { recursive: true })
    const now = Date.parse('2026-11-21T12:00:00Z')
    expect(await tidyTrash(dir, now)).toEqual(['2026-10-01'])
    expect((await readdir(join(dir, '.trash'))).sort()).toEqual(['2026-10-22', '2026-11-20', 'mine'])
    expect(await tidyTrash(dir, now + 5 * DAY_MS)).toEqual(['2026-10-22'])
    expect(await tidyTrash(join(dir, 'none'), now)).toEqual([])
  })

  it('knows what lies in the library', () => {
    expect(
      ['/lib/a', '/lib/x/../a', '/lib', '/library/a', '/etc', '/lib/../a'].map(path => isInside('/lib', path)),
    ).toEqual([true, true, false, false, false, false])
  })
})

describe('a file that is made anew in its place', () => {
  it('is left alone when somebody changed it meanwhile, or the change fails', async () => {
    const path = join(dir, 'a.wav')
    await writeFile(path, 'old')
    const meanwhile = async (copy: string) => {
      await writeFile(copy, 'new')
      await writeFile(path, 'theirs')
    }
    expect(await replaceFile(path, meanwhile)).toBeUndefined()
    await expect(
      replaceFile(path, async () => {
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect([await readFile(path, 'utf8'), await readdir(dir)]).toEqual(['theirs', ['a.wav']])
  })
})
