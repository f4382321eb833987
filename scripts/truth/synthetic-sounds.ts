// Drums and notes out of nothing, the same on every run. Whatever is struck begins exactly where it is put.

import { RATE } from './synthetic-files.ts'

export type Random = () => number

/** Between 0 and 1 (mulberry32). */
export function random(seed: number): Random {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Bell-shaped, mean 0, deviation 1. */
export const gaussian = (next: Random) => next() + next() + next() + next() - 2 + (next() + next() - 1) * 0.8

export const seedOf = (text: string) =>
  [...text].reduce((hash, char) => Math.imul(hash ^ char.charCodeAt(0), 16_777_619), 7)

type Sound = Float32Array

function sound(seconds: number, at: (t: number) => number): Sound {
  const samples = new Float32Array(Math.round(seconds * RATE))
  for (let i = 0; i < samples.length; i += 1) samples[i] = at(i / RATE)
  return samples
}

/** Noise through a one-pole high pass. */
function hiss(seed: number, sharpness: number): () => number {
  const next = random(seed)
  let before = 0
  return () => {
    const value = 2 * next() - 1
    const out = value - sharpness * before
    before = value
    return out / (1 + sharpness)
  }
}

export type DrumName = 'kick' | 'snare' | 'clap' | 'hat' | 'open' | 'ride' | 'shaker' | 'rim' | 'tom' | 'perc'

/** One kit of many: pitch and length of each drum are drawn from the seed. */
export function makeKit(seed: number): Record<DrumName, Sound> {
  const next = random(seed)
  const vary = (value: number, share = 0.25) => value * (1 + share * (2 * next() - 1))
  const tail = vary(9, 0.5)
  const [low, drop, snap] = [vary(48, 0.15), vary(9), vary(35)]
  const body = vary(185)
  const [ring, wires, beat] = [vary(25), vary(16), vary(30)]
  const hats = vary(90)
  const [noiseA, noiseB, noiseC, noiseD] = [1, 2, 3, 4].map(i => hiss(seed + i, i < 3 ? 0.4 : 0.95)) as [
    () => number,
    () => number,
    () => number,
    () => number,
  ]
  const sine = (hertz: number, t: number) => Math.sin(2 * Math.PI * hertz * t)
  return {
    kick: sound(0.4, t => Math.sin(2 * Math.PI * (low * t + drop * (1 - Math.exp(-t * snap)))) * Math.exp(-t * tail)),
    snare: sound(0.3, t => 0.5 * sine(body, t) * Math.exp(-t * ring) + 0.6 * noiseA() * Math.exp(-t * wires)),
    clap: sound(0.3, t => 0.8 * noiseB() * (t < 0.024 ? Math.exp(-(t % 0.008) * 300) : Math.exp(-(t - 0.024) * beat))),
    hat: sound(0.09, t => 0.6 * noiseC() * Math.exp(-t * hats)),
    open: sound(0.35, t => 0.5 * noiseD() * Math.exp(-t * 11)),
    ride: sound(0.6, t => (0.25 * noiseC() + 0.2 * sine(5300, t) + 0.15 * sine(7210, t)) * Math.exp(-t * 7)),
    shaker: sound(0.08, t => 0.4 * noiseD() * Math.min(1, t * 90) * Math.exp(-t * 55)),
    rim: sound(0.05, t => (0.5 * sine(1720, t) + 0.3 * sine(2650, t)) * Math.exp(-t * 120)),
    tom: sound(0.4, t => sine(110 - 60 * t, t) * Math.exp(-t * 11)),
    perc: sound(0.2, t => sine(vary(420, 0), t) * Math.exp(-t * 28)),
  }
}

export function addSound(mix: Float32Array, what: Sound, start: number, gain: number): void {
  const from = Math.round(start * RATE)
  const end = Math.min(what.length, mix.length - from)
  for (let i = Math.max(0, -from); i < end; i += 1) mix[from + i] = (mix[from + i] ?? 0) + gain * (what[i] ?? 0)
}

export type Timbre = 'bass' | 'saw' | 'pluck' | 'pad' | 'sub' | 'bell'

const HARMONICS: Record<Timbre, readonly number[]> = {
  bass: [1, 0.6, 0.4, 0.25, 0.15],
  saw: [1, 0.5, 0.33, 0.25, 0.2, 0.17, 0.14, 0.12],
  pluck: [1, 0.4, 0.5, 0.2, 0.3],
  pad: [1, 0.3, 0.2, 0.1],
  sub: [1],
  bell: [1, 0, 0.5, 0, 0.3, 0, 0.2],
}
/** Seconds of attack, decay per second. */
const SHAPES: Record<Timbre, readonly [number, number]> = {
  bass: [0.004, 2],
  saw: [0.006, 1],
  pluck: [0.002, 7],
  pad: [0.35, 0],
  sub: [0.01, 1],
  bell: [0.002, 4],
}
const TABLES = new Map<Timbre, Float32Array>()

function tableOf(timbre: Timbre): Float32Array {
  const known = TABLES.get(timbre)
  if (known) return known
  const table = new Float32Array(2048)
  for (const [n, weight] of HARMONICS[timbre].entries())
    for (let i = 0; i < 2048; i += 1) table[i] = (table[i] ?? 0) + weight * Math.sin((2 * Math.PI * (n + 1) * i) / 2048)
  TABLES.set(timbre, table)
  return table
}

export interface Note {
  timbre: Timbre
  /** MIDI. */
  pitch: number
  start: number
  length: number
  gain: number
}

export function addNote(mix: Float32Array, { timbre, pitch, start, length, gain }: Note): void {
  const table = tableOf(timbre)
  const [attack, decay] = SHAPES[timbre]
  const step = (440 * 2 ** ((pitch - 69) / 12) * 2048) / RATE
  const from = Math.max(0, Math.round(start * RATE))
  const to = Math.min(mix.length, Math.round((start + length) * RATE))
  const fall = Math.exp(-decay / RATE)
  let level = gain
  for (let i = from; i < to; i += 1) {
    const soft = Math.min(1, (i - from) / (attack * RATE), (to - i) / 400)
    mix[i] = (mix[i] ?? 0) + level * soft * (table[Math.floor((i - from) * step) & 2047] ?? 0)
    level *= fall
  }
}
