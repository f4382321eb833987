// Real music under real transformations: every copy is found to be what it is, and nothing else is.

import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MUSIC_PACKAGES, packagedMusic } from '../../scripts/truth/packaged-music.ts'
import { openIndex } from '../../src/library/index/open-index.ts'
import { openStore } from '../../src/store/database.ts'
import { hearFile, TRANSFORMATIONS } from '../support/fingerprints.ts'
import { type Folder, ffmpeg, openFolder, PROGRAMS, type Programs, writeWav } from '../unit/audio/files.ts'
import { song } from '../unit/audio/signals.ts'

const SECONDS = 40
const SEEDS = [1, 2, 3]
/** Pieces that are transformed, and pieces that only stand beside them. */
const TRANSFORMED = 3
const BESIDE = 4

const [found] = PROGRAMS.flatMap(([, programs]) => programs ?? [])
const music = found ? packagedMusic(TRANSFORMED + BESIDE) : []

describe.skipIf(!found)('copies of a recording', () => {
  const programs = found ?? { ffmpeg: '', ffprobe: '' }

  it('of synthesised music: F1 ≥ 0.98, no false group', { timeout: 120_000 }, async () => {
    await using folder = await openFolder()
    const pieces: string[] = []
    for (const seed of SEEDS) pieces.push(await writeWav(folder.at(`${seed}.wav`), [song(seed, SECONDS)]))
    const beside: string[] = []
    for (const seed of [11, 12, 13, 14]) beside.push(await writeWav(folder.at(`${seed}.wav`), [song(seed, SECONDS)]))
    expectFound(await groupsOf({ programs, folder, pieces, beside }))
  })

  it.skipIf(music.length < TRANSFORMED + 1)(
    `of music in Debian's packages: F1 ≥ 0.98, no false group (needs one of ${MUSIC_PACKAGES.join(', ')})`,
    { timeout: 120_000 },
    async () => {
      await using folder = await openFolder()
      const [pieces, beside] = [music.slice(0, TRANSFORMED), music.slice(TRANSFORMED)]
      expectFound(await groupsOf({ programs, folder, pieces, beside }))
    },
  )
})

interface Groups {
  right: number
  missed: string[]
  wrong: string[]
}

function expectFound({ right, missed, wrong }: Groups): void {
  expect(wrong).toEqual([])
  const f1 = (2 * right) / (2 * right + missed.length + wrong.length)
  expect(f1, missed.join('; ')).toBeGreaterThanOrEqual(0.98)
}

interface Setting {
  programs: Programs
  folder: Folder
  pieces: readonly string[]
  beside: readonly string[]
}

/** Every piece is in the index; in turn one of them is transformed and asks for itself. `npm run bench -- duplicates` tries all. */
async function groupsOf({ programs, folder, pieces, beside }: Setting): Promise<Groups> {
  using store = openStore(folder.at('var'), false)
  const index = openIndex(store, Date.now)
  const originals: string[] = []
  for (const [number, path] of [...pieces, ...beside].entries()) {
    const original = folder.at(`original-${number}.wav`)
    await ffmpeg(programs, ['-i', path, '-map', '0:a:0', '-t', String(SECONDS), '-ac', '2', original])
    const heard = await hearFile(programs.ffmpeg, original)
    await store.commit(() => index.put({ ...heard, title: basename(path) }))
    originals.push(original)
  }
  const groups: Groups = { right: 0, missed: [], wrong: [] }
  for (const [turn, [what, options, name]] of TRANSFORMATIONS.entries()) {
    const number = turn % pieces.length
    await ffmpeg(programs, ['-y', '-i', originals[number] ?? '', ...options, folder.at(name)])
    const same = index.find(await hearFile(programs.ffmpeg, folder.at(name))).filter(({ kind }) => kind === 'same')
    const text = `${basename(pieces[number] ?? '')} ${what}`
    if (same.some(({ recording }) => recording.id === number + 1)) groups.right += 1
    else groups.missed.push(text)
    groups.wrong.push(...same.filter(({ recording }) => recording.id !== number + 1).map(() => text))
  }
  return groups
}
