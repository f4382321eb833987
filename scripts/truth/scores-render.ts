// From notation to sound, with programs of Debian; what is missing is said by the name of its package.

import { execFile } from 'node:child_process'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { ffmpeg, isThere, RATE } from './synthetic-files.ts'

const run = promisify(execFile)
const SOUND_FONT = '/usr/share/sounds/sf2/TimGM6mb.sf2'
/** Seconds; pieces modulate later on. */
const EXCERPT = 60

const PACKAGES = {
  fluidsynth: '/usr/bin/fluidsynth',
  'timgm6mb-soundfont': SOUND_FONT,
  abcmidi: '/usr/bin/abc2midi',
  mma: '/usr/bin/mma',
} as const

/** One sentence for each package that is not there. */
export async function missingPackages(what: string, names: readonly (keyof typeof PACKAGES)[]): Promise<string[]> {
  const there = await Promise.all(names.map(name => isThere(PACKAGES[name])))
  return names.filter((_, i) => !there[i]).map(name => `${what}: the Debian package ${name} is not installed`)
}

interface Rendering {
  /** Played over and over until the excerpt is full. */
  loop?: boolean
  /** Pitch and tempo times this, as on a record that turns too fast. */
  speed?: number
}

/** @param path a wav file, mono; made from the MIDI file when it is not there */
export async function renderMidi(
  midi: string,
  path: string,
  { loop = false, speed = 1 }: Rendering = {},
): Promise<void> {
  if (await isThere(path)) return
  const whole = `${path}.whole.wav`
  await run('fluidsynth', ['-ni', '-q', '-g', '0.6', '-r', String(RATE), '-F', whole, SOUND_FONT, midi])
  const filter = speed === 1 ? [] : ['-af', `asetrate=${Math.round(RATE * speed)},aresample=${RATE}`]
  const input = [...(loop ? ['-stream_loop', '-1'] : []), '-i', whole]
  await ffmpeg([...input, ...filter, '-ac', '1', '-t', String(EXCERPT), '-f', 'wav', `${path}.new`])
  await rename(`${path}.new`, path)
  await rm(whole)
}

/** @param number the tune's in the file */
export async function abcToMidi(abc: string, number: number, midi: string): Promise<void> {
  if (!(await isThere(midi))) await run('abc2midi', [abc, String(number), '-silent', '-o', midi])
}

export async function chordsToMidi(sheet: string, midi: string): Promise<void> {
  if (await isThere(midi)) return
  await writeFile(`${midi}.mma`, sheet)
  await run('mma', ['-f', midi, `${midi}.mma`])
}

/** Beats a minute of a MIDI file that keeps one tempo. */
export async function tempoOfMidi(midi: string): Promise<number | undefined> {
  const bytes = await readFile(midi)
  const tempi = new Set<number>()
  for (let at = bytes.indexOf(SET_TEMPO); at >= 0; at = bytes.indexOf(SET_TEMPO, at + 1))
    tempi.add(bytes.readUIntBE(at + 3, 3))
  const [microseconds] = tempi
  return tempi.size === 1 && microseconds ? Math.round(6e9 / microseconds) / 100 : undefined
}

const SET_TEMPO = Buffer.from([0xff, 0x51, 0x03])
