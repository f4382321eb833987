// Well-known old tunes with chords, each in a key and on instruments of its own.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseKey } from '../../src/model/musical-key.ts'
import type { Builder, Piece } from './piece.ts'
import { abcToMidi, missingPackages, renderMidi } from './scores-render.ts'

interface Tune {
  name: string
  key: string
  /** Of ABC: metre, unit, tempo. */
  head: string
  /** General MIDI: of the tune, of the chords, of the bass. */
  programs: readonly [number, number, number]
  body: string
}

const TUNES: readonly Tune[] = [
  {
    name: 'amazing-grace',
    key: 'G major',
    head: 'M:3/4\nL:1/4\nQ:1/4=84',
    programs: [68, 48, 32],
    body: 'D|"G"G2 B/G/|"G"B2 A|"C"G2 E|"G"D2 D|"G"G2 B/G/|"Em"B2 A|"D"d3-|d2 B|"G"d2 B/d/|"G7"B2 G|"C"D2 E/G/|"G"G2 E/D/|"G"G2 B/G/|"D7"B2 A|"G"G3-|G2|',
  },
  {
    name: 'scarborough-fair',
    key: 'E minor',
    head: 'M:3/4\nL:1/4\nQ:1/4=112',
    programs: [73, 24, 33],
    body: '"Em"E2 E|"Em"B2 B|"D"^F2 G|"Em"^F E2|z B d|"G"e2 d|"Em"B ^c A|"A"B3|z2 e|"G"e2 e|"D"d2 B|"Em"B A G|"D"^F D2|"Em"E2 B|"D"A2 G|"D"^F E D|"Em"E3|"Em"z3|',
  },
  {
    name: 'greensleeves',
    key: 'A minor',
    head: 'M:6/8\nL:1/8\nQ:3/8=56',
    programs: [40, 46, 43],
    body: 'A|"Am"c2d e>fe|"G"d2B G>AB|"Am"c2A A>^GA|"E"B2^G E2A|"Am"c2d e>fe|"G"d2B G>AB|"Am"c>BA "E"^G>^F^G|"Am"A3 A3|"C"g3 g>fe|"G"d2B G>AB|"Am"c2A A>^GA|"E"B2^G E3|"C"g3 g>fe|"G"d2B G>AB|"Am"c>BA "E"^G>^F^G|"Am"A3 A2|',
  },
  {
    name: 'god-rest-ye',
    key: 'D minor',
    head: 'M:4/4\nL:1/4\nQ:1/4=132',
    programs: [56, 19, 58],
    body: 'D|"Dm"D A A G|F E D C|"Bb"D E F G|"A"A3 D|"Dm"D A A G|F E D C|"Bb"D E F G|"A"A3 A|"Gm"B G A B|"C"c d A G|"F"F D E F|"C"G2 F G|"F"A2 B A|"Dm"A G F E|"Dm"D2 F/E/ D|"Gm"G2 F G|"F"A B c d|"Dm"A G "A"F E|"Dm"D3|',
  },
  {
    name: 'drunken-sailor',
    key: 'D minor',
    head: 'M:4/4\nL:1/8\nQ:1/4=144',
    programs: [21, 25, 32],
    body: '"Dm"A2AA A2AA|"Dm"A2D2F2A2|"C"G2GG G2GG|"C"G2C2E2G2|"Dm"A2AA A2AA|"Dm"A2B2c2d2|"C"c2A2G2E2|"Dm"D4D4|"Dm"A4A2AA|"Dm"A2D2F2A2|"C"G4G2GG|"C"G2C2E2G2|"Dm"A4A2AA|"Dm"A2B2c2d2|"C"c2A2G2E2|"Dm"D4D4|',
  },
  {
    name: 'silent-night',
    key: 'Bb major',
    head: 'M:6/8\nL:1/8\nQ:3/8=46',
    programs: [52, 19, 48],
    body: '"Bb"F>GF D3|F>GF D3|"F7"c2c A3|"Bb"B2B F3|"Eb"G2G B>AG|"Bb"F>GF D3|"Eb"G2G B>AG|"Bb"F>GF D3|"F7"c2c e>cA|"Bb"B3 d3|"Bb"B>FD "F7"F>EC|"Bb"B,6|',
  },
  {
    name: 'ode-to-joy',
    key: 'D major',
    head: 'M:4/4\nL:1/4\nQ:1/4=120',
    programs: [60, 48, 43],
    body: '"D"FFGA|"A"AGFE|"D"DDEF|"A"F>E E2|"D"FFGA|"A"AGFE|"D"DDEF|"A"E>D "D"D2|"A"EEFD|"A"E F/G/ F D|"A"E F/G/ F E|"D"D"E7"E"A"A,2|"D"FFGA|"A"AGFE|"D"DDEF|"A"E>D "D"D2|',
  },
  {
    name: 'korobeiniki',
    key: 'B minor',
    head: 'M:4/4\nL:1/8\nQ:1/4=150',
    programs: [80, 81, 38],
    body: '"F#"f2cd e2dc|"Bm"B2Bd f2ed|"F#"c3d e2f2|"Bm"d2B2B4|"Em"z e2g b2ag|"D"f3d f2ed|"F#"c2cd e2f2|"Bm"d2B2B4|',
  },
  {
    name: 'when-the-saints',
    key: 'F major',
    head: 'M:4/4\nL:1/4\nQ:1/4=176',
    programs: [56, 105, 58],
    body: '"F"z F A B|"F"c4|z F A B|c4|z F A B|"F"c2 A2|"F"F2 A2|"C7"G4|z A A G|"F"F3 F|"F7"A2 c2|c "Bb"B3|z2 A B|"F"c2 A2|"C7"F2 G2|"F"F4|',
  },
  {
    name: 'house-of-the-rising-sun',
    key: 'A minor',
    head: 'M:6/8\nL:1/8\nQ:3/8=76',
    programs: [22, 27, 33],
    body: 'A|"Am"A3 "C"B2c|"D"e2d "F"A3|"Am"a3 "C"a2g|"E"e6|"Am"a3 "C"a2g|"D"e2d "F"A3|"Am"A2A "E"^G2E|"Am"A6|"E"z6|',
  },
  {
    name: 'auld-lang-syne',
    key: 'Eb major',
    head: 'M:4/4\nL:1/4\nQ:1/4=104',
    programs: [109, 49, 43],
    body: 'B,|"Eb"E>E E G|"Bb"F>E F G|"Eb"E>E "Eb7"G B|"Ab"c3 c|"Eb"B>G G E|"Bb"F>E F G|"Ab"E>"Bb"C C B,|"Eb"E3 c|"Eb"B>G G E|"Bb"F>E F c|"Eb"B>G G B|"Ab"c3 c|"Eb"B>G G E|"Bb"F>E F G|"Ab"E>"Bb"C C B,|"Eb"E3|',
  },
  {
    name: 'sakura',
    key: 'A minor',
    head: 'M:4/4\nL:1/4\nQ:1/4=76',
    programs: [107, 77, 46],
    body: 'A A B2|A A B2|A B c B|A B/A/ F2|E C E F|E E/C/ B,2|A B c B|A B/A/ F2|E C E F|E E/C/ B,2|A A B2|A A B2|E F B/A/ F|E4|',
  },
]

