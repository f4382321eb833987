// Real music under real transformations through the real planner: each copy is in its piece's group, and nothing else is.

import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MUSIC_PACKAGES, packagedMusic } from '../../scripts/truth/packaged-music.ts'
import { openAlikePlace } from '../support/alike-place.ts'
import { hearFile, TRANSFORMATIONS } from '../support/fingerprints.ts'
import { ffmpeg, openFolder, PROGRAMS, type Programs, writeWav } from '../unit/audio/files.ts'
import { song } from '../unit/audio/signals.ts'

const SECONDS = 24
/** Pieces that are transformed, in turn, and pieces that only stand beside them. */
const TRANSFORMED = 3
const BESIDE = 4

const [programs] = PROGRAMS.flatMap(([, found]) => found ?? [])
const music = programs ? packagedMusic(TRANSFORMED + BESIDE) : []

const hasMusic = music.length > TRANSFORMED
const where = hasMusic
  ? 'music in Debian’s packages'
  : `synthesised music (there is none of ${MUSIC_PACKAGES.join(', ')})`

describe.skipIf(!programs)('copies of a recording', () => {
  it(`of ${where}: F1 ≥ 0.98, no false group`, { timeout: 180_000 }, async () => {
    await using folder = await openFolder()
    const made = []
    for (const seed of hasMusic ? [] : [1, 2, 3, 11, 12, 13, 14])
      made.push(await writeWav(folder.at(`${seed}.wav`), [song(seed, SECONDS)]))
    expectFound(await groupsOf(hasMusic ? music : made, programs))
  })
})

interface Groups {
  right: number
  missed: string[]
  wrong: string[][]
}

function expectFound({ right, missed, wrong }: Groups): void {
  expect(wrong).toEqual([])
  expect(right + missed.length).toBe(TRANSFORMATIONS.length)
  const f1 = (2 * right) / (2 * right + missed.length + wrong.length)
  expect(f1, missed.join('; ')).toBeGreaterThanOrEqual(0.98)
}

/** Every file lies in a folder that is called by the number of its piece. */
async function groupsOf(pieces: readonly string[], tools: Programs = { ffmpeg: '', ffprobe: '' }): Promise<Groups> {
  await using folder = await openFolder()
  await using place = await openAlikePlace()
  const add = async (piece: number, path: string) => {
    const heard = await hearFile(tools.ffmpeg, path)
    await place.loose(join(String(piece), basename(path)), heard, { bytes: await readFile(path) })
  }
  const originals: string[] = []
  for (const [number, path] of pieces.entries()) {
    const original = folder.at(`original-${number}.wav`)
    await ffmpeg(tools, ['-i', path, '-map', '0:a:0', '-t', String(SECONDS), '-ac', '2', original])
    await add(number, original)
    originals.push(original)
  }
  for (const [turn, [, options, name]] of TRANSFORMATIONS.entries()) {
    const copy = folder.at(`${turn}-${name}`)
    await ffmpeg(tools, ['-i', originals[turn % TRANSFORMED] ?? '', ...options, copy])
    await add(turn % TRANSFORMED, copy)
  }
  const { plan } = await place.plan()
  const groups = plan.groups.map(({ copies }) => copies.map(({ files }) => files[0]?.path ?? ''))
  const pieceOf = (path: string) => path.split('/').at(-2)
  const isRight = (turn: number) =>
    groups.some(
      paths =>
        paths.some(path => basename(path).startsWith(`${turn}-`)) &&
        paths.some(path => basename(path).startsWith('original-')),
    )
  const turns = TRANSFORMATIONS.map((_, turn) => turn)
  return {
    right: turns.filter(isRight).length,
    missed: turns.filter(turn => !isRight(turn)).map(turn => TRANSFORMATIONS[turn]?.[0] ?? ''),
    wrong: groups.filter(paths => new Set(paths.map(pieceOf)).size > 1),
  }
}
