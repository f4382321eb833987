// An Eagle library read from its folder: the fake's, and what is broken about it.

import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { countOnDisk, type DiskItem, type ReadOptions, readDiskLibrary } from '../../../src/eagle/on-disk.ts'
import { type FakeLibrary, openFakeLibrary } from '../../support/eagle/library.ts'

let dir: string
let library: FakeLibrary

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'orchestrator-eagle-disk-'))
  library = openFakeLibrary(dir, 'Music')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const signal = new AbortController().signal
async function readAll(options: Partial<ReadOptions> = {}, path = library.path): Promise<DiskItem[]> {
  const found = await Array.fromAsync(readDiskLibrary(path, { signal, ...options }))
  return found.sort((a, b) => (a.id < b.id ? -1 : 1))
}
function add(name: string, more: object = {}) {
  const path = join(dir, 'source.wav')
  writeFileSync(path, 'some bytes')
  const id = library.add({ path, name, ...more }, { hidden: 0, sizeless: 0 })
  return { id, place: join(library.path, 'images', `${id}.info`) }
}
/** All that is there, with sizes and times. */
function stateOf(path: string): unknown[] {
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).sort()
  return names.map(name => {
    const { size, mtimeMs } = statSync(join(path, name))
    return [name, size, mtimeMs]
  })
}

describe('an Eagle library on the disk', () => {
  it('tells each item with its tags, the folders it is in, and where its file lies', async () => {
    const top = library.addFolder('Playlists')
    const folder = library.addFolder('Sunday', top.id)
    const { id, place } = add('A', { tags: ['x', 'BPM120'], folders: [folder.id], website: 'https://example.org' })
    const trashed = add('B')
    const item = library.items.find(one => one.id === trashed.id)
    if (item) library.saveItem(Object.assign(item, { isDeleted: true }))
    const before = stateOf(library.path)
    expect(await readAll()).toEqual([
      {
        ...{ id, name: 'A', ext: 'wav', size: 10, tags: ['x', 'BPM120'], folders: ['Playlists/Sunday'] },
        ...{ url: 'https://example.org', isDeleted: false, path: join(place, 'A.wav'), changedAt: expect.any(Number) },
      },
      expect.objectContaining({ id: trashed.id, isDeleted: true }),
    ])
    expect(await countOnDisk(library.path)).toBe(2)
    expect(stateOf(library.path)).toEqual(before)
  })

  it('finds a file whose name Eagle made safe, and never looks beside the item', async () => {
    const { place } = add('What: a/b?')
    add('../../source')
    expect((await readAll()).map(({ path }) => path)).toEqual([
      join(place, 'What_ a_b_.wav'),
      expect.stringContaining('.._.._source.wav'),
    ])
  })

  it('a file that is not there has no path', async () => {
    const { place } = add('A')
    rmSync(join(place, 'A.wav'))
    expect(await readAll()).toMatchObject([{ name: 'A', path: undefined }])
  })

  it('passes over what did not change', async () => {
    const [one, two] = [add('A'), add('B')]
    const asked: [string, number][] = []
    const found = await readAll({
      isChanged: (id, at) => {
        asked.push([id, at])
        return id === two.id
      },
    })
    expect(found.map(({ name }) => name)).toEqual(['B'])
    expect(new Map(asked).get(one.id)).toBeGreaterThan(1_700_000_000_000)
  })

  it('what is half-written is read again, and told when it stays so', async () => {
    const [late, broken] = [add('Late'), add('Broken')]
    const whole = JSON.stringify({ id: late.id, name: 'Late', ext: 'wav', size: 10, tags: ['new'] })
    writeFileSync(join(late.place, 'metadata.json'), whole.slice(0, 30))
    writeFileSync(join(broken.place, 'metadata.json'), '{"id": "')
    mkdirSync(join(library.path, 'images', 'KEMPTY.info'))
    writeFileSync(join(library.path, 'images', 'note.txt'), 'not an item')
    const unreadable: string[] = []
    const reading = readAll({ onUnreadable: id => unreadable.push(id) })
    await sleep(10)
    writeFileSync(join(late.place, 'metadata.json'), whole)
    expect(await reading).toMatchObject([{ name: 'Late', tags: ['new'] }])
    expect(unreadable.sort()).toEqual([broken.id, 'KEMPTY'].sort())
  })

  it('a list of times that is broken tells no count', async () => {
    writeFileSync(join(library.path, 'mtime.json'), '{"all": ')
    expect(await countOnDisk(library.path)).toBeUndefined()
  })

  it.each(['nowhere', 'empty'])('no library (%s) is a sentence', async name => {
    mkdirSync(join(dir, 'empty'))
    await expect(readAll({}, join(dir, name))).rejects.toMatchObject({
      errorClass: 'Environment',
      message: `there is no Eagle library at ${join(dir, name)} (is its volume mounted?)`,
    })
  })

  it('is read item by item: whoever takes ten reads ten', async () => {
    for (let number = 0; number < 100; number += 1) {
      const place = join(library.path, 'images', `K${number}.info`)
      mkdirSync(place)
      writeFileSync(join(place, 'metadata.json'), JSON.stringify({ id: `K${number}`, name: 'A', ext: 'wav' }))
    }
    let looked = 0
    const items = readDiskLibrary(library.path, {
      signal,
      isChanged: () => {
        looked += 1
        return true
      },
    })
    for (let taken = 0; taken < 10; taken += 1) await items.next()
    expect(looked).toBeLessThanOrEqual(16)
  })
})