export const buildOwnTunes: Builder = async dir => {
  const skipped = await missingPackages('old tunes', ['fluidsynth', 'timgm6mb-soundfont', 'abcmidi'])
  const pieces: Piece[] = []
  if (skipped.length > 0) return { pieces, skipped }
  for (const tune of TUNES) {
    const path = join(dir, `${tune.name}.wav`)
    await writeFile(join(dir, `${tune.name}.abc`), abcOf(tune))
    await abcToMidi(join(dir, `${tune.name}.abc`), 1, join(dir, `${tune.name}.mid`))
    await renderMidi(join(dir, `${tune.name}.mid`), path, { loop: true })
    pieces.push({ name: tune.name, path, kind: 'score', family: tune.name, key: parseKey(tune.key) })
  }
  return { pieces, skipped }
}

function abcOf({ name, key, head, programs: [tune, chords, bass], body }: Tune): string {
  const short = key.replace(' major', '').replace(' minor', 'm')
  const midi = [`program ${tune}`, `chordprog ${chords}`, `bassprog ${bass}`, 'chordvol 60', 'bassvol 75']
  const lines = body.split(/(?<=\|)/)
  const rows = Array.from({ length: Math.ceil(lines.length / 4) }, (_, i) => lines.slice(4 * i, 4 * i + 4).join(''))
  return ['X:1', `T:${name}`, head, `K:${short}`, ...midi.map(line => `%%MIDI ${line}`), ...rows, ...rows, ''].join(
    '\n',
  )
}
