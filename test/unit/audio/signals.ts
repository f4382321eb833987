// Signals with known answers, the same on every run. Mono, 44.1 kHz, peaks below full scale.

import type { MusicalKey } from '../../../src/model/musical-key.ts'

export const RATE = 44_100

/** White noise between −1 and 1. */
export function noise(seed = 1): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return state / 2 ** 31
  }
}

export const silence = (seconds: number) => new Float32Array(Math.round(seconds * RATE))

export function whiteNoise(seconds: number, gain = 0.3, seed = 1): Float32Array {
  const next = noise(seed)
  const samples = silence(seconds)
  for (let i = 0; i < samples.length; i += 1) samples[i] = gain * next()
  return samples
}

/** One click in the middle of nothing. */
export function click(seconds: number): Float32Array {
  const mix = silence(seconds)
  add(mix, clickSound(), seconds / 2, 0.8)
  return mix
}

/** Kick on each beat, clicks on the eighths, bass, one chord per bar. */
export function loop(bpm: number, seconds: number): Float32Array {
  const mix = silence(seconds)
  const beat = 60 / bpm
  const kick = sound(0.2, t => 0.5 * Math.sin(2 * Math.PI * (48 * t + 7 * (1 - Math.exp(-t * 30)))) * Math.exp(-t * 14))
  const hat = clickSound()
  for (let number = 0; number * beat < seconds; number += 1) {
    const start = number * beat
    add(mix, kick, start, 1)
    add(mix, hat, start, number % 4 === 0 ? 0.3 : 0.2)
    add(mix, hat, start + beat / 2, 0.12)
    addNote(mix, { note: number % 4 === 2 ? 40 : 33, start, length: 0.6 * beat, gain: 0.12 })
    if (number % 4 === 0) for (const note of [57, 60, 64]) addNote(mix, { note, start, length: 3.8 * beat, gain: 0.05 })
  }
  return mix
}

const CADENCES = {
  major: {
    chords: [
      [0, 4, 7],
      [5, 9, 12],
      [7, 11, 14],
      [0, 4, 7],
    ],
    scale: [0, 2, 4, 5, 7, 9, 11],
  },
  minor: {
    chords: [
      [0, 3, 7],
      [5, 8, 12],
      [7, 11, 14],
      [0, 3, 7],
    ],
    scale: [0, 2, 3, 5, 7, 8, 10],
  },
} as const

/** I IV V I or i iv V i with bass and a melody on the chords' notes and the steps between. */
export function cadence({ pitchClass, mode }: MusicalKey, seconds: number): Float32Array {
  const mix = silence(seconds)
  const { chords, scale } = CADENCES[mode]
  const tonic = 48 + pitchClass
  for (let second = 0; second < seconds; second += 1) {
    const chord: readonly number[] = chords[second % 4] ?? []
    const length = 0.95
    for (const step of chord) addNote(mix, { note: tonic + step, start: second, length, gain: 0.08 })
    addNote(mix, { note: tonic - 12 + (chord[0] ?? 0), start: second, length, gain: 0.12 })
    const passing = scale[(second * 3) % 7] ?? 0
    const tune = [chord[0] ?? 0, chord[1] ?? 0, passing, chord[2] ?? 0]
    for (const [i, step] of tune.entries())
      addNote(mix, { note: tonic + 12 + step, start: second + i / 4, length: 0.22, gain: 0.07 })
  }
  return mix
}

export function sine(hertz: number, seconds: number, gain: number): Float32Array {
  return silence(seconds).map((_, i) => gain * Math.sin((2 * Math.PI * hertz * i) / RATE))
}

const sound = (seconds: number, at: (t: number) => number) => silence(seconds).map((_, i) => at(i / RATE))

function clickSound(): Float32Array {
  const next = noise(7)
  return sound(0.04, t => next() * Math.exp(-t * 120))
}

function add(mix: Float32Array, what: Float32Array, start: number, gain: number): void {
  const from = Math.round(start * RATE)
  const end = Math.min(what.length, mix.length - from)
  for (let i = 0; i < end; i += 1) mix[from + i] = (mix[from + i] ?? 0) + gain * (what[i] ?? 0)
}

interface Note {
  /** MIDI. */
  note: number
  start: number
  length: number
  gain: number
}

/** Six falling harmonics, soft ends. */
function addNote(mix: Float32Array, { note, start, length, gain }: Note): void {
  const step = (440 * 2 ** ((note - 69) / 12)) / RATE
  const [from, to] = [Math.round(start * RATE), Math.min(mix.length, Math.round((start + length) * RATE))]
  for (let i = from; i < to; i += 1) {
    const phase = ((i - from) * step) % 1
    const value = TABLE[Math.floor(phase * TABLE.length)] ?? 0
    mix[i] = (mix[i] ?? 0) + gain * value * Math.min(1, (i - from) / 600, (to - i) / 600)
  }
}

const TABLE = Float32Array.from({ length: 4096 }, (_, i) =>
  [1, 2, 3, 4, 5, 6].reduce((sum, n) => sum + Math.sin((2 * Math.PI * n * i) / 4096) / n ** 1.5, 0),
)

/** The same in both channels, left and right in turn. */
export function stereo(mono: Float32Array): Float32Array {
  const both = new Float32Array(2 * mono.length)
  for (let i = 0; i < mono.length; i += 1) both[2 * i] = both[2 * i + 1] = mono[i] ?? 0
  return both
}

const SCALES = [
  [0, 2, 4, 5, 7, 9, 11],
  [0, 2, 3, 5, 7, 8, 10],
]

/** A piece of music that no other seed makes: its own key, tempo, chords, tune, drums and sound. */
export function song(seed: number, seconds: number): Float32Array {
  const next = noise(seed * 7919 + 13)
  const below = (count: number) => Math.floor(((next() + 1) / 2) * count) % count
  const mix = silence(seconds)
  const beat = 60 / (80 + below(90))
  const tonic = 45 + below(12)
  const scale = SCALES[below(2)] ?? []
  const chords = Array.from({ length: 8 }, () => below(7))
  const drums = Array.from({ length: 16 }, () => below(4))
  const pitch = (degree: number) => tonic + 12 * Math.floor(degree / 7) + (scale[((degree % 7) + 7) % 7] ?? 0)
  const [octave, rest, kick] = [7 * below(2), 2 + below(4), kickSound(40 + below(30))]
  let degree = 7
  for (let number = 0; number * beat < seconds; number += 1) {
    const start = number * beat
    const chord = chords[Math.floor(number / 4) % 8] ?? 0
    const isNew = number % 4 === 0
    if (isNew)
      for (const step of [0, 2, 4]) addNote(mix, { note: pitch(chord + step), start, length: 3.9 * beat, gain: 0.06 })
    addNote(mix, { note: pitch(chord) - 12, start, length: 0.8 * beat, gain: 0.1 })
    for (const half of [0, 0.5]) {
      degree = Math.max(3, Math.min(16, degree + below(5) - 2))
      if (below(rest) > 0)
        addNote(mix, { note: pitch(degree + octave), start: start + half * beat, length: 0.45 * beat, gain: 0.09 })
      const drum = drums[(2 * number + 2 * half) % 16] ?? 0
      if (drum === 1) add(mix, kick, start + half * beat, 0.5)
      if (drum === 2) add(mix, clickSound(), start + half * beat, 0.25)
    }
  }
  return mix
}

const kickSound = (hertz: number) =>
  sound(0.2, t => 0.5 * Math.sin(2 * Math.PI * (hertz * t + 7 * (1 - Math.exp(-t * 30)))) * Math.exp(-t * 14))
