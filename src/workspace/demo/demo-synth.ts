// Plays a recipe: drums, bass, chords, a melody. Always the same samples for the same recipe.

export interface Recipe {
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

export const RATE = 44_100
const SECONDS = 40
const LENGTH = RATE * SECONDS

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

/** Mono samples, peak at −1 dBFS. */
export function compose(recipe: Recipe): Float32Array {
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
