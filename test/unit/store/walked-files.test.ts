// What a walk found, before it becomes what is known.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openStore, type Store } from '../../../src/store/database.ts'
import { openSeenFiles, type SeenFiles } from '../../../src/store/seen-files.ts'
import { openWalkedFiles, type WalkedFile } from '../../../src/store/walked-files.ts'

let dir: string
let store: Store
let seen: SeenFiles
let volume: number
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'walked-'))
  store = openStore(dir, false)
  seen = openSeenFiles(store, () => 5)
  volume = store.commitNow(() => seen.putVolume('/music', '/')).id
})
afterEach(async () => {
  store[Symbol.dispose]()
  await rm(dir, { recursive: true, force: true })
})

const file = (name: string, changedAt = 1): WalkedFile => ({ kind: 'new', name, bytes: 10, changedAt })
const settle = (walked: ReturnType<typeof openWalkedFiles>, moved: string[][] = []) =>
  store.commitNow(() => walked.settle(7, (from, to) => void moved.push([from, to])))

/** These folders, each with one file that was read. */
function know(folders: readonly string[]): void {
  using walked = openWalkedFiles(store)
  for (const folder of folders) walked.add({ volume, folder, files: [file('a.mp3')], gone: [] })
  settle(walked)
  const found = seen.foundAfter(volume, undefined, 100)
  store.commitNow(() => {
    for (const one of found) seen.markRead(one, { recording: 3, mark: one.path })
  })
}

it('below a folder that cannot be read nothing is gone; beside it, it is', () => {
  know(['x', 'x/y', 'xy', ''])
  using walked = openWalkedFiles(store)
  walked.endVolume(volume, ['x'])
  settle(walked)
  expect([...seen.missing()].sort()).toEqual(['/music/a.mp3', '/music/xy/a.mp3'])
})

it('a volume that is spared has lost nothing', () => {
  know(['x'])
  using walked = openWalkedFiles(store)
  walked.endVolume(volume, [])
  expect(walked.goneOf(volume)).toBe(1)
  walked.spare(volume)
  settle(walked)
  expect(seen.counts()).toEqual({ there: 1, missing: 0, unreadable: 0, found: 0 })
})

it('of several that are gone one is the new one, that of its name first, and each moves once', () => {
  know(['x', 'y'])
  using walked = openWalkedFiles(store)
  walked.add({ volume, folder: 'z', files: [file('b.mp3'), file('a.mp3')], gone: [] })
  walked.endVolume(volume, [])
  const candidates = walked.candidates(0, false)
  expect(candidates.map(({ path }) => path)).toEqual([
    '/music/z/b.mp3',
    '/music/z/b.mp3',
    '/music/z/a.mp3',
    '/music/z/a.mp3',
  ])
  expect(candidates.map(candidate => walked.move(candidate))).toEqual([true, false, false, true])
  expect(walked.counts()).toMatchObject({ new: 0, moved: 2, gone: 0 })
  const moved: string[][] = []
  settle(walked, moved)
  expect(moved.map(([, to]) => to).sort()).toEqual(['/music/z/a.mp3', '/music/z/b.mp3'])
  expect(seen.counts()).toEqual({ there: 2, missing: 0, unreadable: 0, found: 0 })
})

it('what a run found and did not settle is not known', () => {
  {
    using walked = openWalkedFiles(store)
    walked.add({ volume, folder: 'x', files: [file('a.mp3')], gone: [] })
  }
  using walked = openWalkedFiles(store)
  expect(walked.counts()).toEqual({ new: 0, changed: 0, back: 0, moved: 0, gone: 0 })
  settle(walked)
  expect(seen.counts().there).toBe(0)
})

it('an answer to a file that changed since it was seen counts for nothing', () => {
  know(['x'])
  store.commitNow(() => seen.readAgain(volume))
  const [found] = seen.foundAfter(volume, undefined, 1)
  if (!found) throw new Error('it is to be read')
  store.commitNow(() => seen.markRead({ ...found, bytes: 11 }, { recording: 4, mark: 'm' }))
  expect(seen.counts().found).toBe(1)
})
