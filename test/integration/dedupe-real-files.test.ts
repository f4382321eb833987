// One file by several names: what is kept is never moved under another of its names, and there is nothing twice of it.

import { existsSync } from 'node:fs'
import { copyFile, link, mkdir, rename, symlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { copyOf, madeWords } from '../../scripts/bench/index-prints.ts'
import { copyWords } from '../../src/commands/dedupe/words.ts'
import { sumOf } from '../../src/durable-file.ts'
import { indexed } from '../../src/pipeline/recognise/entry.ts'
import { type AlikePlace, membersOf, openAlikePlace } from '../support/alike-place.ts'
import { type DedupePlace, openDedupePlace } from '../support/applied-place.ts'
import { melody } from '../support/melody.ts'
import { ffmpeg, openFolder, PROGRAMS } from '../unit/audio/files.ts'

const [programs] = PROGRAMS.flatMap(([, found]) => found ?? [])
let alike: AlikePlace | undefined
let place: DedupePlace | undefined
afterEach(async () => {
  await alike?.[Symbol.asyncDispose]()
  await place?.[Symbol.asyncDispose]()
  alike = place = undefined
})

const WORDS = { artist: 'Ada Low', words: madeWords(5) }

/** Ways to another name of a file of the library. */
const NAMES: readonly [string, (path: string, library: string) => Promise<string>][] = [
  ['a library that is a link', throughLinkedLibrary],
  ['a linked folder in the library', throughLinkedFolder],
  ['a hard link', hardLinked],
]

async function throughLinkedLibrary(path: string, library: string) {
  await rename(library, `${library}.real`)
  await symlink(`${library}.real`, library)
  return path.replace(library, `${library}.real`)
}

async function throughLinkedFolder(path: string, library: string) {
  await symlink(dirname(path), join(library, 'Set'))
  return join(library, 'Set', basename(path))
}

async function hardLinked(path: string, library: string) {
  const other = join(library, 'Set', 'other name.wav')
  await mkdir(dirname(other), { recursive: true })
  await link(path, other)
  return other
}

describe.each(NAMES)('a file that has two names by %s', (_, nameAgain) => {
  it('is no second copy of its row', { timeout: 30_000 }, async () => {
    alike = await openAlikePlace()
    const { tools, house } = alike
    const { path, recording, id } = await alike.row({ ...WORDS, title: 'Song' })
    const other = await nameAgain(path, house.libraryDir)
    const [known] = tools.recordings.get(recording)?.files ?? []
    await tools.store.commit(() => tools.recordings.put({ recording, files: known ? [{ ...known, path: other }] : [] }))
    expect(membersOf(await alike.plan())).toEqual([])
    const again = await alike.row({ ...WORDS, title: 'Song', words: copyOf(madeWords(5), 1) })
    const { plan } = await alike.plan({ [id]: 1 })
    expect(plan.groups.flatMap(({ removals }) => removals)).toMatchObject([
      { what: 'file', path: again.path },
      { what: 'row', page: again.id },
    ])
  })

  it('is not moved by a plan that names it so', { timeout: 30_000 }, async () => {
    place = await openDedupePlace()
    const song = await place.song({ title: 'Song', seed: 3 })
    const { dir } = place.tools.library
    const other = await nameAgain(song.path, dir)
    const kept = await place.copy(song, { cells: {} })
    const alias = { ...kept, id: 'files:alias', page: undefined, editedAt: undefined, cells: undefined }
    const files = kept.files.map(file => ({ ...file, path: other }))
    const { code, data } = await place.apply(place.plan([[kept, { ...alias, files }]]))
    expect(code).toBe(2)
    expect((data.refused ?? []).flatMap(({ because }) => because).join()).toMatch(
      /the same file as|outside the library/,
    )
    expect(existsSync(song.path)).toBe(true)
  })
})

describe('a file of a row that stays', () => {
  it('is not moved under another name, whoever is kept', { timeout: 30_000 }, async () => {
    place = await openDedupePlace()
    const kept = await place.song({ title: 'Song', seed: 3 })
    const third = await place.song({ title: 'Song', seed: 3, louder: 0.7 })
    const other = join(place.tools.library.dir, 'other name.wav')
    await link(third.path, other)
    const alias = { ...(await place.copy(third)), id: 'files:alias', page: undefined, editedAt: undefined }
    const files = alias.files.map(file => ({ ...file, path: other }))
    const { code, data } = await place.apply(place.plan([[await place.copy(kept, { cells: {} }), { ...alias, files }]]))
    expect(code).toBe(2)
    expect(data.refused?.[0]?.because.join()).toContain(`the row ${third.page}, which stays`)
  })

  it('two rows of one file: a row may go, the file stays', { timeout: 30_000 }, async () => {
    alike = await openAlikePlace()
    const { tools, house } = alike
    const one = await alike.row({ ...WORDS, title: 'Song' })
    const two = await alike.row({ ...WORDS, title: 'Song', words: copyOf(madeWords(5), 2) })
    const other = await throughLinkedFolder(one.path, house.libraryDir)
    await tools.store.commit(() => {
      const [file] = tools.recordings.get(one.recording)?.files ?? []
      const [own] = tools.journal.filesOf(two.id)
      if (!file || !own) throw new Error('both have a file')
      tools.journal.forgetFile(own.path)
      tools.journal.recordFile({ ...own, path: other })
      tools.recordings.put({ recording: two.recording, files: [{ ...file, path: other }] })
    })
    const { plan } = await alike.plan()
    expect(plan.groups.flatMap(({ removals }) => removals).map(({ what }) => what)).toEqual(['row'])
  })
})

describe('a folder that is only read', () => {
  it('is not written inside the library either', { timeout: 30_000 }, async () => {
    alike = await openAlikePlace()
    const { tools, house } = alike
    const dir = join(house.libraryDir, 'Crates')
    Object.assign(tools, { indexDirs: [dir, dirname(house.libraryDir)] })
    const kept = await alike.row({ ...WORDS, title: 'Song', source: { codec: 'flac', sampleRate: 48_000 } })
    const picks = { [kept.id]: 1 }
    await alike.loose('crate.wav', { ...WORDS, words: copyOf(madeWords(5), 1) }, { dir })
    expect(membersOf(await alike.plan(picks))).toEqual([])
    const free = await alike.loose('free.wav', { ...WORDS, words: copyOf(madeWords(5), 2) })
    const { plan } = await alike.plan(picks)
    expect(plan.groups.flatMap(({ removals }) => removals)).toMatchObject([{ what: 'file', path: free.path }])
  })

  it('is not written by a plan that says so', { timeout: 30_000 }, async () => {
    place = await openDedupePlace()
    const kept = await place.song({ title: 'Song', seed: 3 })
    const goes = await place.song({ title: 'Song', seed: 3, louder: 0.7 })
    Object.assign(place.tools, { indexDirs: [dirname(goes.path)] })
    const plan = place.plan([[await place.copy(kept, { cells: {} }), await place.copy(goes)]])
    const { code, data } = await place.apply(plan)
    expect([code, data.refused?.[0]?.because.join()]).toEqual([2, expect.stringContaining('INDEX_DIRS')])
  })
})

describe.skipIf(!programs)('a row whose file is not as it was made', () => {
  it('is as good as the file is, not as its source was', { timeout: 30_000 }, async () => {
    if (!programs) return
    await using folder = await openFolder()
    alike = await openAlikePlace()
    const { tools } = alike
    const fine = await alike.row({ ...WORDS, title: 'Song', source: { codec: 'flac', sampleRate: 44_100 } })
    const way = { ...WORDS, title: 'Song', words: copyOf(madeWords(5), 1), source: { codec: 'mp3', bitRate: 320 } }
    const lossy = await alike.row(way)
    expect((await alike.plan()).plan.groups[0]?.keeper).toBe(`row:${fine.id}`)
    await writeFile(folder.at('in.wav'), melody(12, 1))
    await ffmpeg(programs, ['-i', folder.at('in.wav'), '-b:a', '96k', folder.at('out.mp3')])
    await copyFile(folder.at('out.mp3'), fine.path)
    const file = indexed({ path: fine.path, format: 'wav', sha256: await sumOf(fine.path), link: '' })
    await tools.store.commit(() => tools.recordings.put({ recording: fine.recording, files: file ? [file] : [] }))
    const { plan } = await alike.plan()
    const [group] = plan.groups
    expect(group?.keeper).toBe(`row:${lossy.id}`)
    const changed = group?.copies.find(({ page }) => page === fine.id)
    expect([changed?.isChanged, changed?.quality]).toMatchObject([true, { codec: 'mp3', bitRate: 96 }])
    expect(changed && copyWords(changed)).toContain('not as it was made')
  })
})
