// Little tracks with a known tempo and key, synthesised on the spot: drums, bass, chords, a melody. Always the same.

import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { coverPng } from './demo-cover.ts'
import { compose, type Recipe } from './demo-synth.ts'
import { wavHeader } from './wav-header.ts'

export interface DemoSong {
  title: string
  artist: string
  album: string
  bpm: number
  /** "A minor". */
  key: string
  file: string
}

const RECIPES: readonly Recipe[] = [
  {
    name: 'Harbour Lights',
    artist: 'Demo Ensemble',
    bpm: 124,
    key: 'A minor',
    tonic: 57,
    mode: 'minor',
    kicks: [0, 1, 2, 3],
    colour: [38, 70, 83],
  },
  {
    name: 'Night Ferry',
    artist: 'Demo Ensemble',
    bpm: 128.5,
    key: 'F minor',
    tonic: 53,
    mode: 'minor',
    kicks: [0, 1, 2, 3],
    colour: [42, 157, 143],
  },
  {
    name: 'Glass Canyon',
    artist: 'Sample & Hold',
    bpm: 174,
    key: 'C# minor',
    tonic: 49,
    mode: 'minor',
    kicks: [0, 2.5],
    colour: [231, 111, 81],
  },
  {
    name: 'Slow Orchard',
    artist: 'Sample & Hold',
    bpm: 104,
    key: 'G major',
    tonic: 55,
    mode: 'major',
    kicks: [0, 2],
    colour: [233, 196, 106],
  },
  {
    name: 'Paper Moon Drive',
    artist: 'Nova Testcard',
    bpm: 118.3,
    key: 'E minor',
    tonic: 52,
    mode: 'minor',
    kicks: [0, 1, 2, 3],
    colour: [244, 162, 97],
  },
]

const ALBUM = 'Songs With Known Answers'

/** What `makeDemoAudio` makes, without making it. */
export function demoSongs(dir: string): DemoSong[] {
  return RECIPES.map(({ name, artist, bpm, key }) => ({
    title: `${name} (${bpm} BPM, ${key})`,
    artist,
    album: ALBUM,
    bpm,
    key,
    file: join(dir, `${name.toLowerCase().replaceAll(' ', '-')}.wav`),
  }))
}

/** Puts tags into a WAV file; `picture` is the path of a PNG. */
export type DemoTagger = (
  path: string,
  tags: Pick<DemoSong, 'title' | 'artist' | 'album'> & { picture: string },
) => Promise<void>

/** Writes the songs as 16-bit stereo WAV files, with tags and cover by `tag`; those that are there already stay. */
export async function makeDemoAudio(dir: string, tag: DemoTagger = async () => {}): Promise<DemoSong[]> {
  await mkdir(dir, { recursive: true })
  const songs = demoSongs(dir)
  for (const [index, song] of songs.entries()) {
    const recipe = RECIPES[index]
    if (recipe && !(await exists(song.file))) await writeSong(song, recipe, tag)
  }
  return songs
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

async function writeSong(song: DemoSong, recipe: Recipe, tag: DemoTagger): Promise<void> {
  const beside = song.file.replace(/\.wav$/, `.${process.pid}.part.wav`)
  const picture = `${beside}.png`
  const { title, artist, album } = song
  await writeFile(beside, toWav(compose(recipe)))
  await writeFile(picture, coverPng(recipe.colour))
  await tag(beside, { title, artist, album, picture })
  await rm(picture)
  await rename(beside, song.file)
}

function toWav(mix: Float32Array): Buffer {
  const data = new Int16Array(mix.length * 2)
  for (let i = 0; i < mix.length; i += 1) {
    const value = Math.round((mix[i] ?? 0) * 32_767)
    data[2 * i] = value
    data[2 * i + 1] = value
  }
  return Buffer.concat([wavHeader(data.byteLength), Buffer.from(data.buffer)])
}
