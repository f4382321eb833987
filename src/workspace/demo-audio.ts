// Little tracks with a known tempo and key, synthesised on the spot: drums, bass, chords, a melody. Always the same.

import { access, mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { ByteVector, File, Picture, PictureType, TagTypes } from 'node-taglib-sharp'

export interface DemoSong {
  title: string
  artist: string
  album: string
  bpm: number
  /** "A minor". */
  key: string
  file: string
}

interface Recipe {
  name: string
  artist: string
  bpm: number
  key: string
  /** MIDI note of the tonic. */
  tonic: number
  mode: 'minor' | 'major'
  /** Beats of a bar with a kick; the rest follows. */
  kicks: readonly number[]
  colour: readonly [number, number, number]
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

const RATE = 44_100
const SECONDS = 40
const LENGTH = RATE * SECONDS
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

/** Writes the songs as 16-bit stereo WAV files with tags and cover; those that are there already stay. */
export async function makeDemoAudio(dir: string): Promise<DemoSong[]> {
  await mkdir(dir, { recursive: true })
  const songs = demoSongs(dir)
  for (const [index, song] of songs.entries()) {
    const recipe = RECIPES[index]
    if (recipe && !(await exists(song.file))) await writeSong(song, recipe)
  }
  return songs
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

async function writeSong(song: DemoSong, recipe: Recipe): Promise<void> {
  const beside = song.file.replace(/\.wav$/, `.${process.pid}.part.wav`)
  await writeFile(beside, toWav(compose(recipe)))
  const file = File.createFromPath(beside)
  file.removeTags(TagTypes.RiffInfo | TagTypes.MovieId | TagTypes.DivX)
  file.tag.title = song.title
  file.tag.performers = [song.artist]
  file.tag.album = song.album
  const picture = Picture.fromData(ByteVector.fromByteArray(coverPng(recipe.colour)))
  picture.mimeType = 'image/png'
  picture.type = PictureType.FrontCover
  file.tag.pictures = [picture]
  file.save()
  file.dispose()
  await rename(beside, song.file)
}

/** Semitones of the chords, one per bar: tonic, subdominant, tonic, dominant. */
const CHORDS = {
  minor: [
    [0, 3, 7],
    [5, 8, 12],
    [0, 3, 7],
    [7, 10, 14],
  ],
  major: [
    [0, 4, 7],
    [5, 9, 12],
    [0, 4, 7],
    [7, 11, 14],
  ],
} as const

function compose(recipe: Recipe): Float32Array {
  const mix = new Float32Array(LENGTH)
  const beat = (60 / recipe.bpm) * RATE
  const drums = makeDrums()
  const triad = CHORDS[recipe.mode][0]
  for (let bar = 0; bar * 4 * beat < LENGTH; bar += 1) {
    const start = bar * 4 * beat
    const chord = CHORDS[recipe.mode][bar % 4] ?? triad
    for (const kick of recipe.kicks) add(mix, drums.kick, start + kick * beat, 0.9)
    for (const snare of [1, 3]) add(mix, drums.clap, start + snare * beat, 0.5)
    for (let eighth = 0; eighth < 8; eighth += 1)
      add(mix, drums.hat, start + (eighth * beat) / 2, eighth % 2 ? 0.25 : 0.12)
    for (const note of chord) addNote(mix, recipe.tonic + note, start, 4 * beat, 0.09)
    for (let quarter = 0; quarter < 4; quarter += 1)
      addNote(mix, recipe.tonic - 12 + (chord[0] % 12), start + quarter * beat, 0.8 * beat, 0.22)
    for (let step = 0; step < 4; step += 1)
      addNote(mix, recipe.tonic + 12 + (triad[[0, 2, 1, 2][step] ?? 0] ?? 0), start + step * beat, 0.5 * beat, 0.08)
  }
  return normalise(mix)
}

/** One cycle with six falling harmonics. */
const TABLE_SIZE = 2048
const TABLE = Float32Array.from({ length: TABLE_SIZE }, (_, i) => {
  let value = 0
  for (let harmonic = 1; harmonic <= 6; harmonic += 1)
    value += Math.sin((2 * Math.PI * harmonic * i) / TABLE_SIZE) / harmonic ** 1.5
  return value
})

function addNote(mix: Float32Array, midi: number, start: number, length: number, gain: number): void {
  const step = ((440 * 2 ** ((midi - 69) / 12)) / RATE) * TABLE_SIZE
  const from = Math.round(start)
  const to = Math.min(LENGTH, Math.round(start + length))
  const fade = Math.min(800, (to - from) / 4)
  let phase = 0
  for (let i = from; i < to; i += 1) {
    const envelope = Math.min(1, (i - from) / fade, (to - i) / fade)
    mix[i] = (mix[i] ?? 0) + (TABLE[phase | 0] ?? 0) * gain * envelope
    phase += step
    if (phase >= TABLE_SIZE) phase -= TABLE_SIZE
  }
}

function makeDrums() {
  const noise = seededNoise(20_261_121)
  const kick = Float32Array.from({ length: RATE * 0.22 }, (_, i) => {
    const t = i / RATE
    return Math.sin(2 * Math.PI * (48 * t + 7 * (1 - Math.exp(-t * 30)))) * Math.exp(-t * 14)
  })
  const clap = Float32Array.from({ length: RATE * 0.15 }, (_, i) => noise() * Math.exp((-i / RATE) * 32))
  let last = 0
  const hat = Float32Array.from({ length: RATE * 0.05 }, (_, i) => {
    const value = noise()
    const high = value - last // a first difference leaves the highs
    last = value
    return high * Math.exp((-i / RATE) * 90)
  })
  return { kick, clap, hat }
}

function add(mix: Float32Array, hit: Float32Array, start: number, gain: number): void {
  const from = Math.round(start)
  const end = Math.min(hit.length, LENGTH - from)
  for (let i = 0; i < end; i += 1) mix[from + i] = (mix[from + i] ?? 0) + (hit[i] ?? 0) * gain
}

/** Peak at −1 dBFS. */
function normalise(mix: Float32Array): Float32Array {
  let peak = 0
  for (const value of mix) peak = Math.max(peak, Math.abs(value))
  const gain = 10 ** (-1 / 20) / peak
  return mix.map(value => value * gain)
}

function seededNoise(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return state / 2 ** 31
  }
}

function toWav(mix: Float32Array): Buffer {
  const data = new Int16Array(mix.length * 2)
  for (let i = 0; i < mix.length; i += 1) {
    const value = Math.round((mix[i] ?? 0) * 32_767)
    data[2 * i] = value
    data[2 * i + 1] = value
  }
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + data.byteLength, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(2, 22)
  header.writeUInt32LE(RATE, 24)
  header.writeUInt32LE(RATE * 4, 28)
  header.writeUInt16LE(4, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(data.byteLength, 40)
  return Buffer.concat([header, Buffer.from(data.buffer)])
}

/** A 300 × 300 PNG, darker towards the bottom. */
function coverPng([red, green, blue]: readonly [number, number, number]): Uint8Array {
  const size = 300
  const rows = Buffer.alloc(size * (1 + size * 3))
  for (let y = 0; y < size; y += 1) {
    const shade = 1 - (0.6 * y) / size
    for (let x = 0; x < size; x += 1)
      rows.set([red * shade, green * shade, blue * shade], y * (1 + size * 3) + 1 + x * 3)
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    pngChunk('IHDR', head),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
