// A style, a tempo and a seed make a piece: sections with and without drums, chords, bass, fills, ducking.

import type { MusicalKey } from '../../src/model/musical-key.ts'
import { RATE } from './synthetic-files.ts'
import {
  addNote,
  addSound,
  type DrumName,
  gaussian,
  makeKit,
  type Random,
  random,
  type Timbre,
} from './synthetic-sounds.ts'
import type { Style } from './synthetic-styles.ts'

const GAINS: Record<string, number> = { X: 1, x: 0.7, o: 0.35 }
const LEVELS: Record<DrumName, number> = {
  kick: 0.9,
  snare: 0.55,
  clap: 0.4,
  hat: 0.22,
  open: 0.25,
  ride: 0.25,
  shaker: 0.2,
  rim: 0.35,
  tom: 0.5,
  perc: 0.25,
}
const PROGRESSIONS = {
  minor: [
    [0, 8, 3, 10],
    [0, 5, 8, 7],
    [0, 0, 8, 10],
  ],
  major: [
    [0, 7, 9, 5],
    [0, 9, 5, 7],
    [0, 5, 0, 7],
  ],
} as const

export interface Score {
  style: Style
  bpm: number
  seed: number
  seconds: number
  /** Seconds of nothing in front. */
  lead: number
  /** Long beginning and a break without drums. */
  sparse: boolean
}

export interface Composed {
  samples: Float32Array
  key: MusicalKey
}

export function compose(score: Score): Composed {
  const { style, bpm, seed, seconds, lead } = score
  const next = random(seed)
  const beat = 60 / bpm
  const bar = beat * style.beats
  const key: MusicalKey = { pitchClass: Math.floor(next() * 12), mode: next() < 0.6 ? 'minor' : 'major' }
  const drums = new Float32Array(Math.round(seconds * RATE))
  const music = new Float32Array(drums.length)
  const kicks = addDrums(drums, score, next)
  for (let number = 0; lead + number * bar < seconds; number += 1)
    addBar(music, { ...score, key, number, start: lead + number * bar }, next)
  return { samples: mixed(drums, music, { kicks, beat, style, next }), key }
}

/** @returns seconds of the kicks */
function addDrums(mix: Float32Array, { style, bpm, seed, seconds, lead, sparse }: Score, next: Random): number[] {
  const kit = makeKit(seed)
  const step = 60 / bpm / style.steps
  const perBar = style.beats * style.steps
  const kicks: number[] = []
  for (let i = 0; lead + i * step < seconds; i += 1) {
    const number = Math.floor(i / perBar)
    if (sparse && withoutDrums((lead + i * step) / seconds)) continue
    const fill = number % 8 === 7 && i % perBar >= perBar - style.steps
    const start = lead + swung(i, style) * step
    if (fill && style.drums.snare) addSound(mix, kit.tom, start, 0.3 + 0.2 * next())
    for (const [name, pattern] of Object.entries(style.drums) as [DrumName, string][]) {
      const gain = GAINS[pattern[i % pattern.length] ?? '.']
      if (!gain || (fill && name !== 'kick' && next() < 0.5)) continue
      addSound(mix, kit[name], start, gain * LEVELS[name] * (1 + 0.08 * gaussian(next)))
      if (name === 'kick') kicks.push(start)
    }
  }
  return kicks
}

const withoutDrums = (share: number) => share < 0.3 || (share > 0.55 && share < 0.7)

/** Every second step comes later where there is swing. */
function swung(step: number, { swing = 0.5, steps }: Style): number {
  return steps === 4 && step % 2 === 1 ? step - 1 + 2 * swing : step
}

interface Bar extends Score {
  key: MusicalKey
  number: number
  start: number
}

function addBar(mix: Float32Array, bar: Bar, next: Random): void {
  const { style, key, number, start, bpm, seed } = bar
  const progression = PROGRESSIONS[key.mode][seed % 3] ?? [0]
  const root = progression[Math.floor(number / (style.chordBars ?? 1)) % 4] ?? 0
  const third = key.mode === 'minor' && [0, 5, 7].includes(root) ? 3 : key.mode === 'major' && root === 9 ? 3 : 4
  const chord = [root, root + third, root + 7].map(tone => 48 + key.pitchClass + tone)
  const step = 60 / bpm / style.steps
  const steps = style.beats * style.steps
  const play = (
    pattern: string | undefined,
    timbre: Timbre,
    gain: number,
    pitches: (i: number) => number[],
    length: number,
  ) => {
    for (let i = 0; pattern && i < steps; i += 1) {
      const level = GAINS[pattern[(number * steps + i) % pattern.length] ?? '.']
      const at = start + (swung(number * steps + i, style) - number * steps) * step
      if (level)
        for (const pitch of pitches(i))
          addNote(mix, { timbre, pitch, start: at, length: length * step, gain: gain * level })
    }
  }
  const low = 36 + ((key.pitchClass + root) % 12)
  play(style.bass, seed % 2 ? 'bass' : 'saw', 0.14, i => [low + (i > steps / 2 && next() < 0.2 ? 12 : 0)], 1.8)
  play(style.stabs, seed % 3 ? 'pluck' : 'saw', 0.06, () => chord.map(pitch => pitch + 12), 1.6)
  play(style.arpeggio, 'bell', 0.07, i => [(chord[(i * 7 + seed) % 3] ?? 60) + 12 + 12 * (i % 2)], 1.4)
  if (style.pad) {
    const length = (style.beats * 60) / bpm + 0.1
    for (const pitch of chord) addNote(mix, { timbre: 'pad', pitch: pitch + 12, start, length, gain: style.pad })
  }
}

interface Mixing {
  kicks: readonly number[]
  beat: number
  style: Style
  next: Random
}

/** Ducks the music under the kicks, adds both and noise, and drives the sum a little. */
function mixed(drums: Float32Array, music: Float32Array, { kicks, beat, style, next }: Mixing): Float32Array {
  for (const kick of style.duck ? kicks : []) {
    const length = Math.min(0.3, beat * 0.8) * RATE
    const from = Math.round(kick * RATE)
    for (let i = 0; i < length && from + i < music.length; i += 1)
      music[from + i] = (music[from + i] ?? 0) * (1 - (style.duck ?? 0) * (1 - i / length))
  }
  const noise = style.noise ?? 0.0005
  return drums.map((value, i) => Math.tanh(1.2 * (value + (music[i] ?? 0) + noise * (2 * next() - 1))))
}
