// Chord sheets played in the styles of an arranger (MMA): drums, bass and accompaniment of a whole band.

import { join } from 'node:path'
import type { Builder, Piece } from './piece.ts'
import { familyOf, fileName, keyOf, PROGRESSIONS, transposed } from './scores-progressions.ts'
import { chordsToMidi, missingPackages, renderMidi } from './scores-render.ts'

/** Style and tempo; as many as there are progressions. */
const STYLES: readonly (readonly [groove: string, bpm: number])[] = [
  ['Trance', 128],
  ['House', 124],
  ['80sPop', 112],
  ['HeavyMetal', 132],
  ['Funk1', 104],
  ['Techno', 134],
  ['8BeatPop1', 118],
  ['Dance1', 126],
  ['Hip-Hop', 92],
  ['Tango', 116],
  ['SlowBlues', 72],
  ['Rave', 140],
  ['BossaNova', 122],
  ['DancePop1', 120],
  ['MellowRB', 84],
  ['ModernJazz', 150],
  ['Trance1', 136],
  ['TripHop', 88],
  ['PopRock1', 120],
  ['50sRock', 128],
  ['Ska', 144],
  ['Rock1', 116],
  ['Soul', 96],
  ['Blues', 110],
  ['Swing', 140],
  ['Folk', 108],
  ['DigitalRock', 124],
  ['JazzCombo', 132],
  ['ElectricPop', 126],
  ['Ballad', 76],
  ['Calypso', 112],
  ['Foxtrot', 128],
  ['SoftRock', 92],
  ['PianoBallad', 72],
]
const BARS = 48

export const buildChordSheets: Builder = async dir => {
  const skipped = await missingPackages('arranged chords', ['fluidsynth', 'timgm6mb-soundfont', 'mma'])
  const pieces: Piece[] = []
  if (skipped.length > 0) return { pieces, skipped }
  for (const [number, progression] of PROGRESSIONS.entries()) {
    const [groove, written] = STYLES[number] ?? ['8Beat', 120]
    const key = keyOf(progression, (number * 7 + 3) % 12)
    const cents = [0, 0, 0, -30, 0, 0, 30][number % 7] ?? 0
    const speed = 2 ** (cents / 1200)
    const name = `arranged-${fileName(number, key)}`
    const [midi, path] = [join(dir, `${name}.mid`), join(dir, `${name}.wav`)]
    await chordsToMidi(sheetOf(groove, written, transposed(progression.chords, key.pitchClass)), midi)
    await renderMidi(midi, path, { speed })
    const bpm = written * speed
    pieces.push({ name, path, kind: 'sequencer', family: familyOf(progression), key, bpm, tuning: 440 * speed })
  }
  return { pieces, skipped }
}

function sheetOf(groove: string, bpm: number, chords: readonly string[]): string {
  const bars = Array.from({ length: BARS }, (_, bar) => chords[bar % chords.length])
  return [`Tempo ${bpm}`, `Groove ${groove}`, ...bars, ''].join('\n')
}
