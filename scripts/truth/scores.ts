// Pieces whose key is known: scores played by a software synthesiser, chord sheets played by an arranger, and own dance music.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Builder, Piece } from './piece.ts'
import { buildChordSheets } from './scores-arranged.ts'
import { buildDance } from './scores-dance.ts'
import { buildFoundMidi, buildFoundTunes } from './scores-found.ts'
import { buildOwnTunes } from './scores-tunes.ts'

const SOURCES: Record<string, Builder> = {
  midi: buildFoundMidi,
  abc: buildFoundTunes,
  tunes: buildOwnTunes,
  arranged: buildChordSheets,
  dance: buildDance,
}

export const buildScores: Builder = async dir => {
  const pieces: Piece[] = []
  const skipped: string[] = []
  for (const [name, build] of Object.entries(SOURCES)) {
    await mkdir(join(dir, name), { recursive: true })
    const built = await build(join(dir, name))
    pieces.push(...built.pieces)
    skipped.push(...built.skipped)
  }
  return { pieces, skipped }
}
