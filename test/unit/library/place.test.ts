import { mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Environment, Refused } from '../../../src/errors.ts'
import { openLibrary } from '../../../src/library/library.ts'
import { publish } from '../../../src/library/place.ts'

const folder = () => mkdtemp(join(tmpdir(), 'library-'))
function memory() {
  const facts = new Map<string, string>()
  return {
    fact: (name: string) => facts.get(name),
    setFact: (name: string, value: string) => void facts.set(name, value),
  }
}

describe('publish', () => {
  it('adopts the same content, never touches other content, leaves no temporary file', async () => {
    const dir = await folder()
    await writeFile(join(dir, 'source'), 'new')
    const target = join(dir, 'library', 'a.wav')
    expect(await publish(join(dir, 'source'), target, { root: dir })).toBe(target)
    expect(await publish(join(dir, 'source'), target, { root: dir })).toBe(target)
    await writeFile(join(dir, 'source'), 'other')
    expect(await publish(join(dir, 'source'), target, { root: dir })).toBe(join(dir, 'library', 'a (2).wav'))
    expect(await readFile(target, 'utf8')).toBe('new')
    expect((await readdir(join(dir, 'library'))).sort()).toEqual(['a (2).wav', 'a.wav'])
  })

  it('does not adopt the same content where it is another’s', async () => {
    const dir = await folder()
    await writeFile(join(dir, 'source'), 'same')
    const target = join(dir, 'library', 'a.wav')
    await publish(join(dir, 'source'), target, { root: dir })
    const isOthers = (path: string) => path === target
    for (let time = 0; time < 2; time += 1)
      expect(await publish(join(dir, 'source'), target, { root: dir, isOthers })).toBe(
        join(dir, 'library', 'a (2).wav'),
      )
  })

  it('ten at once give ten files', async () => {
    const dir = await folder()
    const target = join(dir, 'out', 'a.wav')
    const sources = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const path = join(dir, `source${index}`)
        await writeFile(path, `content ${index}`)
        return path
      }),
    )
    const placed = await Promise.all(sources.map(source => publish(source, target, { root: dir })))
    expect(new Set(placed).size).toBe(10)
    for (const [index, path] of placed.entries()) expect(await readFile(path, 'utf8')).toBe(`content ${index}`)
  })

  it('refuses a folder that leads out of the library', async () => {
    const [dir, outside] = [await folder(), await folder()]
    await writeFile(join(outside, 'source'), 'x')
    await symlink(outside, join(dir, 'Unassigned'))
    await expect(publish(join(outside, 'source'), join(dir, 'Unassigned', 'a.wav'), { root: dir })).rejects.toThrow(
      Refused,
    )
    expect(await readdir(outside)).toEqual(['source'])
  })
})

describe('library', () => {
  it('notices that its volume is away and writes nothing', async () => {
    const parent = await folder()
    const dir = join(parent, 'volume')
    const known = memory()
    await openLibrary(dir, known).check()
    const { rm, mkdir } = await import('node:fs/promises')
    await rm(dir, { recursive: true })
    await mkdir(dir) // the mount point without its volume
    await writeFile(join(parent, 'source'), 'x')
    await expect(
      openLibrary(dir, known).add({ pageId: 'a'.repeat(32), title: 'x' }, join(parent, 'source'), 'wav'),
    ).rejects.toThrow(Environment)
    expect(await readdir(dir)).toEqual([])
  })

  it('is not made where its parent is missing', async () => {
    await expect(openLibrary('/nowhere-here/Music/Library', memory()).check()).rejects.toThrow(/is not there/)
  })
})
