// Own dance music on the chord loops: in tune and not, with vibrato, with and without drums, chords, tune.

import { join } from 'node:path'
import type { Builder, Piece } from './piece.ts'
import { familyOf, fileName, keyOf, notesOf, PROGRESSIONS, transposed } from './scores-progressions.ts'
import { RATE, soundFile } from './synthetic-files.ts'
import { addNote, addSound, makeKit, type Random, random, type Timbre } from './synthetic-sounds.ts'

const SECONDS = 50
const CENTS = [0, 30, 0, -30, 0, 12, 0, -18, 40, 0, -40]
const BPMS = [124, 128, 122, 140, 174, 100, 90, 126, 132, 118]

interface Recipe {
  chords: string[]
  scale: number[]
  bpm: number
  cents: number
  next: Random
  drums: 'none' | 'house' | 'broken'
  pad?: Timbre
  bass: 'held' | 'off' | 'octaves'
  tune: 'none' | 'riff' | 'vibrato'
}

export const buildDance: Builder = async dir => {
  const pieces: Piece[] = []
  for (const [number, progression] of PROGRESSIONS.entries()) {
    const key = keyOf(progression, (number * 5 + 1) % 12)
    const name = `dance-${fileName(number, key)}`
    const recipe: Recipe = {
      ...recipeOf(number),
      chords: transposed(progression.chords, key.pitchClass),
      scale: progression.scale.map(step => step + key.pitchClass),
    }
    const path = join(dir, `${name}.wav`)
    await soundFile(path, () => play(recipe))
    const tuning = 440 * 2 ** (recipe.cents / 1200)
    pieces.push({ name, path, kind: 'synthetic', family: familyOf(progression), key, bpm: recipe.bpm, tuning })
  }
  return { pieces, skipped: [] }
}

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T

function recipeOf(number: number): Omit<Recipe, 'chords' | 'scale'> {
  const next = random(number + 77)
  return {
    next,
    bpm: pick(BPMS, number),
    cents: pick(CENTS, number),
    drums: pick(['house', 'broken', 'house', 'none'] as const, number),
    pad: pick(['pad', 'saw', 'pluck', undefined, 'bell'] as const, Math.floor(next() * 5)),
    bass: pick(['held', 'off', 'octaves'] as const, Math.floor(next() * 3)),
    tune: pick(['riff', 'vibrato', 'none', 'riff'] as const, Math.floor(next() * 4)),
  }
}

function play(recipe: Recipe): Float32Array {
  const mix = new Float32Array(SECONDS * RATE)
  const bar = 240 / recipe.bpm
  const riff = Array.from({ length: 16 }, () => Math.floor(recipe.next() * 10))
  const kit = makeKit(Math.floor(recipe.next() * 1e6))
  for (let number = 0; number * bar < SECONDS; number += 1) {
    const chord = notesOf(pick(recipe.chords, number))
    const start = number * bar
    addChords(mix, recipe, { chord, start, bar })
    addBass(mix, recipe, { root: chord[0] ?? 0, start, bar })
    addTune(mix, recipe, { chord, riff, start, bar })
    if (recipe.drums !== 'none') addDrums(mix, kit, { broken: recipe.drums === 'broken', start, bar })
  }
  return mix
}

const tuned = (note: number, { cents }: Recipe) => note + cents / 100

function addChords(mix: Float32Array, recipe: Recipe, at: { chord: number[]; start: number; bar: number }): void {
  if (!recipe.pad) return
  const timbre = recipe.pad
  const stabs = timbre === 'pluck' || timbre === 'bell' ? [0, 3, 6, 8, 11, 14] : [0]
  for (const step of stabs)
    for (const note of at.chord) {
      const start = at.start + (step * at.bar) / 16
      const length = stabs.length > 1 ? at.bar / 5 : at.bar * 0.98
      const pitch = tuned(48 + (note % 12) + (note % 12 < 5 ? 12 : 0), recipe)
      addNote(mix, { timbre, pitch: pitch + 0.06, start, length, gain: 0.05 })
      addNote(mix, { timbre, pitch: pitch - 0.06, start, length, gain: 0.05 })
    }
}

function addBass(
  mix: Float32Array,
  recipe: Recipe,
  { root, start, bar }: { root: number; start: number; bar: number },
): void {
  const steps = { held: [0], off: [2, 6, 10, 14], octaves: [0, 2, 4, 6, 8, 10, 12, 14] }[recipe.bass]
  for (const step of steps) {
    const octave = recipe.bass === 'octaves' && step % 4 === 2 ? 12 : 0
    const length = recipe.bass === 'held' ? bar * 0.95 : bar / 9
    const pitch = tuned(33 + ((root + 3) % 12) + octave, recipe)
    addNote(mix, { timbre: 'bass', pitch, start: start + (step * bar) / 16, length, gain: 0.16 })
  }
}

function addTune(
  mix: Float32Array,
  recipe: Recipe,
  { chord, riff, start, bar }: { chord: number[]; riff: number[]; start: number; bar: number },
): void {
  if (recipe.tune === 'none') return
  const { scale, next } = recipe
  for (let eighth = 0; eighth < 8; eighth += recipe.tune === 'vibrato' ? 2 : 1) {
    if (next() < 0.25) continue
    const free = pick(scale, riff[eighth] ?? 0)
    const note = eighth % 4 === 0 ? pick(chord, Math.floor(next() * 3)) : free
    const pitch = tuned(72 + (note % 12), recipe)
    const from = start + (eighth * bar) / 8
    if (recipe.tune === 'riff') addNote(mix, { timbre: 'saw', pitch, start: from, length: bar / 9, gain: 0.07 })
    else addVibrato(mix, { pitch, start: from, length: bar / 4.2 })
  }
}

/** Six times a second, half a semitone to each side. */
function addVibrato(
  mix: Float32Array,
  { pitch, start, length }: { pitch: number; start: number; length: number },
): void {
  const [from, to] = [Math.round(start * RATE), Math.min(mix.length, Math.round((start + length) * RATE))]
  let phase = 0
  for (let i = from; i < to; i += 1) {
    const bend = 0.5 * Math.sin((2 * Math.PI * 6 * (i - from)) / RATE)
    phase += (2 * Math.PI * 440 * 2 ** ((pitch + bend - 69) / 12)) / RATE
    const soft = Math.min(1, (i - from) / 900, (to - i) / 900)
    mix[i] = (mix[i] ?? 0) + 0.09 * soft * (Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.3 * Math.sin(3 * phase))
  }
}

function addDrums(
  mix: Float32Array,
  kit: ReturnType<typeof makeKit>,
  { broken, start, bar }: { broken: boolean; start: number; bar: number },
): void {
  const at = (sixteenth: number) => start + (sixteenth * bar) / 16
  for (const step of broken ? [0, 10] : [0, 4, 8, 12]) addSound(mix, kit.kick, at(step), 0.7)
  for (const step of [4, 12]) addSound(mix, broken ? kit.snare : kit.clap, at(step), 0.35)
  for (let step = 2; step < 16; step += broken ? 2 : 4) addSound(mix, kit.hat, at(step), 0.25)
  if (broken) for (const step of [7, 15]) addSound(mix, kit.tom, at(step), 0.3)
}
