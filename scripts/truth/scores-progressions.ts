// Chord loops as people write songs and dance music on them, with C as the key's tonic.

import { keyName, type MusicalKey } from '../../src/model/musical-key.ts'

interface Progression {
  mode: 'major' | 'minor'
  chords: string
  /** Steps of the tune above the tonic. */
  scale: readonly number[]
}

const AEOLIAN = [0, 2, 3, 5, 7, 8, 10]
const DORIAN = [0, 2, 3, 5, 7, 9, 10]
const PHRYGIAN = [0, 1, 3, 5, 7, 8, 10]
const HARMONIC = [0, 2, 3, 5, 7, 8, 11]
const MINOR_BLUES = [0, 3, 5, 6, 7, 10]
const MINOR_PENTATONIC = [0, 3, 5, 7, 10]
const IONIAN = [0, 2, 4, 5, 7, 9, 11]
const MIXOLYDIAN = [0, 2, 4, 5, 7, 9, 10]
const MAJOR_PENTATONIC = [0, 2, 4, 7, 9]

const minor = (chords: string, scale: readonly number[] = AEOLIAN): Progression => ({ mode: 'minor', chords, scale })
const major = (chords: string, scale: readonly number[] = IONIAN): Progression => ({ mode: 'major', chords, scale })

export const PROGRESSIONS: readonly Progression[] = [
  minor('Cm Ab Eb Bb'),
  minor('Cm Cm Fm Fm'),
  minor('Cm Bb Ab Bb'),
  minor('Cm Bb Ab G', HARMONIC),
  minor('Cm Cm F F', DORIAN),
  minor('Cm Cm Db Cm', PHRYGIAN),
  minor('Cm Eb Bb F', DORIAN),
  minor('Cm Cm Cm Cm', MINOR_PENTATONIC),
  minor('Cm Gm Cm Gm'),
  minor('Cm Fm G Cm', HARMONIC),
  minor('Cm Cm Cm Cm Fm Fm Cm Cm G7 Fm Cm G7', MINOR_BLUES),
  minor('Ab Bb Cm Cm'),
  minor('Cm Ab Fm G', HARMONIC),
  minor('Cm Eb Ab Bb', MINOR_PENTATONIC),
  minor('Cm7 Fm7 Cm7 Gm7'),
  minor('Fm7 Gm7 Cm7 Cm7'),
  minor('Cm Ab Bb Cm'),
  minor('Cm7 Bb Fm Fm'),
  major('C G Am F'),
  major('C Am F G'),
  major('C F G F', MAJOR_PENTATONIC),
  major('C Bb F C', MIXOLYDIAN),
  major('C C F F'),
  major('C7 C7 C7 C7 F7 F7 C7 C7 G7 F7 C7 G7', MINOR_BLUES),
  major('C Am Dm G'),
  major('C Em F G', MAJOR_PENTATONIC),
  major('C Bb C Bb', MIXOLYDIAN),
  major('Dm7 G7 CM7 CM7'),
  major('F G C C'),
  major('C E7 Am F'),
  major('C G F G'),
  major('CM7 A7 Dm7 G7'),
  major('C C F Fm'),
  major('C G Am Em F C F G'),
]

const NAMES = ['C', 'Db', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B']
const QUALITIES: Record<string, readonly number[]> = {
  '': [0, 4, 7],
  m: [0, 3, 7],
  '7': [0, 4, 7, 10],
  m7: [0, 3, 7, 10],
  M7: [0, 4, 7, 11],
}

/** "Cm Ab" a tone higher: "Dm Bb". */
export function transposed(chords: string, by: number): string[] {
  return chords.split(' ').map(chord => {
    const { root, quality } = readChord(chord)
    return `${NAMES[(root + by) % 12]}${quality}`
  })
}

/** Steps above C; the root first. */
export function notesOf(chord: string): number[] {
  const { root, quality } = readChord(chord)
  return (QUALITIES[quality] ?? []).map(step => root + step)
}

function readChord(chord: string): { root: number; quality: string } {
  const name = /^[A-G][#b]?/.exec(chord)?.[0] ?? ''
  return { root: NAMES.indexOf(name), quality: chord.slice(name.length) }
}

/** Variants of one progression come into the same fold, whoever plays them. */
export const familyOf = ({ mode, chords }: Progression) => `${mode} ${chords}`

export const keyOf = ({ mode }: Progression, pitchClass: number): MusicalKey => ({ pitchClass, mode })

export const fileName = (number: number, key: MusicalKey) =>
  `${number + 1}-${keyName(key).replaceAll(' ', '-').replace('#', 's')}`
